// What a table says of a sample: the values of its columns, and an address.
import { indexIn } from "./ascending";
import type { Samples } from "./layer";

export interface Details {
  /** Names of columns and the values, where there is one. */
  readonly values: readonly (readonly [string, string])[];
  /** An address with https:// or http://; null for none. */
  readonly link: string | null;
}

const ADDRESS = /^https?:\/\//i;

/** What is known of a sample; null where the table is not published of it. */
export function detailsOf(samples: Samples | null, sample: number | undefined): Details | null {
  const chunk = samples?.details;
  const at = chunk && sample !== undefined ? indexIn(chunk.arrays.sample, sample) : -1;
  if (!chunk || at < 0) return null;
  const { columns, values, links } = chunk.header;
  const link = links[at] ?? "";
  return {
    values: columns.flatMap((column, k) => {
      const value = values[chunk.arrays.value[at * columns.length + k]!]!;
      return value ? [[column, value] as const] : [];
    }),
    link: ADDRESS.test(link) ? link : null,
  };
}
