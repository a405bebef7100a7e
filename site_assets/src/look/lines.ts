// The lines of a concordance: which rows there are, in which order. Pure.
import { type LabelColumn, labelColumns, labelsOf } from "../data/label_columns";
import { type LayerData, membersOf, type Samples } from "../data/layer";
import type { Manifest } from "../data/schema";
import { contextAt, type Context } from "../data/texts/context";
import { fold, reversed } from "../data/texts/fold";
import { samplesWithWord, wordIndex } from "../data/texts/words";
import { hasVectors } from "./figures";
import { gettext } from "../text";

/** How lines are sorted and which are left out; it stands in the address. */
export interface LineChoice {
  /** One of `ordersOf`. */
  readonly order: string;
  /** Lines of this value of the chosen column alone; null for all. */
  readonly only: string | null;
  /** Lines whose text has this at the start of a word; "" for all. */
  readonly filter: string;
}

export const ALL_LINES: LineChoice = { order: "near", only: null, filter: "" };

/** All orders of an exploration, with their names. */
export function ordersOf(manifest: Manifest): [string, string][] {
  const columns = labelColumns(manifest).map(({ name }): [string, string] =>
    name === null ? ["label", gettext("label")] : [`column:${name}`, name],
  );
  return [
    ["near", hasVectors(manifest) ? gettext("distance to the centroid") : gettext("number of the row")],
    ["word", "word"],
    ["left", gettext("words before it")],
    ["right", gettext("words after it")],
    ...columns,
    ["origin", gettext("place in the file")],
  ];
}

/** All that lines are made from. */
export interface LineData {
  readonly data: LayerData;
  readonly samples: Samples;
  readonly manifest: Manifest;
}

/** Cosine similarity of each member of a node to its centroid, by row; null where unknown. */
export function similarityOf(
  { graph, rows, live }: LayerData,
  node: number,
): Map<number, number> | null {
  // They are of the author's graph.
  if (live || !rows?.arrays.similarity.length) return null;
  const all = rows.arrays.similarity;
  const start = graph.member_offsets[node]!;
  return new Map(Array.from(membersOf(rows, node), (row, i) => [row, all[start + i]! / 32767]));
}

/** The rows of some rows that are wanted, sorted; equal ones keep their order. */
export function linesOf(
  given: LineData,
  rows: readonly number[],
  near: ReadonlyMap<number, number> | null,
  choice: LineChoice,
  column: string | null,
): number[] {
  const kept = rows.filter(keeper(given, choice, column));
  if (choice.order === "near")
    return near ? kept.sort((a, b) => (near.get(b) ?? 0) - (near.get(a) ?? 0) || a - b) : kept;
  const key = keyOf(given, choice.order);
  if (!key) return kept;
  const keys = new Map(kept.map((row) => [row, key(given.data.rows!.arrays.sample[row]!)]));
  return kept.sort((a, b) => COLLATOR.compare(keys.get(a)!, keys.get(b)!) || a - b);
}

/** The columns that say more than the word itself. */
export function columnsBeside(manifest: Manifest, samples: Samples | null): LabelColumn[] {
  const forms = samples && wordIndex(samples)?.ofSamples;
  if (!samples || !forms) return labelColumns(manifest);
  return labelColumns(manifest).filter(({ name, labels }) => {
    const folded = labels.map(fold);
    const label = labelsOf(manifest, name, samples);
    return label.some((value, sample) => value >= 0 && folded[value] !== forms[sample]);
  });
}

/** How many of the rows have each value of a column, most frequent first. */
export function valuesAmong(
  { data, samples, manifest }: LineData,
  rows: readonly number[],
  column: string | null,
): { readonly label: number; readonly count: number }[] {
  const label = labelsOf(manifest, column, samples);
  const counts = new Map<number, number>();
  for (const row of rows) {
    const value = label[data.rows!.arrays.sample[row]!]!;
    if (value >= 0) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, count]) => ({ label: value, count }))
    .sort((a, b) => b.count - a.count || a.label - b.label);
}

const COLLATOR = new Intl.Collator("en", { numeric: true });

/** Characters that decide about the order of contexts. */
const DECIDING = 80;

function keyOf({ samples, manifest }: LineData, order: string): ((sample: number) => string) | null {
  const context = (sample: number): Context => contextAt(samples, sample) ?? NOTHING;
  switch (order) {
    case "word":
      return (sample) => fold(context(sample).word || context(sample).after.slice(0, DECIDING));
    case "left":
      return (sample) => reversed(fold(context(sample).before.slice(-DECIDING)));
    case "right":
      return (sample) => plain(fold(context(sample).after.slice(0, DECIDING)));
    case "origin":
      return (sample) => samples.header.origins[samples.arrays.origin[sample]!] ?? "";
  }
  const name = order === "label" ? null : order.slice("column:".length);
  const column = labelColumns(manifest).find((each) => each.name === name);
  if (!column) return null;
  const label = labelsOf(manifest, name, samples);
  // Without a value last.
  return (sample) => column.labels[label[sample]!] ?? "\uFFFF";
}

const NOTHING: Context = { before: "", word: "", after: "" };

/** A text from its first letter on. */
function plain(text: string): string {
  return text.replace(/^[^\p{L}\p{N}]+/u, "");
}

function keeper(
  { data, samples, manifest }: LineData,
  { only, filter }: LineChoice,
  column: string | null,
): (row: number) => boolean {
  const { sample } = data.rows!.arrays;
  const label = labelsOf(manifest, column, samples);
  const wanted = only === null ? null : labelColumns(manifest).find(({ name }) => name === column);
  const value = wanted ? wanted.labels.indexOf(only!) : -1;
  const query = fold(filter.trim());
  const has = query ? wordIndex(samples) && samplesWithWord(wordIndex(samples)!, query) : null;
  return (row) =>
    (only === null || label[sample[row]!] === value) && (!query || has?.[sample[row]!] === 1);
}
