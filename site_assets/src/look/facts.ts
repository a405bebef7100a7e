// The figures of one node in words, for the panel.
import type { LayerData } from "../data/layer";
import type { Layer, Manifest } from "../data/schema";
import { count, intervalInWords, lensesOf } from "./describe";
import { type Colouring, named, shownFigures, written } from "./figures";
import { stabilityInWords } from "./structures";
import { type FigureData, valuesOf } from "./values";

export interface Fact {
  readonly term: string;
  readonly value: string;
  readonly meaning: string;
}

/** The known figures of a node. Its label and its neighbours have sections of their own. */
export function factsOf(
  data: LayerData,
  node: number,
  manifest: Manifest,
  figures: FigureData,
  colour: Colouring,
): Fact[] {
  return shownFigures(manifest, colour).flatMap((figure) => {
    const value = valuesOf(figure, figures)[node] ?? NaN;
    if (Number.isNaN(value) || figure.format === "label" || figure.id === "neighbours") return [];
    const meaning =
      MEANINGS[figure.id]?.(value, { data, node, manifest }) ?? named(figure.description, manifest);
    return [
      {
        term: named(figure.column, manifest),
        value: written(value, figure.format, manifest),
        meaning,
      },
    ];
  });
}

interface Context {
  readonly data: LayerData;
  readonly node: number;
  readonly manifest: Manifest;
}

/** Remarks on values; a figure without one shows its description. */
const MEANINGS: Record<string, (value: number, context: Context) => string | null> = {
  members: (_, { data, node, manifest }) => {
    const interval = intervalInWords(data.graph.interval[node]!, data.layer, manifest);
    return interval && `in ${interval}`;
  },
  lens: (_, { manifest }) => lensMeaning(manifest, 0),
  second: (_, { manifest }) => lensMeaning(manifest, 1),
  cohesion: cohesionInWords,
  entropy: () => "0: a single label, 1: all equally frequent",
  purity: purityInWords,
  stability: (share, context) =>
    `of ${count(judgedIn(context)?.resamples ?? 0)} resamples: ${stabilityInWords(share)}`,
  settings: (share, context) =>
    `of ${count(judgedIn(context)?.family ?? 0)} neighbouring settings: ${stabilityInWords(share)}`,
};

/** Stability is that of the author's graph. */
function judgedIn({ data: { live, layer } }: Context): Layer["stability"] {
  return (live?.author.layer ?? layer).stability;
}

function lensMeaning(manifest: Manifest, lens: number): string {
  const isLength = lensesOf(manifest)[lens] === "L2 norm";
  if (!isLength) return "mean of its members";
  return manifest.noun ? "length of the vectors" : "strength of the activation";
}

function cohesionInWords(cohesion: number): string {
  if (cohesion >= 0.9) return "almost the same direction";
  if (cohesion >= 0.75) return "similar directions";
  if (cohesion >= 0.5) return "loosely similar directions";
  return "different directions";
}

function purityInWords(purity: number): string {
  if (purity >= 0.995) return "a single label";
  if (purity >= 0.8) return "nearly a single label";
  if (purity >= 0.5) return "one label has the majority";
  return "mixed labels";
}
