// The terms of the glossary that belong to a kind, by the name that the manifest gives. They are long
// and few readers open them, so they are in the second script.
import { languageOf } from "../data/language";
import { exemplarKindsOf } from "../data/exemplars";
import type { LayerData } from "../data/layer";
import type { Manifest } from "../data/schema";
import { capital } from "../look/noun";
import { imagesOf } from "./images/pictures";
import { gettext } from "../text";

/** Each term with its meaning. */
export type TermsOf = (data: LayerData, manifest: Manifest) => readonly (readonly [string, string])[];

function ofImages(data: LayerData, { noun }: Manifest): [string, string][] {
  const header = imagesOf(data)?.header;
  const found: [string, string][] = [];
  if (header?.visual_sheets.length)
    found.push([
      gettext("What it responds to"),
      gettext(
        "A feature visualisation: an image that was optimised from noise, so that the " +
        "layer’s activation points in the direction of the node’s centroid. Cosine: the " +
        "similarity of the two directions, 1 for the same. Objective: the value that was " +
        "maximised, the dot product with the centroid times a power of the cosine. The image " +
        "shows what the layer detects. It is not one of the inputs."),
    ]);
  if (exemplarKindsOf(data, data.graph.bySize[0] ?? 0).length)
    found.push([
      gettext("{rows} nearest to it", capital(noun?.[1] ?? gettext("inputs"))),
      gettext("The members with the largest cosine similarity to the node’s centroid, ") +
        (noun
          ? gettext("each shown by the middle of its picture.")
          : gettext("each cropped to the part of the input that its position sees.")),
    ]);
  return found;
}

const PREDICTS: [string, string] = [
  gettext("What the network predicts"),
  gettext(
    "Tokens that the network’s language head finds likeliest, with their probabilities. " +
    "Bits: the Jensen-Shannon divergence of the node’s distribution from that of all " +
    "rows of the layer, 0 for the same and 1 for nothing in common."),
];

function ofTexts(data: LayerData): [string, string][] {
  if (data.layer.look === null) return [];
  const predicts = Boolean(languageOf(data)?.header.predictions.length);
  return [
    ...(predicts ? [PREDICTS] : []),
    [
      gettext("What sets it apart"),
      gettext(
        "Words of the contexts, labels and further columns that are more frequent in the " +
        "node than in the rest of the layer. z is the log-odds ratio divided by its standard " +
        "deviation, with a prior from all rows of the layer (Monroe, Colaresi and Quinn " +
        "2008). A text that holds several rows, or that is there twice, counts once."),
    ],
    [
      gettext("Shuffled nodes"),
      gettext(
        "Rows of the layer, drawn at random, as many as the node has. What they reach is " +
        "chance. Those with the same forms have as many rows of each word form as the node: " +
        "what they reach belongs to the words, whatever they mean here."),
    ],
  ];
}

function ofVectors({ look }: LayerData): [string, string][] {
  const meaning =
    gettext(
      "The channels with the largest absolute values, counted from 0, each with its value.");
  return look?.header.kind === "channels" ? [[gettext("Channels"), meaning]] : [];
}

export const TERMS = new Map<string, TermsOf>(
  Object.entries({ images: ofImages, texts: ofTexts, vectors: ofVectors }),
);
