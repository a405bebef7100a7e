// The graph of a cut, with the figures that the rows alone tell. What takes the vectors (cohesion)
// or other graphs (stability) is lent by the author's node that a node is.
import { READERS } from "../arrays";
import type { Cut } from "../cut";
import { type Graph, graphOf, incidence, type Lists, listOf, namesOf } from "../graph";
import type { Rows } from "../layer";
import { CHUNK_ARRAYS, type GraphArrays } from "../schema";
import { type Changes, changesOf } from "./changes";
import { laidOut } from "./layout";
import { matched, type Matching, type Reference } from "./matching";

/** What the graphs of one layer are made with. */
export interface Material {
  readonly author: Graph;
  readonly rows: Rows;
  readonly reference: Reference;
  /** Label of each row, -1 for none. */
  readonly label: Int16Array;
  readonly nLabels: number;
  /** Jaccard index from which a node counts as the author's. */
  readonly threshold: number;
}

export interface CutGraph {
  readonly graph: Graph;
  readonly members: Lists;
  readonly matching: Matching;
  readonly changes: Changes;
  /** Shared rows of each edge, and its Jaccard index with all digits. */
  readonly shared: Uint32Array;
  readonly jaccard: Float64Array;
}

/** Figures that a node has from the author's node that it is. */
const LENT = [
  "cohesion", "spread_low", "spread_middle", "spread_high", "node_bootstrap", "node_family",
] as const;

export function cutGraph(cut: Cut, material: Material): CutGraph {
  const { author, reference } = material;
  const { nNodes: n, nEdges } = cut;
  const offsets = cut.offsets.slice(0, n + 1);
  const members = { offsets, values: cut.members.slice(0, offsets[n]) };
  const [interval, cluster] = [cut.interval.slice(0, n), cut.cluster.slice(0, n)];
  const matching = matched(members, namesOf(interval, cluster), reference);
  const source = cut.source.slice(0, nEdges);
  const target = cut.target.slice(0, nEdges);
  const changes = changesOf(matching, reference.sizes, material.threshold);
  const lens = meansOf(members, material.rows.arrays.lens);
  const edges = { source, target, incident: incidence(n, source, target) };
  const graph = graphOf(
    {
      ...nothing(n),
      ...laidOut(author, matching, changes, edges, lens),
      ...lent(material, matching),
      ...compositions(members, material),
      interval,
      cluster,
      lens,
      member_offsets: offsets,
      source,
      target,
      jaccard: Float32Array.from(cut.jaccard.subarray(0, nEdges)),
    },
    [],
  );
  return {
    graph: inFrame(graph, author),
    members,
    matching,
    changes,
    shared: cut.shared.slice(0, nEdges),
    jaccard: cut.jaccard.slice(0, nEdges),
  };
}

/** The window and the sizes of nodes stay as they are with the author's graph. */
function inFrame(graph: Graph, { bounds, unit, largest }: Graph): Graph {
  return { ...graph, bounds, unit, largest: Math.max(graph.largest, largest) };
}

/** Arrays without content; lists of nothing for each node. */
function nothing(n: number): GraphArrays {
  const arrays = Object.entries(CHUNK_ARRAYS.graph).map(([name, dtype]) => [
    name,
    new READERS[dtype](name.endsWith("_offsets") ? n + 1 : 0),
  ]);
  return Object.fromEntries(arrays) as GraphArrays;
}

function meansOf({ offsets, values }: Lists, of: Float32Array): Float32Array {
  return Float32Array.from({ length: offsets.length - 1 }, (_, node) => {
    let sum = 0;
    for (let i = offsets[node]!; i < offsets[node + 1]!; i++) sum += of[values[i]!]!;
    return sum / (offsets[node + 1]! - offsets[node]!);
  });
}

function lent({ author, threshold }: Material, { to }: Matching): Partial<GraphArrays> {
  const known = LENT.filter((name) => author[name].length > 0);
  const values = (name: (typeof LENT)[number]): Float32Array =>
    Float32Array.from(to.node, (from, node) =>
      from >= 0 && to.jaccard[node]! >= threshold ? author[name][from]! : NaN,
    );
  return Object.fromEntries(known.map((name) => [name, values(name)]));
}

/** The labels of the members, as analysis/nodes/statistics.py counts them. */
function compositions(
  members: Lists,
  { label, nLabels }: Material,
): Pick<
  GraphArrays,
  "composition_offsets" | "composition_label" | "composition_count" | "purity" | "majority"
> {
  const n = members.offsets.length - 1;
  const counts = new Uint32Array(nLabels);
  const offsets = new Uint32Array(n + 1);
  const [labels, times]: [number[], number[]] = [[], []];
  const purity = new Float32Array(n).fill(NaN);
  const majority = new Int16Array(n).fill(-1);
  for (let node = 0; node < n; node++) {
    const met: number[] = [];
    let all = 0;
    for (const row of listOf(members, node)) {
      const own = label[row]!;
      if (own < 0) continue;
      if (counts[own]!++ === 0) met.push(own);
      all++;
    }
    met.sort((a, b) => counts[b]! - counts[a]! || a - b);
    if (all) {
      majority[node] = met[0]!;
      purity[node] = counts[met[0]!]! / all;
    }
    for (const own of met) {
      labels.push(own);
      times.push(counts[own]!);
      counts[own] = 0;
    }
    offsets[node + 1] = labels.length;
  }
  return {
    composition_offsets: offsets,
    composition_label: Int16Array.from(labels),
    composition_count: Uint32Array.from(times),
    purity,
    majority,
  };
}
