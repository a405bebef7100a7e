// The sample that a row belongs to, and the origin of that sample.
import type { LayerData, Samples } from "../data/layer";

/** The rows of a layer, and the names of the samples as far as they have arrived. */
interface Named {
  readonly data: LayerData;
  readonly samples: Samples | null;
}

/** Id of a row's sample; null where the names have not arrived. */
export function sampleOf({ data, samples }: Named, row: number): string | null {
  const sample = data.rows?.arrays.sample[row];
  return sample === undefined ? null : (samples?.header.ids[sample] ?? null);
}

/** Origin of a row's sample; the number of the row while the names have not arrived. */
export function originOf({ data, samples }: Named, row: number): string {
  const sample = data.rows?.arrays.sample[row];
  const origin = sample === undefined ? undefined : samples?.arrays.origin[sample];
  return samples?.header.origins[origin ?? -1] ?? `row ${row}`;
}
