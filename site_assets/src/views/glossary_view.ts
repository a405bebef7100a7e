// What the words of the panel mean, for who meets them for the first time.
import { lensesOf } from "../look/describe";
import { el } from "./dom";
import type { Manifest } from "../data/schema";

export function glossaryFor(manifest: Manifest): HTMLElement {
  const layers = manifest.layers;
  const terms: [string, string][] = [
    [
      "Activation vector",
      "What the layer answers to one place of one input: a list of numbers, one for each channel.",
    ],
    ["Node, members", "A node is a cluster of vectors that are alike; these are its members."],
    [capital(lensesOf(manifest).join(" and ")), lensMeaning(manifest)],
  ];
  if (layers.some((layer) => layer.visual_sheets.length))
    terms.push([
      "What it responds to",
      "A feature visualisation: a picture made from noise, changed step by step until the layer " +
        "answers it as it answers the node’s members on average. The cosine says how nearly: " +
        "1 would be the same direction. The objective is the value that was made as large as " +
        "possible: how strongly it answers in that direction, less where the cosine is small. " +
        "It shows what the layer looks for, not what it was " +
        "shown.",
    ]);
  if (layers.some((layer) => layer.exemplar_sheets.length))
    terms.push([
      "Inputs nearest to it",
      "The members most like the node’s average, cut to the part of the input that they see, " +
        "and their cosine to it.",
    ]);
  terms.push([
    "Tightness",
    "How much the members are alike: the mean cosine between them and their average.",
  ]);
  if (manifest.labels.length)
    terms.push([
      "Labels, purity",
      "Where the members’ inputs come from, and the share of the commonest label. Neither the " +
        "network nor the graph has been told the labels.",
    ]);
  terms.push([
    "Edge, Jaccard index",
    "An edge joins two nodes that share members; its index is the number they share, divided by " +
      "the number in either.",
  ]);
  if (layers.some((layer) => layer.stability))
    terms.push([
      "Dashed edge",
      "An edge that is found in less than half of the resamples: vectors drawn anew from the same " +
        "ones. What it joins is often not joined.",
    ]);
  terms.push([
    "Bifurcation, loop, flare, island",
    "Where the graph parts into three or more arms; a way round a hole; a way that ends; a piece " +
      "by itself. Nodes that overlap in threes fill the hole between them.",
  ]);
  if (layers.some((layer) => layer.stability))
    terms.push([
      "Stable",
      "Found again in at least four of five graphs, both where the vectors are drawn anew " +
        "(resamples) and where the settings are a little different, and more often than what " +
        "noise shows.",
    ]);
  return el(
    "details",
    { class: "glossary" },
    el("summary", {}, "What these words mean"),
    el("dl", {}, ...terms.flatMap(([term, text]) => [el("dt", {}, term), el("dd", {}, text)])),
  );
}

function lensMeaning({ second_lens }: Manifest): string {
  return second_lens === null
    ? "The lens: the number by which the vectors are sorted into overlapping intervals before " +
        "they are clustered. The interval of a node is the first part of its name."
    : "The lenses: two numbers by which the vectors are sorted into boxes, every interval of the " +
        "one with every interval of the other, before they are clustered. The first part of a " +
        "node’s name is the number of its box, counted from 0 along the second lens first.";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
