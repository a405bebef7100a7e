// The data of a layer and of the samples, as far as it has arrived.
import { type AnyChunk, type Chunks, undelta } from "./decode";
import { type Graph, inverse, type Lists, listOf } from "./graph";
import type { Live } from "./live/types";
import type { Layer, RowsArrays, SamplesArrays, SamplesHeader } from "./schema";

export interface Rows {
  readonly arrays: RowsArrays;
  readonly projection: string;
  /** The rows of each node. */
  readonly members: Lists;
  /** The nodes that each row is in. */
  readonly nodes: Lists;
}

/** The rows of a graph, which arrive after it: their number has no part in the first view. */
export function rowsOf({ header, arrays }: Chunks["rows"], { member_offsets }: Graph): Rows {
  const values = undelta(member_offsets, arrays.members);
  const nodes = inverse(member_offsets, values, arrays.sample.length);
  const members = { offsets: member_offsets, values };
  return { arrays, projection: header.projection, members, nodes };
}

export function membersOf({ members }: Pick<Rows, "members">, node: number): Uint32Array {
  return listOf(members, node);
}

/** A layer whose graph has arrived; its rows may arrive later. */
export interface LayerData {
  readonly layer: Layer;
  readonly graph: Graph;
  /** Names of the network's classes that the graph's arrays point into. */
  readonly classes: readonly string[];
  /** Correlation between attribution and zero-ablation effect; null if not measured. */
  readonly agreement: number | null;
  readonly rows: Rows | null;
  /** The chunk of the kind for this layer; null where there is none. */
  readonly look: AnyChunk | null;
  /** Where the graph was cut on the page; absent where it is the author's. */
  readonly live?: Live;
}

export interface Samples {
  readonly header: SamplesHeader;
  readonly arrays: SamplesArrays;
  /** Names of the labels, which the array "label" points into. */
  readonly labels: readonly string[];
  /** The chunk of the kind for the samples; null where there is none. */
  readonly look: AnyChunk | null;
  /** What a table says of the samples; null where there is none. */
  readonly details: Chunks["details"] | null;
}
