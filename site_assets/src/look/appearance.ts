// The appearance of each node: a pure function of the data and the view.
import type { Graph } from "../data/graph";
import { membersOf, type Rows } from "../data/layer";
import {
  type ChosenColour,
  labelIndex,
  MAX_LABELS,
  OTHER,
  rampIndex,
  type Shape,
  shapeOf,
} from "./palette";
import type { Arrangement } from "../state/arrangement";
import { radiiOf } from "./sizes";
import type { Figured } from "./values";

/** What of each node's members is selected. */
export interface LitShares {
  /** Share of the selection, as the fill; null where all is filled. */
  readonly fills: Float32Array | null;
  /** Share of what is marked beside a selection, as a ring; null where nothing is. */
  readonly rings: Float32Array | null;
}

export const UNLIT: LitShares = { fills: null, rings: null };

/** All that the appearance of a layer's nodes depends on. */
export interface Look extends Figured, LitShares {
  readonly graph: Graph;
  /** Which colour each label has, -1 for none of its own; it is the same in every layer. */
  readonly ranks: Int16Array;
  /** What the radii show. */
  readonly size: Arrangement["size"];
  /** Radius of each node in typical edge lengths. */
  readonly radii: Float32Array;
}

export function lookOf(
  graph: Graph,
  figured: Figured,
  ranks: Int16Array,
  lit: LitShares,
  size: Arrangement["size"] = "members",
): Look {
  return { graph, ...figured, ranks, ...lit, size, radii: radiiOf(graph, size) };
}

export interface NodeLook {
  /** Index into the flat palette. */
  readonly colour: number;
  readonly shape: Shape;
  /** In units of the layout. */
  readonly radius: number;
  /** Nodes without any member of the selections are pale. */
  readonly faded: boolean;
  /** Filled part of the node, 0 to 1. */
  readonly fill: number;
  /** Drawn part of the ring around the node, 0 to 1. */
  readonly share: number;
}

export function appearance(node: number, look: Look): NodeLook {
  const colour = colourIndex(node, look);
  const share = look.rings?.[node] ?? 0;
  const fill = look.fills?.[node] ?? 1;
  // A node alone is seen by its outline: while the reader goes from node to node nothing fades.
  const faded = look.fills ? fill === 0 && share === 0 : look.rings !== null && share === 0;
  return {
    colour,
    shape: shapeOf(colour),
    radius: look.graph.unit * look.radii[node]!,
    faded,
    fill,
    share,
  };
}

export function colourIndex(node: number, { values, scale, ranks }: Look): number {
  const value = values[node] ?? NaN;
  return scale ? rampIndex(value, scale.low, scale.high) : labelIndex(ranks[value] ?? -1);
}

/** Colour of each row of the scatter: by its own value, else as its largest node. */
export function rowColours(
  look: Look,
  rows: Rows,
  label: Int16Array | null,
  by: "graph" | "label",
): Uint8Array {
  const { scale } = look;
  const { x } = rows.arrays;
  if (by === "label" || !scale)
    return Uint8Array.from(x, (_, row) => labelIndex(look.ranks[label?.[row] ?? -1] ?? -1));
  if (look.rows)
    return Uint8Array.from(look.rows, (value) => rampIndex(value, scale.low, scale.high));
  return nodeColours(look, rows, x.length);
}

/** From the smallest node to the largest, so that the largest decides. */
function nodeColours(look: Look, rows: Pick<Rows, "members">, nRows: number): Uint8Array {
  const colours = new Uint8Array(nRows).fill(OTHER);
  for (const node of [...look.graph.bySize].reverse()) {
    const colour = colourIndex(node, look);
    for (const row of membersOf(rows, node)) colours[row] = colour;
  }
  return colours;
}

/**
 * Which colour each label has: the twelve that most samples carry, then those that the reader has
 * given one; -1 for the others. Ties go by name.
 */
export function labelRanks(
  labels: readonly string[],
  counts: ArrayLike<number> | null,
  chosen: readonly ChosenColour[] = [],
): Int16Array {
  const order = labels.map((_, i) => i);
  if (counts && order.length > MAX_LABELS) order.sort((a, b) => counts[b]! - counts[a]! || a - b);
  const ranks = new Int16Array(order.length).fill(-1);
  order.slice(0, MAX_LABELS).forEach((label, rank) => (ranks[label] = rank));
  let next = MAX_LABELS;
  for (const { label } of chosen) {
    const at = labels.indexOf(label);
    if (ranks[at] === -1) ranks[at] = next++;
  }
  return ranks;
}

export function looksOf(look: Look): NodeLook[] {
  return Array.from({ length: look.graph.n }, (_, node) => appearance(node, look));
}
