// The pictures of a node and its exemplars: which there are, and where they are on the sheets.
import { EXEMPLAR_KINDS, type ExemplarKind } from "./exemplar_kinds";
import type { Graph } from "../data/graph";
import type { LayerData } from "../state/model";
import type { Samples } from "../state/relate";
import type { Sheet, Structure } from "../data/schema";
import { type Place, type Tile, tileOf, WHOLE } from "../draw/sprites";

export interface Exemplar {
  readonly row: number;
  readonly similarity: number;
  readonly tile: Tile | null;
  /** What it sees of what the network is shown. */
  readonly seen: Place;
  /** The class it speaks for most. */
  readonly speaksFor: { readonly name: string; readonly value: number } | null;
}

/** A sample as the network is shown it: a part of a tile. */
export interface Thumbnail {
  readonly tile: Tile;
  readonly place: Place;
}

export function visualOf({ layer, graph }: LayerData, node: number): Tile | null {
  const place = graph.visual_sprite[node]!;
  return place < 0 ? null : tileOf(layer.visual_sheets, place);
}

/** Quantiles .1, .5 and .9 of the cosine of a node's members to its mean. */
export interface Spread {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

export function spreadOf(graph: Graph, node: number): Spread {
  return {
    low: graph.spread_low[node]!,
    middle: graph.spread_middle[node]!,
    high: graph.spread_high[node]!,
  };
}

/** How far an optimised picture came: cosine with what it was aimed at, value of the objective. */
export interface Reached {
  readonly cosine: number;
  readonly objective: number;
  readonly steps: number;
}

export function reachedOf(graph: Graph, node: number): Reached {
  return {
    cosine: graph.visual_cosine[node]!,
    objective: graph.visual_objective[node]!,
    steps: graph.visual_steps[node]!,
  };
}

/** The optimised picture of one activation. */
export interface Inversion extends Reached {
  readonly row: number;
  readonly tile: Tile;
  /** Whether it is that of the input nearest to the mean. */
  readonly nearest: boolean;
}

/** The optimised pictures there are of a node's exemplars, nearest to its mean first. */
export function inversionsOf(data: LayerData, node: number): Inversion[] {
  const { graph, layer } = data;
  return exemplarsOf(data, node, "nearest").flatMap(({ row }, k) => {
    const at = placeIn(graph.inversion_row, row);
    const tile = at < 0 ? null : tileOf(layer.inversion_sheets, at);
    if (!tile) return [];
    const reached = {
      cosine: graph.inversion_cosine[at]!,
      objective: graph.inversion_objective[at]!,
      steps: graph.inversion_steps[at]!,
    };
    return [{ row, tile, nearest: k === 0, ...reached }];
  });
}

/** The picture of what an arm of a bifurcation has and the other arms lack. */
export function contrastOf(
  { layer }: LayerData,
  structure: Structure,
  arm: number,
): (Reached & { readonly tile: Tile }) | null {
  const picture = structure.contrasts[arm];
  const tile = picture ? tileOf(layer.contrast_sheets, picture.sprite) : null;
  return picture && tile ? { tile, ...picture } : null;
}

export function exemplarsOf(data: LayerData, node: number, kind: ExemplarKind): Exemplar[] {
  const { graph } = data;
  const wanted = EXEMPLAR_KINDS.indexOf(kind);
  const exemplars: Exemplar[] = [];
  for (let i = graph.exemplar_offsets[node]!; i < graph.exemplar_offsets[node + 1]!; i++) {
    if (graph.exemplar_kind[i] === wanted) exemplars.push(exemplarAt(data, i));
  }
  return exemplars;
}

function exemplarAt({ layer, graph, classes }: LayerData, i: number): Exemplar {
  const spoken = classes[graph.exemplar_class[i] ?? -1];
  return {
    row: graph.exemplar_row[i]!,
    similarity: graph.exemplar_similarity[i]!,
    tile: tileOf(layer.exemplar_sheets, graph.exemplar_sprite[i]!),
    seen: {
      top: graph.exemplar_top[i]! / WHOLE,
      left: graph.exemplar_left[i]! / WHOLE,
      bottom: graph.exemplar_bottom[i]! / WHOLE,
      right: graph.exemplar_right[i]! / WHOLE,
    },
    speaksFor:
      spoken === undefined ? null : { name: spoken, value: graph.exemplar_class_value[i]! },
  };
}

/** The kinds of exemplars that a node has. */
export function kindsOf({ graph }: LayerData, node: number): ExemplarKind[] {
  const [first, last] = [graph.exemplar_offsets[node]!, graph.exemplar_offsets[node + 1]!];
  const there = new Set(graph.exemplar_kind.subarray(first, last));
  return EXEMPLAR_KINDS.filter((_, number) => there.has(number));
}

export function pictureOf(data: LayerData, node: number): Tile | null {
  const visual = visualOf(data, node);
  if (visual) return visual;
  const { graph, layer } = data;
  const first = graph.exemplar_offsets[node]!;
  if (first === graph.exemplar_offsets[node + 1]!) return null;
  return tileOf(layer.exemplar_sheets, graph.exemplar_sprite[first]!);
}

/** The small picture of a sample; null where it has none. */
export function thumbnailOf(
  sheets: readonly Sheet[],
  { arrays }: Samples,
  sample: number,
): Thumbnail | null {
  const at = placeIn(arrays.thumbnail_sample, sample);
  const tile = at < 0 ? null : tileOf(sheets, arrays.thumbnail_tile[at]!);
  if (!tile) return null;
  const place = {
    top: arrays.thumbnail_top[at]! / WHOLE,
    left: arrays.thumbnail_left[at]! / WHOLE,
    bottom: arrays.thumbnail_bottom[at]! / WHOLE,
    right: arrays.thumbnail_right[at]! / WHOLE,
  };
  return { tile, place };
}

/** Where a value stands in an ascending list; -1 where it does not. */
function placeIn(ascending: Uint32Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return ascending[low] === value ? low : -1;
}
