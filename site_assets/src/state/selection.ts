// A selection is a set of rows of a layer. Every view shows it by the same two facts: its rows, and
// how many members of each node are among them.
import { type LayerData, membersOf, type Rows, type Samples } from "../data/layer";
import type { Graph } from "../data/graph";
import { labelsOf } from "../data/label_columns";
import type { Manifest, Structure } from "../data/schema";
import { samplesOfForm, samplesWithWord, type WordIndex, wordIndex } from "../data/texts/words";
import { nodesIn, rangeInWords, rangeOf } from "./range";
import { namesInShort, partsIn, type PartSource } from "./union";

/** A node of one layer's graph, by its name. */
export interface NodeSource {
  readonly kind: "node";
  readonly layer: string;
  readonly value: string;
}

/** A structure of one layer's graph, by its name. */
export interface StructureSource {
  readonly kind: "structure";
  readonly layer: string;
  readonly value: string;
}

/**
 * A label, an origin, one sample, a value of a further column (COLUMN:VALUE), a word form, a word in
 * a text, several of these (union.ts), or the nodes with a figure in a range (range.ts): it has rows
 * in every layer.
 */
export interface SampleSource {
  readonly kind: "label" | "origin" | "sample" | "value" | "form" | "word" | "classes" | "range";
  readonly value: string;
}

/**
 * Where the rows of a selection come from. It is plain data, so that it can stand in an address and
 * be resolved again in another layer. What the pointer or the keyboard is on for a moment (the
 * hovered node, the focused node, the hovered row) is not a selection.
 */
export type Source = NodeSource | StructureSource | SampleSource;

export interface Selection<S extends Source = Source> {
  readonly source: S;
  /** 1 for each row of the layer that is selected; null until the data for it has arrived. */
  readonly rows: Uint8Array | null;
  /** Selected members of each node; null until the data for it has arrived. */
  readonly members: Uint32Array | null;
}

/** The data that a source is resolved with. */
export interface Known {
  readonly layer: string;
  readonly nRows: number;
  readonly graph: Graph;
  readonly rows: Rows | null;
  readonly samples: Samples | null;
  readonly manifest: Names;
}

/** The names that sources are put into words with. */
export type Names = Pick<
  Manifest,
  "labels" | "columns" | "lens" | "second_lens" | "node_value"
>;

export function knownOf(
  { layer, graph, rows }: LayerData,
  samples: Samples | null,
  manifest: Names,
): Known {
  return { layer: layer.id, nRows: layer.n_rows, graph, rows, samples, manifest };
}

type Found = Pick<Selection, "rows" | "members">;
const NOTHING: Found = { rows: null, members: null };

/** One entry for each kind of source: a new way to select rows is a new entry. */
const RESOLVERS: {
  readonly [K in Source["kind"]]: (source: Source & { kind: K }, known: Known) => Found;
} = {
  node: ({ layer, value }, known) => {
    const node = layer === known.layer ? known.graph.indexOf.get(value) : undefined;
    return node === undefined ? NOTHING : ofNodes([node], known);
  },
  structure: (source, known) => {
    const found = structureOf(known.graph, source);
    if (source.layer !== known.layer || !found) return NOTHING;
    return ofWholeNodes(found.nodes, known);
  },
  label: ({ value }, known) => {
    const label = known.manifest.labels.indexOf(value);
    // The graph knows the labels of its members before the samples have arrived.
    const members = labelMembers(known.graph, new Set([label]));
    return {
      rows: rowsWhere(known, ({ arrays }, sample) => arrays.label[sample] === label),
      members,
    };
  },
  origin: ({ value }, known) => {
    const origin = known.samples?.header.origins.indexOf(value);
    return ofRows(
      rowsWhere(known, ({ arrays }, sample) => arrays.origin[sample] === origin),
      known,
    );
  },
  sample: ({ value }, known) => {
    const wanted = known.samples?.header.ids.indexOf(value);
    return ofRows(
      rowsWhere(known, (_, sample) => sample === wanted),
      known,
    );
  },
  value: ({ value }, known) => {
    const { samples, manifest } = known;
    const found = valueOf(value, manifest);
    if (!samples || !found) return NOTHING;
    const label = labelsOf(manifest, found.column, samples);
    return ofRows(
      rowsWhere(known, (_, sample) => label[sample] === found.label),
      known,
    );
  },
  form: ({ value }, known) => ofSamples(known, (index) => samplesOfForm(index, value)),
  word: ({ value }, known) => ofSamples(known, (index) => samplesWithWord(index, value)),
  classes: (source, known) => ofUnion(partsIn(source), known),
  range: ({ value }, known) => {
    const range = rangeOf(value);
    const nodes = range && nodesIn(range, known);
    return nodes ? ofWholeNodes(nodes, known) : NOTHING;
  },
};

/** The column and the label that COLUMN:VALUE names; null where there is none. */
export function valueOf(
  text: string,
  manifest: Pick<Manifest, "columns">,
): { readonly column: string; readonly label: number } | null {
  for (const { name, labels } of manifest.columns) {
    const label = text.startsWith(`${name}:`) ? labels.indexOf(text.slice(name.length + 1)) : -1;
    if (label >= 0) return { column: name, label };
  }
  return null;
}

/** The source of a label of a column. */
export function labelSource(column: string | null, label: string): SampleSource {
  return column === null
    ? { kind: "label", value: label }
    : { kind: "value", value: `${column}:${label}` };
}

/** What readers see of a source. */
export function sourceInWords(source: Source, manifest: Names): string {
  const { kind, value } = source;
  if (kind === "word") return `“${value}” in the text`;
  if (kind === "range") return rangeInWords(value, manifest);
  if (kind === "classes")
    return namesInShort(partsIn(source).map((part) => sourceInWords(part, manifest)));
  const found = kind === "value" ? valueOf(value, manifest) : null;
  return found ? value.slice(found.column.length + 1) : value;
}

export function selectionOf<S extends Source>(source: S, known: Known): Selection<S> {
  const resolve = RESOLVERS[source.kind] as (source: Source, known: Known) => Found;
  return { source, ...resolve(source, known) };
}

/** The share of each node's members that is selected; null until the data for it has arrived. */
export function shares({ members }: Selection, graph: Graph): Float32Array | null {
  return members && Float32Array.from(members, (count, node) => count / graph.size[node]!);
}

export function sameSource(a: Source | null, b: Source | null): boolean {
  if (!a || !b) return a === b;
  return a.kind === b.kind && a.value === b.value && layerOf(a) === layerOf(b);
}

/** The layer a source belongs to; null where it has rows in every layer. */
export function layerOf(source: Source): string | null {
  return "layer" in source ? source.layer : null;
}

/** Whether a source can only be resolved with the names of the samples. */
export function needsSamples(source: Source | null): boolean {
  if (source?.kind === "classes") return partsIn(source).some(needsSamples);
  return source !== null && !["node", "structure", "label", "range"].includes(source.kind);
}

/** The structure that a source names; undefined where it names none of this graph. */
export function structureOf(graph: Graph, source: Source | null): Structure | undefined {
  if (source?.kind !== "structure") return undefined;
  return graph.structures.find(({ id }) => id === source.value);
}

export function structureSource({ layer }: LayerData, { id }: Structure): StructureSource {
  return { kind: "structure", layer: layer.id, value: id };
}

function ofNodes(nodes: readonly number[], known: Known): Found {
  if (!known.rows) return NOTHING;
  const rows = new Uint8Array(known.nRows);
  for (const node of nodes) for (const row of membersOf(known.rows, node)) rows[row] = 1;
  return ofRows(rows, known);
}

/** All members of some nodes, and none of other nodes, though these may share some of them. */
function ofWholeNodes(nodes: readonly number[], known: Known): Found {
  const members = new Uint32Array(known.graph.n);
  for (const node of nodes) members[node] = known.graph.size[node]!;
  return { ...ofNodes(nodes, known), members };
}

/** The rows that any of the sources has. */
function ofUnion(parts: readonly PartSource[], known: Known): Found {
  const found = parts.map((part) => selectionOf(part, known).rows);
  const rows = found.every((each) => each !== null) ? anyOf(found, known.nRows) : null;
  if (!parts.every(({ kind }) => kind === "label")) return ofRows(rows, known);
  const labels = parts.map(({ value }) => known.manifest.labels.indexOf(value));
  return { rows, members: labelMembers(known.graph, new Set(labels)) };
}

function anyOf(each: readonly Uint8Array[], nRows: number): Uint8Array {
  return Uint8Array.from({ length: nRows }, (_, row) => (each.some((one) => one[row]) ? 1 : 0));
}

function ofRows(rows: Uint8Array | null, known: Known): Found {
  if (!rows || !known.rows) return NOTHING;
  const members = new Uint32Array(known.graph.n);
  for (let node = 0; node < members.length; node++)
    for (const row of membersOf(known.rows, node)) members[node]! += rows[row]!;
  return { rows, members };
}

function rowsWhere(
  { rows, samples }: Known,
  wanted: (samples: Samples, sample: number) => boolean,
): Uint8Array | null {
  if (!rows || !samples) return null;
  return Uint8Array.from(rows.arrays.sample, (sample) => (wanted(samples, sample) ? 1 : 0));
}

function ofSamples(known: Known, lit: (index: WordIndex) => Uint8Array): Found {
  const index = known.samples && wordIndex(known.samples);
  if (!index) return NOTHING;
  const samples = lit(index);
  return ofRows(
    rowsWhere(known, (_, sample) => samples[sample] === 1),
    known,
  );
}

function labelMembers(graph: Graph, labels: ReadonlySet<number>): Uint32Array {
  const members = new Uint32Array(graph.n);
  const { composition_offsets: offsets, composition_label: label } = graph;
  for (let node = 0; node < graph.n; node++)
    for (let i = offsets[node]!; i < offsets[node + 1]!; i++)
      if (labels.has(label[i]!)) members[node]! += graph.composition_count[i]!;
  return members;
}
