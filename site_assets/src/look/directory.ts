// All labels of a column by their first letter, with what the graph on show holds of each. Pure.
import { type LabelColumn, labelsOf, type NodeLabels } from "../data/label_columns";
import type { LayerData, Samples } from "../data/layer";
import type { Manifest } from "../data/schema";
import { gettext } from "../text";

export interface Entry {
  readonly text: string;
  /** Rows of the layer; null until the samples have arrived. */
  readonly rows: number | null;
  /** Nodes that hold at least one of them. */
  readonly nodes: number;
}

export interface Section {
  /** A letter, or what the labels begin with that begin with none. */
  readonly title: string;
  readonly entries: readonly Entry[];
}

const DIGITS = gettext("Digits");
const SIGNS = gettext("Signs");
const COLLATOR = new Intl.Collator("en", { numeric: true });

export function entriesOf(
  { graph, layer, rows }: LayerData,
  nodeLabels: NodeLabels,
  samples: Samples | null,
  manifest: Manifest,
  { name, labels }: LabelColumn,
): Entry[] {
  const nodes = new Uint32Array(labels.length);
  for (let node = 0; node < graph.n; node++)
    for (const { label } of nodeLabels.composition(node)) nodes[label]!++;
  const counts = rows && samples ? new Uint32Array(labels.length) : null;
  const label = samples && labelsOf(manifest, name, samples);
  for (let row = 0; counts && row < layer.n_rows; row++) {
    const value = label![rows!.arrays.sample[row]!] ?? -1;
    if (value >= 0) counts[value]!++;
  }
  return labels.map((text, i) => ({ text, rows: counts && counts[i]!, nodes: nodes[i]! }));
}

/** Sections in the order of their letters; digits and signs are last. */
export function sectionsOf(entries: readonly Entry[]): Section[] {
  const found = new Map<string, Entry[]>();
  for (const entry of [...entries].sort((a, b) => COLLATOR.compare(a.text, b.text))) {
    const title = initialOf(entry.text);
    found.set(title, [...(found.get(title) ?? []), entry]);
  }
  const place = (title: string): number => [DIGITS, SIGNS].indexOf(title);
  return [...found]
    .map(([title, all]) => ({ title, entries: all }))
    .sort((a, b) => place(a.title) - place(b.title) || COLLATOR.compare(a.title, b.title));
}

/** Why a label cannot be chosen; null where it can. */
export function absence({ rows, nodes }: Entry): string | null {
  if (nodes > 0) return null;
  return rows === 0 ? gettext("no rows in this layer") : gettext("in no node of this graph");
}

function initialOf(text: string): string {
  // Letters with accents stand with those without.
  const [first = ""] = text.trim().normalize("NFD");
  if (/\p{L}/u.test(first)) return first.toLocaleUpperCase("en");
  return /\p{N}/u.test(first) ? DIGITS : SIGNS;
}
