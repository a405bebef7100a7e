// Exemplars: members that represent a node. The kind shows them.
import type { LayerData } from "./layer";
import { type Lent, lentTo } from "./live/types";

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
  const lent = lentTo(data, node);
  const wanted = EXEMPLAR_KINDS.indexOf(kind);
  return lent ? numbersOf(lent).filter(([, each]) => each === wanted).map(([i]) => exemplarAt(lent.data, i)) : [];
}

/** The kinds of exemplars that a node has. */
export function exemplarKindsOf(data: LayerData, node: number): ExemplarKind[] {
  const lent = lentTo(data, node);
  const there = new Set(lent ? numbersOf(lent).map(([, kind]) => kind) : []);
  return EXEMPLAR_KINDS.filter((_, number) => there.has(number));
}

/** The numbers of a node's exemplars, with their kinds. */
function numbersOf({ data: { graph }, node }: Lent): [number, number][] {
  const first = graph.exemplar_offsets[node]!;
  const kinds = graph.exemplar_kind.subarray(first, graph.exemplar_offsets[node + 1]);
  return Array.from(kinds, (kind, k) => [first + k, kind]);
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
