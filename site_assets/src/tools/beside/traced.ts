// The rows that are traced through all graphs, also those of other explorations.
import { sameSamples } from "../../data/flow";
import type { LayerData, Samples } from "../../data/layer";
import { memo } from "../../data/memo";
import { packedRows, rowsWithSamples, samplesWithRows } from "../../data/row_set";
import type { Model } from "../../state/model";
import type { RowsSource } from "../../state/source";

/** The selected rows of the layer of a model, else the marked ones; null where there are none. */
export function tracedRows({ described }: Model): Uint8Array | null {
  return described?.rows ?? null;
}

/** The same samples' rows of a layer of another exploration, as a source there. */
export function translator(): (
  rows: Uint8Array | null,
  from: LayerData | null,
  to: LayerData | null,
  ours: Samples | null,
  theirs: Samples | null,
) => RowsSource | null {
  return memo((rows, from, to, ours, theirs) => {
    if (!rows || !from?.rows || !to?.rows || !ours || !theirs) return null;
    const samples = samplesWithRows(rows, from.rows.arrays.sample);
    const there = new Uint8Array(theirs.header.ids.length);
    sameSamples(ours.header.ids, theirs.header.ids).forEach((same, own) => {
      if (same >= 0 && samples[own]) there[same] = 1;
    });
    const value = packedRows(rowsWithSamples(there, to.rows.arrays.sample));
    return { kind: "rows", layer: to.layer.id, value };
  });
}
