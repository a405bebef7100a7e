// The pictures of a node and its exemplars: which there are, and where they are on the sheets.
import type { LayerData, Samples } from "../data/layer";
import { EXEMPLAR_KINDS, type ExemplarKind } from "../data/exemplars";
import type { Graph } from "../data/graph";
import type { Manifest, Structure } from "../data/schema";
import { type Place, type Tile, tileOf, WHOLE } from "../draw/sprites";

type Images = NonNullable<LayerData["look"]>;

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

export function visualOf({ look }: LayerData, node: number): Tile | null {
  const place = look?.arrays.visual_sprite[node] ?? -1;
  return place < 0 ? null : tileOf(look!.header.visual_sheets, place);
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

export function reachedOf({ arrays }: Images, node: number): Reached {
  return {
    cosine: arrays.visual_cosine[node]!,
    objective: arrays.visual_objective[node]!,
    steps: arrays.visual_steps[node]!,
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
  if (!data.look) return [];
  const { header, arrays } = data.look;
  return exemplarsOf(data, node, "nearest").flatMap(({ row }, k) => {
    const at = placeIn(arrays.inversion_row, row);
    const tile = at < 0 ? null : tileOf(header.inversion_sheets, at);
    if (!tile) return [];
    const reached = {
      cosine: arrays.inversion_cosine[at]!,
      objective: arrays.inversion_objective[at]!,
      steps: arrays.inversion_steps[at]!,
    };
    return [{ row, tile, nearest: k === 0, ...reached }];
  });
}

/** The picture of what an arm of a bifurcation has and the other arms lack. */
export function contrastOf(
  { graph, look }: LayerData,
  structure: Structure,
  arm: number,
): (Reached & { readonly tile: Tile }) | null {
  const picture = look?.header.contrasts[graph.structures.indexOf(structure)]?.[arm];
  const tile = picture ? tileOf(look!.header.contrast_sheets, picture.sprite) : null;
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

function exemplarAt({ graph, classes, look }: LayerData, i: number): Exemplar {
  const spoken = classes[graph.exemplar_class[i] ?? -1];
  return {
    row: graph.exemplar_row[i]!,
    similarity: graph.exemplar_similarity[i]!,
    tile: look && exemplarTile(look, i),
    seen: look ? seenBy(look, i) : { top: 0, left: 0, bottom: 1, right: 1 },
    speaksFor:
      spoken === undefined ? null : { name: spoken, value: graph.exemplar_class_value[i]! },
  };
}

function exemplarTile({ header, arrays }: Images, i: number): Tile | null {
  return tileOf(header.exemplar_sheets, arrays.exemplar_sprite[i]!);
}

function seenBy({ arrays }: Images, i: number): Place {
  return {
    top: arrays.exemplar_top[i]! / WHOLE,
    left: arrays.exemplar_left[i]! / WHOLE,
    bottom: arrays.exemplar_bottom[i]! / WHOLE,
    right: arrays.exemplar_right[i]! / WHOLE,
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
  const { graph, look } = data;
  const first = graph.exemplar_offsets[node]!;
  if (!look || first === graph.exemplar_offsets[node + 1]!) return null;
  return exemplarTile(look, first);
}

/** The small picture of a sample; null where it has none. */
export function thumbnailOf({ look }: Samples, sample: number): Thumbnail | null {
  if (!look) return null;
  const { header, arrays } = look;
  const at = placeIn(arrays.sample, sample);
  const tile = at < 0 ? null : tileOf(header.sheets, arrays.tile[at]!);
  if (!tile) return null;
  const place = {
    top: arrays.top[at]! / WHOLE,
    left: arrays.left[at]! / WHOLE,
    bottom: arrays.bottom[at]! / WHOLE,
    right: arrays.right[at]! / WHOLE,
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

/** Whether the rows of an exploration can be shown. */
export function hasPictures({ layers }: Manifest): boolean {
  return layers.some(({ look }) => look !== null);
}
