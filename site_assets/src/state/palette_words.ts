// The colours that a reader has given labels as a part of an address: cat:d9822b,dog:3b6fb6
import { labelColumns } from "../data/label_columns";
import type { Manifest } from "../data/schema";
import type { ChosenColour } from "../look/palette";

/** Colours that an address may hold; more would be no legend any more. */
const MOST = 60;

export function paletteInWords(palette: readonly ChosenColour[]): string {
  return palette.map(({ label, colour }) => `${label}:${colour}`).join(",");
}

/** The colours; undefined where a label is not there, is there twice, or has no colour. */
export function paletteFrom(
  text: string,
  manifest: Pick<Manifest, "labels" | "columns">,
): ChosenColour[] | undefined {
  const labels = new Set(labelColumns(manifest).flatMap((column) => column.labels));
  const found = new Map<string, string>();
  let label = "";
  // A label may have commas and colons of its own: it is read on until it is one.
  for (const [, words, colour] of text.matchAll(/(.*?):([0-9a-f]{6})(?:,|$)/gs)) {
    label += words!;
    if (labels.has(label)) {
      if (found.has(label)) return undefined;
      found.set(label, colour!);
      label = "";
    } else label += `:${colour!},`;
  }
  const palette = [...found].map(([label, colour]) => ({ label, colour }));
  const whole = paletteInWords(palette) === text && found.size <= MOST;
  return whole ? palette : undefined;
}
