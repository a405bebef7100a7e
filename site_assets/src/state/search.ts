// Search by label, node or sample: substring matching, the best match first. Words between commas
// are searched one by one, and what they stand for is one union.
import type { Samples } from "../data/layer";
import { formsLike, samplesWithWord, wordIndex } from "../data/texts/words";
import type { SampleSource } from "./source";
import { isPart, type PartSource, unionOf } from "./union";

export interface Catalogue {
  readonly labels: readonly string[];
  /** COLUMN:VALUE of further columns. */
  readonly values: readonly string[];
  readonly nodes: readonly string[];
  /** Their names in the file of a graph that another tool has made; else empty. */
  readonly names: readonly string[];
  readonly origins: readonly string[];
  readonly samples: readonly string[];
  readonly structures: readonly string[];
  /** Their texts are searched for words. */
  readonly texts: Samples | null;
}

export interface Result {
  readonly kind: SampleSource["kind"] | "node" | "structure";
  readonly value: string;
  /** How many samples have it, where that is known. */
  readonly count?: number;
  /** The name of a node in the file of its graph, where that was found. */
  readonly name?: string;
  /** The sources of a union, as they were typed. */
  readonly parts?: readonly PartSource[];
}

type List = Exclude<keyof Catalogue, "texts" | "names">;

const LIMITS: readonly [Result["kind"], List, number, number][] = [
  // kind, list, at most, letters needed before it is searched
  ["label", "labels", 6, 0],
  ["value", "values", 4, 1],
  ["node", "nodes", 5, 1],
  ["structure", "structures", 5, 2],
  ["origin", "origins", 4, 1],
  ["sample", "samples", 5, 2],
];

const MOST_FORMS = 6;
const MOST_NAMES = 5;

export function search(query: string, catalogue: Catalogue): Result[] {
  // A name can have a comma in it.
  return [...searchOne(query, catalogue), ...several(query, catalogue)];
}

/** The first word between commas that nothing matches. */
export function unmatched(query: string, catalogue: Catalogue): string | null {
  return wordsOf(query).find((word) => word && !firstPart(word, catalogue)) ?? null;
}

/** The earlier words stand for their best matches; the last one is completed. */
function several(query: string, catalogue: Catalogue): Result[] {
  const earlier = wordsOf(query);
  const last = earlier.pop()!;
  const found = earlier.flatMap((word) => (word ? [firstPart(word, catalogue)] : []));
  if (!found.length || found.some((each) => each === null)) return [];
  const parts = found as PartSource[];
  const next = searchOne(last, catalogue).filter(isPart);
  return [...(last ? [] : [parts]), ...next.map((one) => [...parts, one])].flatMap(union);
}

/** As a result; none where it is no more than one source, or one of them is there twice. */
function union(all: readonly PartSource[]): Result[] {
  const parts = all.map(({ kind, value }) => ({ kind, value }));
  const source = unionOf(parts);
  return source?.kind === "classes" && distinct(parts) ? [{ ...source, parts }] : [];
}

function distinct(parts: readonly PartSource[]): boolean {
  return new Set(parts.map(({ kind, value }) => `${kind}:${value}`)).size === parts.length;
}

function firstPart(word: string, catalogue: Catalogue): PartSource | null {
  return searchOne(word, catalogue).find(isPart) ?? null;
}

function wordsOf(query: string): string[] {
  return query.split(",").map((word) => word.trim());
}

function searchOne(query: string, catalogue: Catalogue): Result[] {
  return [
    ...words(query.trim(), catalogue.texts),
    ...names(query, catalogue),
    ...fileNames(query.trim().toLowerCase(), catalogue),
  ];
}

/** Nodes by their names in the file of the graph. */
function fileNames(wanted: string, { nodes, names: all }: Catalogue): Result[] {
  const found = wanted ? best(wanted, all, MOST_NAMES) : [];
  return found.map((name) => ({ kind: "node", value: nodes[all.indexOf(name)]!, name }));
}

/** Forms of words, and the word in the texts. */
function words(query: string, texts: Samples | null): Result[] {
  const index = texts && query ? wordIndex(texts) : null;
  if (!index) return [];
  const forms = formsLike(index, query, MOST_FORMS).map(({ form, count }): Result => ({
    kind: "form",
    value: form,
    count,
  }));
  const count = samplesWithWord(index, query).reduce((sum, each) => sum + each, 0);
  return count ? [...forms, { kind: "word", value: query, count }] : forms;
}

function names(query: string, catalogue: Catalogue): Result[] {
  const wanted = query.trim().toLowerCase();
  return LIMITS.flatMap(([kind, list, most, letters]) =>
    wanted.length < letters
      ? []
      : best(wanted, catalogue[list], wanted ? most : 12).map((value) => ({ kind, value })),
  );
}

function best(wanted: string, values: readonly string[], most: number): string[] {
  const found: [number, string][] = [];
  for (const value of values) {
    const score = rank(wanted, value.toLowerCase());
    if (score !== null) found.push([score, value]);
  }
  // Scores are few and small, and sort is stable: equal scores keep the catalogue's order.
  return found
    .sort((a, b) => a[0] - b[0])
    .slice(0, most)
    .map(([, value]) => value);
}

/** 0 equal, 1 at the start, 2 at the start of a word, 3 elsewhere; null: not contained. */
function rank(wanted: string, value: string): number | null {
  const at = value.indexOf(wanted);
  if (at < 0) return null;
  if (at === 0) return value.length === wanted.length ? 0 : 1;
  return /[\s_\-./:]/.test(value[at - 1]!) ? 2 : 3;
}
