// How each node looks in a state: a pure function of the data and the view.
import type { Graph } from "../data/graph";
import { labelIndex, OTHER, rampIndex, type Shape, shapeOf } from "./palette";
import type { Layer, Manifest, RowsArrays } from "../data/schema";
import type { Colouring } from "../state/state";

/** What the looks of all nodes of a layer depend on. */
export interface Look {
  readonly graph: Graph;
  readonly layer: Layer;
  readonly colour: Colouring;
  /** Rank of each label by frequency; it decides the colour and is the same in every layer. */
  readonly ranks: Int16Array;
  /** Share of what is marked in each node; null where nothing is marked. */
  readonly shares: Float32Array | null;
}

export interface NodeLook {
  /** Index into the flat palette. */
  readonly colour: number;
  readonly shape: Shape;
  /** In units of the layout. */
  readonly radius: number;
  /** Nodes without the marked label stand back. */
  readonly faded: boolean;
  /** Part of the ring that is drawn round the node, 0 to 1. */
  readonly share: number;
}

const SMALLEST = 0.13;
const GROWTH = 0.37;

export function appearance(node: number, look: Look): NodeLook {
  const colour = colourIndex(node, look);
  const share = look.shares?.[node] ?? 0;
  return {
    colour,
    shape: shapeOf(colour),
    radius: look.graph.unit * radiusOf(look.graph.size[node]!, look.graph.largest),
    faded: look.shares !== null && share === 0,
    share,
  };
}

/** Radius in typical edge lengths: area grows with the members, the smallest node stays visible. */
export function radiusOf(members: number, largest: number): number {
  return SMALLEST + GROWTH * Math.sqrt(members / largest);
}

export interface Scale {
  readonly low: number;
  readonly high: number;
}

/** The range a colouring spans in a layer; null for labels, which have no order. */
export function scaleOf(colour: Colouring, layer: Layer, graph: Graph): Scale | null {
  if (colour === "lens") return { low: layer.lens_min, high: layer.lens_max };
  if (colour === "purity" || colour === "stability") return { low: 0, high: 1 };
  if (colour === "label") return null;
  let [low, high] = [Infinity, -Infinity];
  for (const value of valuesOf(graph, colour))
    [low, high] = [Math.min(low, value), Math.max(high, value)];
  return low < high ? { low, high } : { low: low - 0.01, high: low + 0.01 };
}

export function colourIndex(node: number, look: Look): number {
  const { graph, colour, ranks } = look;
  if (colour === "label") return labelIndex(ranks[graph.majority[node]!] ?? -1);
  const scale = scales(look);
  return rampIndex(valuesOf(graph, colour)[node] ?? NaN, scale.low, scale.high);
}

function valuesOf(graph: Graph, colour: Exclude<Colouring, "label">): Float32Array {
  if (colour === "stability") return graph.node_bootstrap;
  return colour === "second" ? graph.second_lens : graph[colour];
}

/** Colour of each row of the scatter: its own lens value, else what its largest node is coloured by. */
export function rowColours(
  look: Look,
  rows: Pick<RowsArrays, "lens" | "second_lens"> & { readonly label: Int16Array | null },
  by: "graph" | "label",
): Uint8Array {
  const colours = new Uint8Array(rows.lens.length).fill(OTHER);
  if (by === "label" || look.colour === "label") {
    if (rows.label)
      for (let i = 0; i < colours.length; i++)
        colours[i] = labelIndex(look.ranks[rows.label[i]!] ?? -1);
    return colours;
  }
  if (look.colour === "lens" || look.colour === "second") {
    const { low, high } = scales(look);
    const values = look.colour === "lens" ? rows.lens : rows.second_lens;
    return colours.map((_, i) => rampIndex(values[i]!, low, high));
  }
  // From the smallest node to the largest, so that the largest has the last word.
  for (let k = look.graph.n - 1; k >= 0; k--) {
    const node = look.graph.bySize[k]!;
    const colour = colourIndex(node, look);
    const end = look.graph.member_offsets[node + 1]!;
    for (let i = look.graph.member_offsets[node]!; i < end; i++)
      colours[look.graph.members[i]!] = colour;
  }
  return colours;
}

/** Rank of each label by how many samples carry it; ties go by name. */
export function labelRanks(manifest: Manifest, counts: ArrayLike<number> | null): Int16Array {
  const order = manifest.labels.map((_, i) => i);
  if (counts && order.length > 12) order.sort((a, b) => counts[b]! - counts[a]! || a - b);
  const ranks = new Int16Array(order.length);
  order.forEach((label, rank) => (ranks[label] = rank));
  return ranks;
}

const remembered = new WeakMap<Graph, Map<Colouring, Scale>>();

function scales({ colour, layer, graph }: Look): Scale {
  const known = remembered.get(graph) ?? new Map<Colouring, Scale>();
  remembered.set(graph, known);
  const scale = known.get(colour) ?? scaleOf(colour, layer, graph) ?? { low: 0, high: 1 };
  known.set(colour, scale);
  return scale;
}
