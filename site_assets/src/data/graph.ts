// A layer's graph: the packed arrays, and what is computed from them.
import { Grid } from "./grid";
import type { GraphArrays, Structure } from "./schema";

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Nodes farther apart than this many typical edges do not count as near. */
const FAR = 1.5;

/** Lists of numbers, one after the other: the list of i is values[offsets[i]..offsets[i + 1]]. */
export interface Lists {
  readonly offsets: Uint32Array;
  readonly values: Uint32Array;
}

export interface Graph extends GraphArrays {
  readonly n: number;
  readonly nEdges: number;
  /** Names such as i12c0. */
  readonly ids: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** Their names in the file of a graph that another tool has made; else empty. */
  readonly names: readonly string[];
  /** Members of each node. */
  readonly size: Uint32Array;
  readonly largest: number;
  /** Edges at each node. */
  readonly incident: Lists;
  /** Number of edges at each node. */
  readonly degree: Uint32Array;
  readonly bounds: Bounds;
  /** Typical distance of near nodes; the unit of node radii. */
  readonly unit: number;
  /** Distance from each node to the nearest other one, with an upper limit. */
  readonly apart: Float32Array;
  /** Nodes from the largest to the smallest: the order of drawing. */
  readonly bySize: Uint32Array;
  /** Stable ones first. */
  readonly structures: readonly Structure[];
}

export function graphOf(
  arrays: GraphArrays,
  structures: readonly Structure[],
  names: readonly string[] = [],
): Graph {
  const n = arrays.x.length;
  const ids = namesOf(arrays.interval, arrays.cluster);
  const size = new Uint32Array(n);
  for (let i = 0; i < n; i++) size[i] = arrays.member_offsets[i + 1]! - arrays.member_offsets[i]!;
  const incident = incidence(n, arrays.source, arrays.target);
  return {
    ...arrays,
    n,
    nEdges: arrays.source.length,
    ids,
    indexOf: new Map(ids.map((id, i) => [id, i])),
    names,
    size,
    largest: size.reduce((most, value) => Math.max(most, value), 1),
    incident,
    degree: Uint32Array.from({ length: n }, (_, node) => listOf(incident, node).length),
    bounds: boundsOf(arrays.x, arrays.y),
    ...spacing(arrays),
    bySize: Uint32Array.from(size.keys()).sort((a, b) => size[b]! - size[a]! || a - b),
    structures,
  };
}

/** Names such as i12c0. */
export function namesOf(interval: Uint16Array, cluster: Uint16Array): string[] {
  return Array.from(interval, (number, i) => `i${number}c${cluster[i]!}`);
}

/** The inverse of some lists: for each value, the lists that contain it. */
export function inverse(offsets: Uint32Array, values: Uint32Array, nValues: number): Lists {
  const starts = new Uint32Array(nValues + 1);
  for (const value of values) starts[value + 1]!++;
  for (let i = 0; i < nValues; i++) starts[i + 1]! += starts[i]!;
  const next = starts.slice();
  const lists = new Uint32Array(values.length);
  for (let list = 0; list + 1 < offsets.length; list++) {
    for (let i = offsets[list]!; i < offsets[list + 1]!; i++) lists[next[values[i]!]!++] = list;
  }
  return { offsets: starts, values: lists };
}

export function listOf(lists: Lists, i: number): Uint32Array {
  return lists.values.subarray(lists.offsets[i]!, lists.offsets[i + 1]!);
}

/** Labels of a node with their counts, most frequent first. */
export function compositionOf(graph: Graph, node: number): { label: number; count: number }[] {
  const start = graph.composition_offsets[node]!;
  const labels = graph.composition_label.subarray(start, graph.composition_offsets[node + 1]!);
  return Array.from(labels, (label, i) => ({ label, count: graph.composition_count[start + i]! }));
}

/** The node of another layer that has most nearly the same samples as a node. */
export interface Counterpart {
  /** Name of the node in its layer. */
  readonly id: string;
  /** Samples in both nodes over samples in either. */
  readonly jaccard: number;
  readonly shared: number;
}

/** The counterpart of a node in one of the exploration's layers; null where there is none. */
export function counterpartOf(
  graph: Graph,
  node: number,
  layer: number,
  nLayers: number,
): Counterpart | null {
  const at = node * nLayers + layer;
  const interval = graph.counterpart_interval[at] ?? -1;
  if (interval < 0) return null;
  return {
    id: `i${interval}c${graph.counterpart_cluster[at]!}`,
    jaccard: graph.counterpart_jaccard[at]!,
    shared: graph.counterpart_shared[at]!,
  };
}

/** The edges at each node. */
export function incidence(n: number, source: Uint32Array, target: Uint32Array): Lists {
  const ends = new Uint32Array(source.length * 2);
  const offsets = new Uint32Array(source.length + 1);
  for (let edge = 0; edge < source.length; edge++) {
    ends[2 * edge] = source[edge]!;
    ends[2 * edge + 1] = target[edge]!;
    offsets[edge + 1] = 2 * edge + 2;
  }
  return inverse(offsets, ends, n);
}

/**
 * Distances between nodes. The unit is the median length of an edge, or less where nodes are closer
 * to each other than that.
 */
export function spacing({
  x,
  y,
  source,
  target,
}: Pick<GraphArrays, "x" | "y" | "source" | "target">): Pick<Graph, "unit" | "apart"> {
  const lengths = Float32Array.from(source, (a, edge) => {
    const b = target[edge]!;
    return Math.hypot(x[a]! - x[b]!, y[a]! - y[b]!);
  });
  const typical = median(lengths) || 1;
  const grid = new Grid(x, y);
  const apart = Float32Array.from(x.keys(), (node) => {
    let least = FAR * typical;
    for (const other of grid.within(x[node]!, y[node]!, least)) {
      if (other !== node)
        least = Math.min(least, Math.hypot(x[other]! - x[node]!, y[other]! - y[node]!));
    }
    return least;
  });
  const close = median(apart.slice()) || typical;
  return { unit: Math.min(typical, Math.min(close, typical) * 1.25), apart };
}

function median(values: Float32Array): number {
  return values.sort()[values.length >> 1] ?? 0;
}

export function boundsOf(x: Float32Array, y: Float32Array): Bounds {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < x.length; i++) {
    left = Math.min(left, x[i]!);
    right = Math.max(right, x[i]!);
    top = Math.min(top, y[i]!);
    bottom = Math.max(bottom, y[i]!);
  }
  if (left > right) return { left: -1, right: 1, top: -1, bottom: 1 };
  // Room for the circles at the border, also where all nodes lie on a line.
  return { left: left - 0.6, right: right + 0.6, top: top - 0.6, bottom: bottom + 0.6 };
}

/** The node to select for a row, the smallest first; the next one when asked again. */
export function nextNodeOfRow(
  graph: Graph,
  lists: Lists,
  row: number,
  current: number | null,
): number | null {
  const nodes = [...listOf(lists, row)].sort((a, b) => graph.size[a]! - graph.size[b]! || a - b);
  const at = current === null ? -1 : nodes.indexOf(current);
  return nodes[(at + 1) % nodes.length] ?? null;
}
