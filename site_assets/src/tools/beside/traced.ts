// The rows that are traced through all graphs.
import type { Model } from "../../state/model";

/** The selected rows of the layer of a model, else the marked ones; null where there are none. */
export function tracedRows({ selection, marked }: Model): Uint8Array | null {
  return (selection ?? marked)?.rows ?? null;
}
