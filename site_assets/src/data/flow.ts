// Which rows of two graphs are the same, and how many go from each node of one to each of the other.
import { type Graph, listOf } from "./graph";
import { membersOf, type Rows } from "./layer";

/** One graph with its rows. */
export interface Side {
  readonly graph: Graph;
  readonly rows: Rows;
}

/** Rows that are in a node of one graph and in a node of the other. */
export interface Flow {
  /** A node of the one graph. */
  readonly from: number;
  /** A node of the other. */
  readonly to: number;
  readonly rows: number;
}

export interface Flows {
  /** The largest first; equal ones in the order of their nodes. */
  readonly list: readonly Flow[];
  /** Rows that were asked for, and are in a node of the one graph. */
  readonly asked: number;
  /** Those of them that are in a node of the other graph, too. */
  readonly arrived: number;
}

/** The same samples in another exploration: its index for each of ours, -1 where it has none. */
export function sameSamples(own: readonly string[], others: readonly string[]): Int32Array {
  const places = new Map(others.map((id, place) => [id, place]));
  return Int32Array.from(own, (id) => places.get(id) ?? -1);
}

/**
 * For each row of one layer the same row of another, -1 where there is none: the k-th row of a
 * sample is the k-th row of that sample (docs/decisions/0010). `samples` is where the other layer is
 * of another exploration.
 */
export function sameRows(
  own: Uint32Array,
  others: Uint32Array,
  samples: Int32Array | null,
): Int32Array {
  const alike = !samples && own.length === others.length;
  if (alike && own.every((sample, row) => sample === others[row]))
    return Int32Array.from(own.keys());
  const first = new Map<number, number[]>();
  others.forEach((sample, row) => {
    const rows = first.get(sample);
    if (rows) rows.push(row);
    else first.set(sample, [row]);
  });
  const taken = new Map<number, number>();
  return Int32Array.from(own, (sample) => {
    const k = taken.get(sample) ?? 0;
    taken.set(sample, k + 1);
    return first.get(samples ? samples[sample]! : sample)?.[k] ?? -1;
  });
}

/**
 * The flows between two graphs. Nodes overlap, so a row can be in several nodes of each graph. Each
 * pair of nodes that both hold it counts it: a flow is how many rows its two nodes have in common,
 * and the flows of a node can add up to more than its members. `selected` are rows of the first
 * graph; null for all.
 */
export function flowsBetween(
  from: Side,
  to: Side,
  same: Int32Array,
  selected: Uint8Array | null,
): Flows {
  const list: Flow[] = [];
  const counts = new Uint32Array(to.graph.n);
  for (let node = 0; node < from.graph.n; node++) {
    const reached: number[] = [];
    for (const row of membersOf(from.rows, node)) {
      const other = same[row]!;
      if (other < 0 || (selected && !selected[row])) continue;
      for (const end of listOf(to.rows.nodes, other)) if (counts[end]!++ === 0) reached.push(end);
    }
    for (const end of reached) {
      list.push({ from: node, to: end, rows: counts[end]! });
      counts[end] = 0;
    }
  }
  list.sort((a, b) => b.rows - a.rows || a.from - b.from || a.to - b.to);
  return { list, ...arrivals(from, to, same, selected) };
}

/** The rows of a flow: 1 for each row of the first graph that is in both nodes. */
export function rowsOfFlow(from: Side, to: Side, same: Int32Array, flow: Flow): Uint8Array {
  const ends = new Set(membersOf(to.rows, flow.to));
  const rows = new Uint8Array(same.length);
  for (const row of membersOf(from.rows, flow.from)) if (ends.has(same[row]!)) rows[row] = 1;
  return rows;
}

function arrivals(
  from: Side,
  to: Side,
  same: Int32Array,
  selected: Uint8Array | null,
): Pick<Flows, "asked" | "arrived"> {
  let [asked, arrived] = [0, 0];
  for (let row = 0; row < same.length; row++) {
    if ((selected && !selected[row]) || !listOf(from.rows.nodes, row).length) continue;
    asked++;
    if (same[row]! >= 0 && listOf(to.rows.nodes, same[row]!).length) arrived++;
  }
  return { asked, arrived };
}
