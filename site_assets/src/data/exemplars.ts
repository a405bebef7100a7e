// Exemplars: members that represent a node. The kind shows them.
import type { LayerData } from "./layer";

/** In the order of the numbers in the data. */
export const EXEMPLAR_KINDS = ["nearest", "spread", "label", "member"] as const;
export type ExemplarKind = (typeof EXEMPLAR_KINDS)[number];

export interface Exemplar {
  /** Number among all exemplars of the layer. */
  readonly index: number;
  readonly row: number;
  /** Cosine similarity to the node's centroid; null for rows without vectors. */
  readonly similarity: number | null;
  /** The class with the largest attribution, and that attribution; null where it is unknown. */
  readonly attribution: { readonly name: string; readonly value: number } | null;
}

export function exemplarsOf(data: LayerData, node: number, kind: ExemplarKind): Exemplar[] {
  const { graph } = data;
  const wanted = EXEMPLAR_KINDS.indexOf(kind);
  const exemplars: Exemplar[] = [];
  for (let i = graph.exemplar_offsets[node]!; i < graph.exemplar_offsets[node + 1]!; i++) {
    if (graph.exemplar_kind[i] === wanted) exemplars.push(exemplarAt(data, i));
  }
  return exemplars;
}

/** The kinds of exemplars that a node has. */
export function exemplarKindsOf({ graph }: LayerData, node: number): ExemplarKind[] {
  const [first, last] = [graph.exemplar_offsets[node]!, graph.exemplar_offsets[node + 1]!];
  const there = new Set(graph.exemplar_kind.subarray(first, last));
  return EXEMPLAR_KINDS.filter((_, number) => there.has(number));
}

function exemplarAt({ graph, classes }: LayerData, index: number): Exemplar {
  const attributed = classes[graph.exemplar_class[index] ?? -1];
  const value = graph.exemplar_class_value[index]!;
  return {
    index,
    row: graph.exemplar_row[index]!,
    similarity: graph.exemplar_similarity[index] ?? null,
    attribution: attributed === undefined ? null : { name: attributed, value },
  };
}

/** Quantiles .1, .5 and .9 of the cosine similarity of a node's members to its centroid. */
export interface Spread {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

export function spreadOf({ graph }: LayerData, node: number): Spread {
  return {
    low: graph.spread_low[node]!,
    middle: graph.spread_middle[node]!,
    high: graph.spread_high[node]!,
  };
}
