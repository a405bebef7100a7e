// What the nodes of a layer of texts are in words: the terms that set each node apart, and what the
// network's language head predicts for it.
import type { Chunks } from "./decode";
import type { LayerData } from "./layer";
import type { PredictionHeader, TermClassHeader } from "./schema";

export type Language = Chunks["language"];

/** A term of a node. */
export interface Term {
  readonly text: string;
  readonly z: number;
  /** Units of the node, and of the rest, that have it. */
  readonly here: number;
  readonly elsewhere: number;
}

/** The terms of one class that a node has. */
export interface NodeTerms {
  readonly of: TermClassHeader;
  /** Units of the node and of the rest: distinct texts, or rows of distinct texts. */
  readonly units: number;
  readonly rest: number;
  /** Largest z in shuffled nodes of the same size. */
  readonly chance: number;
  /** The same in shuffled nodes with as many rows of each group; null where it is not known. */
  readonly within: number | null;
  /** Terms that neither reaches. */
  readonly beyond: readonly Term[];
  /** Terms that shuffled nodes with as many rows of each group reach. */
  readonly ofGroup: readonly Term[];
}

/** The layer's chunk of language; null where it has not arrived. */
export function languageOf({ look }: LayerData): Language | null {
  return look?.header.kind === "language" ? (look as Language) : null;
}

/** The terms of a node, class by class. */
export function termsOf({ header, arrays }: Language, node: number): NodeTerms[] {
  return header.classes.map((of, k) => {
    const slot = node * header.classes.length + k;
    const within = arrays.within[slot]! < 0 ? null : arrays.within[slot]!;
    const terms: Term[] = [];
    for (let i = arrays.offsets[slot]!; i < arrays.offsets[slot + 1]!; i++)
      terms.push({
        text: header.terms[arrays.term[i]!]!,
        z: arrays.z[i]!,
        here: arrays.here[i]!,
        elsewhere: arrays.elsewhere[i]!,
      });
    const isBeyond = ({ z }: Term): boolean => within === null || z > within;
    return {
      of,
      units: arrays.units[slot]!,
      rest: arrays.rest[slot]!,
      chance: arrays.chance[slot]!,
      within,
      beyond: terms.filter(isBeyond),
      ofGroup: terms.filter((term) => !isBeyond(term)),
    };
  });
}

/** A token that a language head predicts. */
export interface Predicted {
  readonly text: string;
  /** Probability for the node, and for all rows of the layer together. */
  readonly share: number;
  readonly usual: number;
}

export interface NodePrediction {
  readonly of: PredictionHeader;
  /** The likeliest first. */
  readonly tokens: readonly Predicted[];
  /** Rows of the node that are averaged. */
  readonly rows: number;
  /** Divergence of the node's distribution from that of the whole layer, in bits. */
  readonly distance: number;
  /** The largest of shuffled nodes of the same size. */
  readonly chance: number;
  /** The same with as many rows of each group; null where it is not known. */
  readonly within: number | null;
}

/** What a language head predicts for a node; nothing where the network has none. */
export function predictionsOf({ header, arrays }: Language, node: number): NodePrediction[] {
  const nNodes = arrays.units.length / header.classes.length;
  let start = 0;
  return header.predictions.map((of, k) => {
    const first = start + node * of.shown;
    start += nNodes * of.shown;
    const at = k * nNodes + node;
    const within = arrays.prediction_within[at]!;
    return {
      of,
      tokens: Array.from(arrays.predicted.subarray(first, first + of.shown), (token, i) => ({
        text: header.tokens[token]!,
        share: arrays.predicted_share[first + i]!,
        usual: arrays.predicted_usual[first + i]!,
      })),
      rows: arrays.prediction_rows[at]!,
      distance: arrays.prediction_distance[at]!,
      chance: arrays.prediction_chance[at]!,
      within: within < 0 ? null : within,
    };
  });
}
