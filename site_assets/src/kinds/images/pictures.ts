// The images of a layer: crops of exemplars, thumbnails and feature visualisations, and where each
// is on the sheets.
import { indexIn } from "../../data/ascending";
import type { Chunks } from "../../data/decode";
import { type Exemplar, exemplarsOf } from "../../data/exemplars";
import type { LayerData, Samples } from "../../data/layer";
import type { Structure } from "../../data/schema";
import { type Part, type Tile, tileOf, WHOLE } from "./sheets";

/** The layer's chunk of images; null where there is none. */
export function imagesOf({ look }: LayerData): Chunks["images"] | null {
  return look?.header.kind === "images" ? (look as Chunks["images"]) : null;
}

export function visualOf(data: LayerData, node: number): Tile | null {
  const images = imagesOf(data);
  const sprite = images?.arrays.visual_sprite[node] ?? -1;
  return sprite < 0 ? null : tileOf(images!.header.visual_sheets, sprite);
}

/** How an optimisation ended: cosine similarity to its target, value of the objective, steps. */
export interface Reached {
  readonly cosine: number;
  readonly objective: number;
  readonly steps: number;
}

export function reachedOf({ arrays }: Chunks["images"], node: number): Reached {
  return {
    cosine: arrays.visual_cosine[node]!,
    objective: arrays.visual_objective[node]!,
    steps: arrays.visual_steps[node]!,
  };
}

/** The feature visualisation of one activation. */
export interface Inversion extends Reached {
  readonly row: number;
  readonly tile: Tile;
  /** Whether it is that of the exemplar nearest to the centroid. */
  readonly nearest: boolean;
}

/** The feature visualisations of a node's exemplars, the nearest to the centroid first. */
export function inversionsOf(data: LayerData, node: number): Inversion[] {
  const images = imagesOf(data);
  if (!images) return [];
  const { header, arrays } = images;
  return exemplarsOf(data, node, "nearest").flatMap(({ row }, k) => {
    const at = indexIn(arrays.inversion_row, row);
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

/** The feature visualisation of how one arm of a bifurcation differs from the others. */
export function contrastOf(
  data: LayerData,
  structure: Structure,
  arm: number,
): (Reached & { readonly tile: Tile }) | null {
  const images = imagesOf(data);
  const at = data.graph.structures.indexOf(structure);
  const picture = images?.header.contrasts[at]?.[arm];
  const tile = picture ? tileOf(images!.header.contrast_sheets, picture.sprite) : null;
  return picture && tile ? { tile, ...picture } : null;
}

/** The crop of an exemplar. */
export function cropOf(data: LayerData, index: number): Tile | null {
  const images = imagesOf(data);
  const sprite = images?.arrays.exemplar_sprite[index];
  return sprite === undefined ? null : tileOf(images!.header.exemplar_sheets, sprite);
}

/** The part of its sample that an exemplar's position sees. */
export function seenBy(data: LayerData, { index }: Exemplar): Part {
  const images = imagesOf(data)!.arrays;
  return {
    top: images.exemplar_top[index]! / WHOLE,
    left: images.exemplar_left[index]! / WHOLE,
    bottom: images.exemplar_bottom[index]! / WHOLE,
    right: images.exemplar_right[index]! / WHOLE,
  };
}

/** The image of a node: its feature visualisation, else the crop of its first exemplar. */
export function pictureOf(data: LayerData, node: number): Tile | null {
  const visual = visualOf(data, node);
  if (visual) return visual;
  const { exemplar_offsets } = data.graph;
  const first = exemplar_offsets[node]!;
  return first === exemplar_offsets[node + 1]! ? null : cropOf(data, first);
}

/** A sample as it is given to the network: a part of a tile. */
export interface Thumbnail {
  readonly tile: Tile;
  readonly part: Part;
}

/** The thumbnail of a sample; null where it has none. */
export function thumbnailOf({ look }: Samples, sample: number): Thumbnail | null {
  if (look?.header.kind !== "thumbnails") return null;
  const { header, arrays } = look as Chunks["thumbnails"];
  const at = indexIn(arrays.sample, sample);
  const tile = at < 0 ? null : tileOf(header.sheets, arrays.tile[at]!);
  if (!tile) return null;
  const part = {
    top: arrays.top[at]! / WHOLE,
    left: arrays.left[at]! / WHOLE,
    bottom: arrays.bottom[at]! / WHOLE,
    right: arrays.right[at]! / WHOLE,
  };
  return { tile, part };
}
