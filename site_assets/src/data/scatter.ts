// The scatters of a layer: that of the rows chunk, and further ones that are loaded when chosen.
import type { Chunks } from "./decode";
import type { Rows } from "./layer";
import type { Manifest } from "./schema";

export type ProjectionKind = Manifest["projections"][number];

/** A point for each row. */
export interface Scatter {
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  /** How it was made, and how well it keeps neighbours: sentences without the last full stop. */
  readonly words: string;
}

/** What readers call the kinds. */
export const PROJECTION_NAMES: Record<ProjectionKind, string> = {
  pca: "PCA",
  tsne: "t-SNE",
  umap: "UMAP",
};

export function scatterOf({ header, arrays }: Chunks["projection"]): Scatter {
  return { x: arrays.x, y: arrays.y, words: header.projection };
}

/** The scatter that arrives with the rows. */
export function firstScatter({ arrays, projection }: Rows): Scatter {
  return { x: arrays.x, y: arrays.y, words: projection };
}
