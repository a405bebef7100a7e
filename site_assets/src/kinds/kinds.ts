// The table of kinds, by the name that the manifest gives.
import type { Manifest } from "../data/schema";
import { images } from "./images/images";
import type { Kind } from "./kind";
import { texts } from "./texts/texts";
import { vectors } from "./vectors";

export const KINDS = new Map<string, Kind>(Object.entries({ images, texts, vectors }));

/** The kind of an exploration; one that this viewer does not know is shown as bare vectors. */
export function kindOf({ kind }: Pick<Manifest, "kind">): Kind {
  return KINDS.get(kind) ?? vectors;
}
