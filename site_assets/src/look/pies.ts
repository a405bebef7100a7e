// The composition of each node as the parts of a pie: labels with a colour, then the rest.
import type { NodeLabels } from "../data/label_columns";
import type { Graph } from "../data/graph";
import type { NodeLook } from "./appearance";
import { labelIndex, OTHER } from "./palette";

/** The parts of each node, one after the other: those of i are offsets[i] to offsets[i + 1]. */
export interface Pies {
  readonly offsets: Uint32Array;
  /** Index of the part's colour. */
  readonly colour: Uint8Array;
  /** Where the part ends, as a share of the pie. */
  readonly end: Float32Array;
}

/**
 * Parts are in the order of the labels' colours, so that they have the same order in every pie. Members
 * without a label, and those whose label has no colour of its own, are the last part.
 */
export function piesOf(
  graph: Graph,
  { composition }: NodeLabels,
  ranks: ArrayLike<number>,
): Pies {
  const offsets = new Uint32Array(graph.n + 1);
  const [colour, end]: [number[], number[]] = [[], []];
  for (let node = 0; node < graph.n; node++) {
    const size = graph.size[node]!;
    const own = composition(node)
      .map(({ label, count }) => ({ rank: ranks[label] ?? -1, count }))
      .filter(({ rank }) => rank >= 0)
      .sort((a, b) => a.rank - b.rank);
    let sum = 0;
    for (const { rank, count } of own) {
      colour.push(labelIndex(rank));
      end.push((sum += count) / size);
    }
    if (sum < size) {
      colour.push(OTHER);
      end.push(1);
    }
    offsets[node + 1] = colour.length;
  }
  return { offsets, colour: Uint8Array.from(colour), end: Float32Array.from(end) };
}

/** The same as a disc, whose share is a ring: a part of a pie is no part that could be filled. */
export function round(look: NodeLook): NodeLook {
  const share = look.share || (look.fill < 1 ? look.fill : 0);
  return { ...look, shape: "circle", fill: look.faded ? look.fill : 1, share };
}
