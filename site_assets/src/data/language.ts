// What the nodes of a layer of texts are in words: the terms that set each node apart.
import type { Chunks } from "./decode";
import type { LayerData } from "./layer";
import type { TermClassHeader } from "./schema";

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
