// A glossary of the words in the panel.
import type { LayerData } from "../data/layer";
import { memo } from "../data/memo";
import type { Manifest, StabilitySummary } from "../data/schema";
import { kindOf } from "../kinds/kinds";
import { lensesOf } from "../look/describe";
import { figureOf } from "../look/figures";
import { nullRows } from "../look/structures";
import { el } from "./dom";

/** A single element that is kept, so that it stays open from node to node. */
export class GlossaryView {
  private readonly list = el("dl");
  readonly root = el(
    "details",
    { class: "glossary" },
    el("summary", {}, "What these words mean"),
    this.list,
  );

  constructor(private readonly manifest: Manifest) {}

  readonly update = memo((data: LayerData) => {
    const terms = termsOf(this.manifest, data);
    this.list.replaceChildren(
      ...terms.flatMap(([term, text]) => [el("dt", {}, term), el("dd", {}, text)]),
    );
  });
}

type Term = readonly [string, string];

function termsOf(manifest: Manifest, data: LayerData): Term[] {
  return [
    ...(manifest.given ? givenTerms(manifest) : clusterTerms(manifest)),
    ...(kindOf(manifest).terms?.(data) ?? []),
    ...(data.layer.channels ? [COHESION] : []),
    ...(manifest.labels.length ? LABELLED : []),
    edgeTerm(manifest),
    ...(manifest.layers.length > 1 ? OTHER_LAYERS : []),
    ...(data.layer.stability ? JUDGED : []),
    ...STRUCTURES,
    ...(data.layer.stability ? [stable(data.layer.stability)] : []),
  ];
}

function clusterTerms(manifest: Manifest): Term[] {
  return [
    [
      "Activation vector",
      "The output of the layer at one position of one input: a list of numbers, one for each " +
        "channel.",
    ],
    ["Node, members", "A node is a cluster of similar activation vectors. These are its members."],
    [capital(lensesOf(manifest).join(" and ")), lensMeaning(manifest)],
  ];
}

/** Terms of a graph that another tool has made: its file says what its nodes are. */
function givenTerms(manifest: Manifest): Term[] {
  const of = "from the file of the graph.";
  return [
    ["Node, members", `A node is a set of rows, ${of} These are its members.`],
    ...lensesOf(manifest).map((lens): Term => [capital(lens), `The lens: a number of each row, ${of}`]),
    ...(manifest.node_value === null
      ? []
      : [[capital(manifest.node_value), `A number of each node, ${of}`] as const]),
  ];
}

function edgeTerm({ given }: Manifest): Term {
  const joins = given
    ? "An edge joins two nodes, as the file of the graph has it."
    : "An edge joins two nodes that share members.";
  return [
    "Edge, Jaccard index",
    `${joins} Its Jaccard index is the number of shared members, divided by the number of members ` +
      "in either node.",
  ];
}

const COHESION: Term = ["Cohesion", figureOf("cohesion").description];

const LABELLED: Term[] = [
  [
    "Labels, purity",
    "The labels of the members’ inputs, and the share of the most frequent label. Neither the " +
      "network nor the graph uses the labels.",
  ],
  [
    "Chance, excess",
    "Small nodes are pure by chance. Chance is the purity with labels exchanged at random, within " +
      "groups such as word forms where rows have groups. Excess is how far the purity is above " +
      "chance: 0 % is chance, 100 % is pure.",
  ],
];

const OTHER_LAYERS: Term[] = [
  [
    "In other layers",
    "The node of another layer that has most nearly the same inputs, and the Jaccard index of the " +
      "two: inputs with an activation vector in both, divided by the inputs with one in either.",
  ],
];

const JUDGED: Term[] = [
  [
    "Resamples, settings",
    "Resamples: graphs of rows that were drawn at random from the same rows, with replacement. " +
      "Settings: graphs of the same rows with slightly different parameters.",
  ],
  ["Dashed edge", "An edge that is found again in less than half of the resamples."],
];

const STRUCTURES: Term[] = [
  ["Bifurcation", "A node where three or more branches meet."],
  ["Loop", "A closed cycle of nodes. Three nodes that all overlap are not a loop."],
  ["Flare", "A branch with a free end."],
  ["Island", "A component that is separate from the largest one."],
];

function stable(judged: StabilitySummary): Term {
  return [
    "Stable",
    "Found again in at least 80 % of the resamples and 80 % of the settings, and more often than in " +
      `${nullRows(judged)}.`,
  ];
}

function lensMeaning({ second_lens }: Manifest): string {
  return second_lens === null
    ? "The lens: the number by which the vectors are sorted into overlapping intervals before " +
        "they are clustered. The first part of a node’s name is the number of its interval."
    : "The lenses: two numbers by which the vectors are sorted into boxes before they are " +
        "clustered. A box is an interval of the first lens combined with one of the second. The " +
        "first part of a node’s name is the number of its box, counted from 0 along the second " +
        "lens first.";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
