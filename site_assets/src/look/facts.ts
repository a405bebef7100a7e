// The figures of one node in words, for the panel.
import type { LayerData } from "../data/layer";
import type { Layer, Manifest } from "../data/schema";
import { intervalInWords } from "./describe";
import { type Colouring, named, shownFigures, written } from "./figures";
import { stabilityInWords } from "./structures";
import { type FigureData, valuesOf } from "./values";
import { count, gettext } from "../text";

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
    return interval && gettext("in {n}", interval);
  },
  lens: (_, { manifest }) => lensMeaning(manifest, 0),
  second: (_, { manifest }) => lensMeaning(manifest, 1),
  cohesion: cohesionInWords,
  entropy: () => gettext("0: a single label, 1: all equally frequent"),
  purity: purityInWords,
  stability: (share, context) =>
    gettext("of {n} resamples: {what}", { n: count(judgedIn(context)?.resamples ?? 0), what: stabilityInWords(share) }),
  settings: (share, context) =>
    gettext("of {n} neighbouring settings: {what}", { n: count(judgedIn(context)?.family ?? 0), what: stabilityInWords(share) }),
};

/** Stability is that of the author's graph. */
function judgedIn({ data: { live, layer } }: Context): Layer["stability"] {
  return (live?.author.layer ?? layer).stability;
}

function lensMeaning(manifest: Manifest, lens: number): string {
  const isLength = [manifest.lens, manifest.second_lens][lens] === "l2_norm";
  if (!isLength) return gettext("mean of its members");
  return manifest.noun ? gettext("length of the vectors") : gettext("strength of the activation");
}

function cohesionInWords(cohesion: number): string {
  if (cohesion >= 0.9) return gettext("almost the same direction");
  if (cohesion >= 0.75) return gettext("similar directions");
  if (cohesion >= 0.5) return gettext("loosely similar directions");
  return gettext("different directions");
}

function purityInWords(purity: number): string {
  if (purity >= 0.995) return gettext("a single label");
  if (purity >= 0.8) return gettext("nearly a single label");
  if (purity >= 0.5) return gettext("one label has the majority");
  return gettext("mixed labels");
}
