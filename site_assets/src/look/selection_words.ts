// What readers see of a selection in the layer on show.
import type { LayerData } from "../data/layer";
import type { Manifest } from "../data/schema";
import { type Selection, structureOf } from "../state/selection";
import { stored } from "../text";
import { sourceInWords } from "./source_words";

/** The name of a structure of the graph on show, else its source in a few words. */
export function selectionInWords(
  { source, own }: Pick<Selection, "source" | "own">,
  { graph, layer }: LayerData,
  manifest: Manifest,
): string {
  const structure = own ? structureOf(graph, source) : undefined;
  return structure ? stored(structure.name) : sourceInWords(source, manifest, layer.id);
}
