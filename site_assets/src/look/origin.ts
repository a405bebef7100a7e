// The sample that a row belongs to, and the origin of that sample.
import type { LayerData, Samples } from "../data/layer";
import { gettext } from "../text";

/** Id of a row's sample; null where the names have not arrived. */
export function sampleOf(data: LayerData, samples: Samples | null, row: number): string | null {
  const sample = data.rows?.arrays.sample[row];
  return sample === undefined ? null : (samples?.header.ids[sample] ?? null);
}

/**
 * Origin of a row's sample; the number of the row while the names have not arrived. Samples that
 * are taken from nothing else are their own origins.
 */
export function originOf(data: LayerData, samples: Samples | null, row: number): string {
  const sample = data.rows?.arrays.sample[row];
  if (samples && !samples.header.origins.length) return samples.header.ids[sample ?? -1] ?? gettext("row {n}", row);
  const origin = sample === undefined ? undefined : samples?.arrays.origin[sample];
  return samples?.header.origins[origin ?? -1] ?? gettext("row {n}", row);
}
