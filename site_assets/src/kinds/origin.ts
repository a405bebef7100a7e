// Which sample a row is of, and where that comes from.
import type { LayerData, Model } from "../state/model";

/** Id of a row's sample, or null where the names have not arrived. */
export function sampleOf(model: Model, data: LayerData, row: number): string | null {
  const sample = data.rows?.arrays.sample[row];
  return sample === undefined ? null : (model.samples?.header.ids[sample] ?? null);
}

/** Where a row's sample comes from; a number while the names are on their way. */
export function originOf(model: Model, data: LayerData, row: number): string {
  const sample = data.rows?.arrays.sample[row];
  const origin = sample === undefined ? undefined : model.samples?.arrays.origin[sample];
  return (origin === undefined ? undefined : model.samples!.header.origins[origin]) ?? `row ${row}`;
}
