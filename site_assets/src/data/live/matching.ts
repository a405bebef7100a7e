// Which node of one graph is which of another: by the rows they share.
import type { Lists } from "../graph";

/** The graph that others are compared with. */
export interface Reference {
  /** The nodes that each row is in. */
  readonly nodes: Lists;
  /** Rows of each node that the other graph can have. */
  readonly sizes: Uint32Array;
  readonly ids: readonly string[];
}

/** The most similar node of the other graph for each node of one; -1 for none. */
export interface Best {
  readonly node: Int32Array;
  readonly jaccard: Float64Array;
}

export interface Matching {
  /** For each node, the nodes of the reference that share rows with it, and how many. */
  readonly met: Lists;
  readonly shared: Uint32Array;
  /** Most similar node of the reference. */
  readonly to: Best;
  /** For each node of the reference, the most similar node. */
  readonly from: Best;
  readonly sizes: Uint32Array;
}

/**
 * Match nodes, given as lists of rows, with those of a reference. Of equally similar ones that of
 * the same name counts, else the first.
 */
export function matched(
  { offsets, values }: Lists,
  ids: readonly string[],
  reference: Reference,
): Matching {
  const n = offsets.length - 1;
  const sizes = Uint32Array.from({ length: n }, (_, i) => offsets[i + 1]! - offsets[i]!);
  const { met, shared } = overlaps(n, offsets, values, reference);
  const to = noneOf(n);
  const from = noneOf(reference.sizes.length);
  for (let node = 0; node < n; node++) {
    for (let k = met.offsets[node]!; k < met.offsets[node + 1]!; k++) {
      const other = met.values[k]!;
      const jaccard = shared[k]! / (sizes[node]! + reference.sizes[other]! - shared[k]!);
      const isNamesake = ids[node] === reference.ids[other];
      improve(to, node, other, jaccard, isNamesake);
      improve(from, other, node, jaccard, isNamesake);
    }
  }
  return { met, shared, to, from, sizes };
}

function noneOf(n: number): Best {
  return { node: new Int32Array(n).fill(-1), jaccard: new Float64Array(n) };
}

function improve(
  best: Best,
  node: number,
  other: number,
  jaccard: number,
  isNamesake: boolean,
): void {
  const { [node]: before = 0 } = best.jaccard;
  if (jaccard < before || (jaccard === before && !isNamesake)) return;
  best.node[node] = other;
  best.jaccard[node] = jaccard;
}

function overlaps(
  n: number,
  offsets: Uint32Array,
  rows: Uint32Array,
  { nodes, sizes }: Reference,
): Pick<Matching, "met" | "shared"> {
  const common = new Uint32Array(sizes.length);
  const starts = new Uint32Array(n + 1);
  const [others, shared]: [number[], number[]] = [[], []];
  for (let node = 0; node < n; node++) {
    const met: number[] = [];
    for (let i = offsets[node]!; i < offsets[node + 1]!; i++) {
      const row = rows[i]!;
      for (let k = nodes.offsets[row]!; k < nodes.offsets[row + 1]!; k++)
        if (common[nodes.values[k]!]!++ === 0) met.push(nodes.values[k]!);
    }
    for (const other of met.sort((a, b) => a - b)) {
      others.push(other);
      shared.push(common[other]!);
      common[other] = 0;
    }
    starts[node + 1] = others.length;
  }
  const met = { offsets: starts, values: Uint32Array.from(others) };
  return { met, shared: Uint32Array.from(shared) };
}
