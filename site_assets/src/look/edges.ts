// The weights of edges, and which edges are doubtful.
import { percent } from "./describe";
import { type Graph, listOf } from "../data/graph";
import { DOUBTFUL, EDGE_CLASSES } from "../data/schema";
import type { EdgeWeight, View } from "../state/state";
import { count, decimals, gettext } from "../text";

/** The part of a view that says which edges are shown. */
export type Shown = Pick<View, "weight" | "edges">;

export interface Neighbour {
  readonly node: number;
  readonly edge: number;
  readonly jaccard: number;
  /** Share of the resamples the edge is in; null where that was not judged. */
  readonly bootstrap: number | null;
}

/** Edges of one width and one stroke. */
export interface EdgeClass {
  /** Their weight, from 0 to 1. */
  readonly share: number;
  readonly dashed: boolean;
  readonly edges: Uint32Array;
}

/** The weight of each edge; the Jaccard index where a layer's stability was not judged. */
export function weightsOf(graph: Graph, weight: EdgeWeight): Float32Array {
  return weight === "stability" && isJudged(graph) ? graph.edge_bootstrap : graph.jaccard;
}

export function isJudged(graph: Graph): boolean {
  return graph.nEdges > 0 && graph.edge_bootstrap.length === graph.nEdges;
}

export function isDoubtful(graph: Graph, edge: number): boolean {
  return (graph.edge_bootstrap[edge] ?? 1) < DOUBTFUL;
}

export function hasDoubtful(graph: Graph): boolean {
  return graph.edge_bootstrap.some((share) => share < DOUBTFUL);
}

/** Neighbours along the edges that are shown, heaviest first. */
export function neighboursOf(graph: Graph, node: number, { weight, edges }: Shown): Neighbour[] {
  const weights = weightsOf(graph, weight);
  return Array.from(listOf(graph.incident, node), (edge) => ({
    edge,
    node: graph.source[edge]! === node ? graph.target[edge]! : graph.source[edge]!,
    jaccard: graph.jaccard[edge]!,
    bootstrap: graph.edge_bootstrap[edge] ?? null,
  }))
    .filter(({ edge }) => weights[edge]! >= edges)
    .sort(
      (a, b) => weights[b.edge]! - weights[a.edge]! || b.jaccard - a.jaccard || a.node - b.node,
    );
}

/** Members that both ends of an edge have, from their Jaccard index. */
export function sharedRows({ source, target, size, jaccard }: Graph, edge: number): number {
  const members = size[source[edge]!]! + size[target[edge]!]!;
  return Math.round((members * jaccard[edge]!) / (1 + jaccard[edge]!));
}

/** The edges that are shown, by width and stroke, thinnest first. */
export function edgeClasses(graph: Graph, { weight, edges: from }: Shown): EdgeClass[] {
  const weights = weightsOf(graph, weight);
  // Most Jaccard indices are small: a square root spreads them. Shares of resamples are not small.
  const heaviest =
    weights === graph.jaccard ? weights.reduce((most, value) => Math.max(most, value), 1e-6) : 1;
  const spread = weights === graph.jaccard ? Math.sqrt : (value: number): number => value;
  const classes: number[][] = Array.from({ length: 2 * EDGE_CLASSES }, () => []);
  for (let edge = 0; edge < graph.nEdges; edge++) {
    if (weights[edge]! < from) continue;
    const width = Math.min(
      EDGE_CLASSES - 1,
      Math.floor(spread(weights[edge]! / heaviest) * EDGE_CLASSES),
    );
    classes[2 * width + Number(!isDoubtful(graph, edge))]!.push(edge);
  }
  return classes
    .map((edges, i) => ({
      share: ((i >> 1) + 0.5) / EDGE_CLASSES,
      dashed: i % 2 === 0,
      edges: Uint32Array.from(edges),
    }))
    .filter(({ edges }) => edges.length > 0);
}

/** "Jaccard index 0.42, found in 83 % of the resamples" */
export function edgeInWords({ jaccard, bootstrap }: Neighbour): string {
  const index = gettext("Jaccard index {value}", decimals(jaccard, 2));
  return bootstrap === null ? index : gettext("{what}, found in {value} of the resamples", { what: index, value: percent(bootstrap) });
}

/** "all 54", or the threshold and the number of edges above it. */
export function shownInShort(graph: Graph, { weight, edges }: Shown): string {
  const shown = shownEdges(graph, { weight, edges });
  return edges === 0
    ? gettext("all {n}", count(shown))
    : `≥ ${threshold(graph, weight, edges)}: ${count(shown)}`;
}

/** The same for screen readers. */
export function shownInWords(graph: Graph, { weight, edges }: Shown): string {
  const what =
    weightsOf(graph, weight) === graph.jaccard ? gettext("Jaccard index") : gettext("Share of the resamples");
  const shown = shownEdges(graph, { weight, edges });
  return (
    gettext("{what} at least {value}, {n} of {share} edges", { what, value: threshold(graph, weight, edges), n: count(shown), share: count(graph.nEdges) })
  );
}

function threshold(graph: Graph, weight: EdgeWeight, edges: number): string {
  return weightsOf(graph, weight) === graph.jaccard ? decimals(edges, 2) : percent(edges);
}

function shownEdges(graph: Graph, { weight, edges }: Shown): number {
  let shown = 0;
  for (const value of weightsOf(graph, weight)) if (value >= edges) shown++;
  return shown;
}
