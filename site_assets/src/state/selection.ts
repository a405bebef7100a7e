// A selection is a set of rows of a layer. Every view shows it by the same two facts: its rows, and
// how many members of each node are among them.
import type { Graph } from "../data/graph";
import { columnOf, labelsOf, nodeLabelsIn } from "../data/label_columns";
import { type LayerData, membersOf, type Rows, type Samples } from "../data/layer";
import { memberCounts, rowsWithSamples, samplesWithRows, unpackedRows } from "../data/row_set";
import type { Manifest, NumbersArrays, Structure } from "../data/schema";
import { samplesOfForm, samplesWithWord, type WordIndex, wordIndex } from "../data/texts/words";
import { componentOf, nodesNear } from "../data/ways";
import { figureOf } from "../look/figures";
import { valuesOf } from "../look/values";
import { isIn, isOfLabels, type Range, rangeOf } from "./range";
import { namesIn, type Source, stepsOf, type StructureSource, valueOf } from "./source";
import { partsIn, type PartSource } from "./union";

export interface Selection<S extends Source = Source> {
  readonly source: S;
  /** 1 for each row of the layer that is selected; null until the data for it has arrived. */
  readonly rows: Uint8Array | null;
  /** Selected members of each node; null until the data for it has arrived. */
  readonly members: Uint32Array | null;
  /** Whether the graph on show is the one that the source is named in. */
  readonly own: boolean;
}

/** The data that a source is resolved with. */
export interface Known {
  readonly nRows: number;
  readonly graph: Graph;
  readonly rows: Rows | null;
  readonly samples: Samples | null;
  /** The numbers of the samples. */
  readonly numbers: NumbersArrays | null;
  readonly manifest: Pick<Manifest, "labels" | "columns" | "numbers" | "n_samples">;
}

export function knownOf(
  { layer, graph, rows }: LayerData,
  samples: Samples | null,
  manifest: Known["manifest"],
  numbers: NumbersArrays | null = null,
): Known {
  return { nRows: layer.n_rows, graph, rows, samples, numbers, manifest };
}

type Found = Pick<Selection, "rows" | "members">;
const NOTHING: Found = { rows: null, members: null };

type Resolver<K extends Source["kind"]> = (source: Source & { kind: K }, known: Known) => Found;

/** The members of the nodes that a source names. */
function ofNamedNodes(source: Source, known: Known): Found {
  const nodes = nodesNamed(source, known.graph);
  return nodes ? ofNodes(nodes, known) : NOTHING;
}

/**
 * One entry for each kind of source: a new way to select rows is a new entry. They are given the
 * graph that the source is named in.
 */
const RESOLVERS: { readonly [K in Source["kind"]]: Resolver<K> } = {
  node: ofNamedNodes,
  path: ofNamedNodes,
  component: ofNamedNodes,
  near: ofNamedNodes,
  nodes: ofNamedNodes,
  edge: (source, known) => {
    const ends = nodesNamed(source, known.graph);
    if (!ends || !known.rows) return NOTHING;
    const [one, other] = ends.map((node) => ofNodes([node], known).rows!);
    return ofRows(
      one!.map((each, row) => each & other![row]!),
      known,
    );
  },
  structure: (source, known) => {
    const found = structureOf(known.graph, source);
    if (!found) return NOTHING;
    return ofWholeNodes(found.nodes, known);
  },
  range: ({ value }, known) => {
    const nodes = nodesInRange(value, known);
    return nodes ? ofWholeNodes(nodes, known) : NOTHING;
  },
  rows: ({ value }, known) => ofRows(unpackedRows(value, known.nRows), known),
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
};

/** The rows of a source, and its members in each node, in the graph that it is named in. */
function resolved(source: Source, home: Known): Found {
  const resolve = RESOLVERS[source.kind] as (source: Source, known: Known) => Found;
  return resolve(source, home);
}

/**
 * What a source selects in a graph. `home`: the graph that the source is named in; null until it has
 * arrived. In another graph of the same rows it is the same rows; in another layer the rows of the
 * same samples.
 */
export function selectionOf<S extends Source>(
  source: S,
  known: Known,
  home: Known | null = known,
): Selection<S> {
  const own = home?.graph === known.graph;
  const found = home ? resolved(source, home) : NOTHING;
  if (own) return { source, own, ...found };
  if (!found.rows || !known.rows || !home?.rows) return { source, own, ...NOTHING };
  return { source, own, ...ofRows(carried(found.rows, home.rows, known.rows), known) };
}

/** The same rows where the rows are the same, else the rows of the same samples. */
export function carried(rows: Uint8Array, from: Rows, to: Rows): Uint8Array {
  const [here, there] = [from.arrays.sample, to.arrays.sample];
  return here === there ? rows : rowsWithSamples(samplesWithRows(rows, here), there);
}

/** The nodes of its graph that a source names, in order; null where it names none of this graph. */
export function nodesNamed(source: Source, graph: Graph): readonly number[] | null {
  if (source.kind === "structure") return structureOf(graph, source)?.nodes ?? null;
  const nodes = namesIn(source).map((id) => graph.indexOf.get(id));
  if (!nodes.length || !nodes.every((node) => node !== undefined)) return null;
  if (source.kind === "component") return componentOf(graph, nodes[0]!);
  return source.kind === "near" ? nodesNear(graph, nodes[0]!, stepsOf(source)) : nodes;
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
  const found = parts.map((part) => resolved(part, known).rows);
  const rows = found.every((each) => each !== null) ? anyOf(found, known.nRows) : null;
  if (!parts.every(({ kind }) => kind === "label")) return ofRows(rows, known);
  const labels = parts.map(({ value }) => known.manifest.labels.indexOf(value));
  return { rows, members: labelMembers(known.graph, new Set(labels)) };
}

function anyOf(each: readonly Uint8Array[], nRows: number): Uint8Array {
  return Uint8Array.from({ length: nRows }, (_, row) => (each.some((one) => one[row]) ? 1 : 0));
}

/** The nodes with a figure in a range; null until the data for it has arrived. */
function nodesInRange(text: string, known: Known): number[] | null {
  const range = rangeOf(text);
  const values = range && figuresOf(range, known);
  // Nothing is known while its data has not arrived.
  if (!values || !Array.from(values).some((value) => value === value)) return null;
  const nodes = Array.from({ length: known.graph.n }, (_, node) => node);
  return nodes.filter((node) => isIn(range, values[node] ?? NaN));
}

function figuresOf({ colour, column }: Range, known: Known): ArrayLike<number> | null {
  const of = isOfLabels(colour) ? column : null;
  if (of !== null && !known.manifest.columns.some(({ name }) => name === of)) return null;
  const nodeLabels = nodeLabelsIn(known, known.samples, known.manifest, of);
  return valuesOf(figureOf(colour), { ...known, column: columnOf(known.manifest, of), nodeLabels });
}

function ofRows(rows: Uint8Array | null, known: Known): Found {
  if (!rows || !known.rows) return NOTHING;
  return { rows, members: memberCounts(rows, known.rows.members) };
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

/** Whether a selection has all members of some nodes of the graph on show, and of no other. */
export function isWhole({ source, own }: Selection): boolean {
  return own && (source.kind === "structure" || source.kind === "range");
}

/** The share of each node's members that is selected; null until the data for it has arrived. */
export function shares({ members }: Selection, graph: Graph): Float32Array | null {
  return members && Float32Array.from(members, (count, node) => count / graph.size[node]!);
}

/** The node that a selection is, in the graph on show; null where it is more than one or elsewhere. */
export function nodeOf(selection: Selection | null, graph: Graph): number | null {
  if (!selection?.own || selection.source.kind !== "node") return null;
  return graph.indexOf.get(selection.source.value) ?? null;
}

/** The structure that a source names in its graph; undefined where it names none. */
export function structureOf(graph: Graph, source: Source | null): Structure | undefined {
  if (source?.kind !== "structure") return undefined;
  return graph.structures.find(({ id }) => id === source.value);
}

export function structureSource({ layer }: LayerData, { id }: Structure): StructureSource {
  return { kind: "structure", layer: layer.id, value: id };
}
