// A selection is a set of rows of a layer. Every view shows it by the same two facts: its rows, and
// how many members of each node are among them.
import type { LayerData, Rows, Samples } from "../data/layer";
import { compositionOf, type Graph, membersOf } from "../data/graph";
import type { Structure } from "../data/schema";

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

/** A label, an origin or one sample: it has rows in every layer. */
export interface SampleSource {
  readonly kind: "label" | "origin" | "sample";
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
  readonly labels: readonly string[];
}

export function knownOf(
  { layer, graph, rows }: LayerData,
  samples: Samples | null,
  labels: readonly string[],
): Known {
  return { layer: layer.id, nRows: layer.n_rows, graph, rows, samples, labels };
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
    const members = new Uint32Array(known.graph.n);
    // All members of its nodes, and none of other nodes, though these may share some of them.
    for (const node of found.nodes) members[node] = known.graph.size[node]!;
    return { ...ofNodes(found.nodes, known), members };
  },
  label: ({ value }, known) => {
    const label = known.labels.indexOf(value);
    // The graph knows the labels of its members before the samples have arrived.
    const members = labelMembers(known.graph, label);
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
};

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
  return source?.kind === "origin" || source?.kind === "sample";
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
  const rows = new Uint8Array(known.nRows);
  for (const node of nodes) for (const row of membersOf(known.graph, node)) rows[row] = 1;
  return ofRows(rows, known);
}

function ofRows(rows: Uint8Array | null, { graph }: Known): Found {
  if (!rows) return NOTHING;
  const members = new Uint32Array(graph.n);
  for (let node = 0; node < graph.n; node++)
    for (const row of membersOf(graph, node)) members[node]! += rows[row]!;
  return { rows, members };
}

function rowsWhere(
  { rows, samples }: Known,
  wanted: (samples: Samples, sample: number) => boolean,
): Uint8Array | null {
  if (!rows || !samples) return null;
  return Uint8Array.from(rows.arrays.sample, (sample) => (wanted(samples, sample) ? 1 : 0));
}

function labelMembers(graph: Graph, label: number): Uint32Array {
  const members = new Uint32Array(graph.n);
  for (let node = 0; node < graph.n; node++)
    members[node] = compositionOf(graph, node).find((each) => each.label === label)?.count ?? 0;
  return members;
}
