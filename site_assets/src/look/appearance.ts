// The appearance of each node: a pure function of the data and the view.
import type { Graph } from "../data/graph";
import { membersOf, type Rows } from "../data/layer";
import type { NodeLabels } from "../data/label_columns";
import { type Colouring, type Figure, figureOf, type Scale, scaleOf, valuesOf } from "./figures";
import { labelIndex, OTHER, rampIndex, type Shape, shapeOf } from "./palette";
import type { Arrangement } from "../state/arrangement";
import type { Layer, RowsArrays } from "../data/schema";
import { radiiOf } from "./sizes";

/** What of each node's members is selected. */
export interface LitShares {
  /** Share of the selection, as the fill; null where all is filled. */
  readonly fills: Float32Array | null;
  /** Share of what is marked beside a selection, as a ring; null where nothing is. */
  readonly rings: Float32Array | null;
}

export const UNLIT: LitShares = { fills: null, rings: null };

/** All that the appearance of a layer's nodes depends on. */
export interface Look extends LitShares {
  readonly graph: Graph;
  /** What the colours show. */
  readonly figure: Figure;
  readonly values: ArrayLike<number>;
  /** null where the values are labels. */
  readonly scale: Scale | null;
  /** Rank of each label by frequency; it decides the colour and is the same in every layer. */
  readonly ranks: Int16Array;
  /** What the radii show. */
  readonly size: Arrangement["size"];
  /** Radius of each node in typical edge lengths. */
  readonly radii: Float32Array;
}

export function lookOf(
  graph: Graph,
  layer: Layer,
  colour: Colouring,
  ranks: Int16Array,
  lit: LitShares,
  labels: NodeLabels,
  size: Arrangement["size"] = "members",
): Look {
  const figure = figureOf(colour);
  const ofLabels = { label: labels.majority, purity: labels.purity } as Record<string, ArrayLike<number>>;
  const values = ofLabels[figure.id] ?? valuesOf(graph, figure);
  const [scale, radii] = [scaleOf(figure, layer, graph), radiiOf(graph, size)];
  return { graph, figure, values, scale, ranks, ...lit, size, radii };
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
  rows: Pick<Rows, "members"> & {
    readonly arrays: Pick<RowsArrays, "x" | "lens" | "second_lens">;
  },
  label: Int16Array | null,
  by: "graph" | "label",
): Uint8Array {
  const { figure, scale } = look;
  const { x } = rows.arrays;
  if (by === "label" || !scale)
    return Uint8Array.from(x, (_, row) => labelIndex(look.ranks[label?.[row] ?? -1] ?? -1));
  if (figure.rows)
    return Uint8Array.from(rows.arrays[figure.rows], (value) =>
      rampIndex(value, scale.low, scale.high),
    );
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

/** Rank of each label by how many samples carry it; ties go by name. */
export function labelRanks(
  labels: readonly string[],
  counts: ArrayLike<number> | null,
): Int16Array {
  const order = labels.map((_, i) => i);
  if (counts && order.length > 12) order.sort((a, b) => counts[b]! - counts[a]! || a - b);
  const ranks = new Int16Array(order.length);
  order.forEach((label, rank) => (ranks[label] = rank));
  return ranks;
}

export function looksOf(look: Look): NodeLook[] {
  return Array.from({ length: look.graph.n }, (_, node) => appearance(node, look));
}
