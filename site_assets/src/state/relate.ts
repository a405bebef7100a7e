// From nodes to inputs and back: which nodes hold a label, an origin, a sample, and which node of
// another layer holds most nearly the same inputs.
import { compositionOf, type Graph, inverse, listOf, type Lists, membersOf } from "../data/graph";
import type { RowsArrays, SamplesArrays, SamplesHeader } from "../data/schema";
import type { Mark } from "./state";

export interface Samples {
  readonly header: SamplesHeader;
  readonly arrays: SamplesArrays;
  /** Names of the labels, which the array "label" points into. */
  readonly labels: readonly string[];
}

export interface Counterpart {
  readonly node: number;
  /** Inputs in both nodes over inputs in either. */
  readonly jaccard: number;
  readonly shared: number;
}

/** The share of each node's members that is marked; null where the data for it is not there. */
export function markShares(
  mark: Mark,
  graph: Graph,
  labels: readonly string[],
  rows: RowsArrays | null,
  samples: Samples | null,
): Float32Array | null {
  if (mark.kind === "label") return labelShares(graph, labels.indexOf(mark.value));
  if (mark.kind === "structure") return structureShares(graph, mark.value);
  if (!rows || !samples) return null;
  const marked = markedSamples(mark, samples);
  const shares = new Float32Array(graph.n);
  for (let node = 0; node < graph.n; node++) {
    let count = 0;
    for (const row of membersOf(graph, node)) count += marked[rows.sample[row]!]!;
    shares[node] = count / graph.size[node]!;
  }
  return shares;
}

/** 1 for each sample that is marked. */
export function markedSamples(mark: Mark, samples: Samples): Uint8Array {
  const marked = new Uint8Array(samples.arrays.label.length);
  if (mark.kind === "sample") {
    const at = samples.header.ids.indexOf(mark.value);
    if (at >= 0) marked[at] = 1;
  } else if (mark.kind === "origin") {
    const origin = samples.header.origins.indexOf(mark.value);
    samples.arrays.origin.forEach((value, i) => (marked[i] = value === origin ? 1 : 0));
  }
  return marked;
}

/** The node of another layer whose inputs are most nearly those of a node, by Jaccard index. */
export function counterpart(
  from: { graph: Graph; rows: RowsArrays; node: number },
  to: { graph: Graph; rows: RowsArrays },
  nSamples: number,
): Counterpart | null {
  const seen = new Int32Array(nSamples).fill(-1);
  const wanted = new Uint8Array(nSamples);
  let nWanted = 0;
  for (const row of membersOf(from.graph, from.node)) {
    const sample = from.rows.sample[row]!;
    nWanted += 1 - wanted[sample]!;
    wanted[sample] = 1;
  }
  let best: Counterpart | null = null;
  for (let node = 0; node < to.graph.n; node++) {
    let [distinct, shared] = [0, 0];
    for (const row of membersOf(to.graph, node)) {
      const sample = to.rows.sample[row]!;
      if (seen[sample] === node) continue;
      seen[sample] = node;
      distinct++;
      shared += wanted[sample]!;
    }
    const jaccard = shared / (nWanted + distinct - shared);
    if (shared && jaccard > (best?.jaccard ?? 0)) best = { node, jaccard, shared };
  }
  return best;
}

/** The nodes of each row. */
export function nodesOfRows(graph: Graph, nRows: number): Lists {
  return inverse(graph.member_offsets, graph.members, nRows);
}

/** The node to select for a row: one after the other when asked again, the smallest first. */
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

/** 1 for each node of a structure; null where the graph has none of that name. */
function structureShares(graph: Graph, id: string): Float32Array | null {
  const found = graph.structures.find((one) => one.id === id);
  if (!found) return null;
  const shares = new Float32Array(graph.n);
  for (const node of found.nodes) shares[node] = 1;
  return shares;
}

function labelShares(graph: Graph, label: number): Float32Array {
  const shares = new Float32Array(graph.n);
  for (let node = 0; node < graph.n; node++) {
    const entry = compositionOf(graph, node).find((each) => each.label === label);
    shares[node] = (entry?.count ?? 0) / graph.size[node]!;
  }
  return shares;
}
