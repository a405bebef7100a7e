// What can be said of any set of rows of a layer. Pure.
import { type Exemplar, exemplarKindsOf, exemplarsOf } from "../../data/exemplars";
import type { Graph } from "../../data/graph";
import { labelsOf } from "../../data/label_columns";
import type { LayerData } from "../../data/layer";
import { countOf } from "../../data/row_set";
import { nodesHolding } from "../../look/holding";
import type { Model } from "../../state/model";
import type { Selection } from "../../state/selection";

/** How many rows have a label, in the selection and in the layer. */
export interface LabelShare {
  readonly label: number;
  readonly share: number;
  /** Among all rows of the layer. */
  readonly usual: number;
}

/** Shares of the labels of some rows among all of these, largest first; empty without labels. */
export function labelShares(model: Model, rows: Uint8Array): LabelShare[] {
  const { data, samples, column, manifest } = model;
  if (!samples || !data?.rows) return [];
  const label = labelsOf(manifest, column.name, samples);
  const [here, all] = [new Uint32Array(column.labels.length), new Uint32Array(column.labels.length)];
  data.rows.arrays.sample.forEach((sample, row) => {
    const value = label[sample]!;
    if (value < 0) return;
    all[value]!++;
    here[value]! += rows[row]!;
  });
  const [some, whole] = [countOf(rows) || 1, rows.length || 1];
  return [...here]
    .map((count, value) => ({ label: value, share: count / some, usual: all[value]! / whole }))
    .filter(({ share, usual }) => share > 0 || usual > 0)
    .sort((a, b) => b.share - a.share || a.label - b.label);
}

/** Shares of rows in parts of equal width between the least and the largest value. */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly parts: readonly (readonly number[])[];
}

export function histogram(
  values: ArrayLike<number>,
  sets: readonly (Uint8Array | null)[],
  nParts = 24,
): Histogram {
  let [low, high] = [Infinity, -Infinity];
  for (let row = 0; row < values.length; row++) {
    low = Math.min(low, values[row]!);
    high = Math.max(high, values[row]!);
  }
  const width = (high - low || 1) / nParts;
  const parts = sets.map((rows) => {
    const counts = new Array<number>(nParts).fill(0);
    let all = 0;
    for (let row = 0; row < values.length; row++) {
      if (rows && !rows[row]) continue;
      counts[Math.min(nParts - 1, Math.floor((values[row]! - low) / width))]!++;
      all++;
    }
    return counts.map((count) => count / (all || 1));
  });
  return { low, high, parts };
}

/** The quarter points of the values of some rows; null where there are none. */
export function quartiles(
  values: ArrayLike<number>,
  rows: Uint8Array | null,
): readonly [number, number, number] | null {
  const sorted = Float64Array.from(Array.from(values).filter((_, row) => !rows || rows[row])).sort();
  if (!sorted.length) return null;
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  return [at(0.25), at(0.5), at(0.75)];
}

/** Mean, least and largest share of resamples that nodes are found in; null where not judged. */
export function stabilityOf(
  nodes: readonly number[],
  { node_bootstrap }: Graph,
): readonly [number, number, number] | null {
  const found = nodes.flatMap((node) => node_bootstrap[node] ?? []);
  if (!found.length) return null;
  const mean = found.reduce((sum, share) => sum + share, 0) / found.length;
  return [mean, Math.min(...found), Math.max(...found)];
}

export interface ChosenExemplar {
  readonly exemplar: Exemplar;
  readonly node: number;
}

/** Selected exemplars of the nodes that hold most rows, one of each node in turn, each row once. */
export function exemplarsAmong(
  selection: Selection,
  data: LayerData,
  most: number,
): ChosenExemplar[] {
  const { rows } = selection;
  const lists = nodesHolding(selection, data.graph).map(({ node }) => {
    const [kind] = exemplarKindsOf(data, node);
    const all = kind ? exemplarsOf(data, node, kind) : [];
    return all.filter(({ row }) => rows?.[row]).map((exemplar) => ({ exemplar, node }));
  });
  const found = new Map<number, ChosenExemplar>();
  for (let turn = 0; found.size < most && lists.some((list) => list.length > turn); turn++)
    for (const list of lists) {
      const next = list[turn];
      if (next && found.size < most && !found.has(next.exemplar.row))
        found.set(next.exemplar.row, next);
    }
  return [...found.values()];
}

/** Some of the rows, evenly spread over their order. */
export function someRows(rows: Uint8Array, most: number): number[] {
  const all = [...rows.keys()].filter((row) => rows[row]);
  const step = Math.max(1, all.length / most);
  return Array.from({ length: Math.min(most, all.length) }, (_, i) => all[Math.floor(i * step)]!);
}

/** Rows in both sets, and these over the rows in either. */
export function overlapOf(
  one: Uint8Array,
  other: Uint8Array,
): { readonly shared: number; readonly jaccard: number } {
  let [shared, either] = [0, 0];
  for (let row = 0; row < one.length; row++) {
    shared += one[row]! & other[row]!;
    either += one[row]! | other[row]!;
  }
  return { shared, jaccard: either ? shared / either : 0 };
}

/** Shares of labels in two sets, the largest differences first. */
export function labelDifferences(
  one: readonly LabelShare[],
  other: readonly LabelShare[],
): { readonly label: number; readonly one: number; readonly other: number }[] {
  const shareIn = (all: readonly LabelShare[], label: number): number =>
    all.find((each) => each.label === label)?.share ?? 0;
  const labels = [...new Set([...one, ...other].map(({ label }) => label))];
  return labels
    .map((label) => ({ label, one: shareIn(one, label), other: shareIn(other, label) }))
    .filter((each) => each.one > 0 || each.other > 0)
    .sort(
      (a, b) => Math.abs(b.one - b.other) - Math.abs(a.one - a.other) || a.label - b.label,
    );
}
