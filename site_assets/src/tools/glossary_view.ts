// A glossary of the words in the panel.
import type { LayerData } from "../data/layer";
import { memo } from "../data/memo";
import type { Layer, Manifest, StabilitySummary } from "../data/schema";
import { TERMS } from "../kinds/terms";
import { figure, lensesOf } from "../look/describe";
import { figureOf } from "../look/figures";
import { capital, nounOf, vectorsOf } from "../look/noun";
import { nullRows } from "../look/structures";
import type { Model } from "../state/model";
import { el } from "../views/dom";
import type { Parts, Tool } from "./contract";

export class GlossaryView implements Tool {
  readonly root = el("dl");

  constructor({ panel }: { readonly panel: Pick<Parts["panel"], "glossary"> }) {
    panel.glossary.append(this.root);
  }

  update({ data, manifest }: Pick<Model, "data" | "manifest">): void {
    if (data) this.fill(data, manifest);
  }

  /** It is open already: that asked for it. */
  open(): void {}

  private readonly fill = memo((data: LayerData, manifest: Manifest) => {
    this.root.replaceChildren(
      ...termsOf(manifest, data).flatMap(([term, text]) => [el("dt", {}, term), el("dd", {}, text)]),
    );
  });
}

type Term = readonly [string, string];

function termsOf(manifest: Manifest, data: LayerData): Term[] {
  return [
    ...(manifest.given ? givenTerms(manifest) : clusterTerms(manifest, data)),
    ...(TERMS.get(manifest.kind)?.(data, manifest) ?? []),
    ...(data.layer.channels ? [COHESION] : []),
    ...(manifest.labels.length ? labelled(manifest) : []),
    edgeTerm(manifest),
    ...(manifest.layers.length > 1 ? [otherLayers(manifest)] : []),
    ...(data.layer.stability ? JUDGED : []),
    ...STRUCTURES,
    ...(data.layer.stability ? [stable(data.layer.stability)] : []),
  ];
}

function clusterTerms(manifest: Manifest, { layer }: LayerData): Term[] {
  // A ball need not be divided by a clusterer, so its node may be no cluster.
  const grouped = layer.ball_radius === null ? "cluster" : "set";
  const meaning = `A node is a ${grouped} of similar ${vectorsOf(manifest)}. These are its members.`;
  return [
    vector(manifest),
    ["Node, members", meaning],
    [capital(lensesOf(manifest).join(" and ")), lensMeaning(manifest, layer)],
    ...(layer.ball_radius === null ? [] : [ball(manifest, layer)]),
  ];
}

/** Terms of a graph that another tool has made: its file says what its nodes are. */
function givenTerms(manifest: Manifest): Term[] {
  const of = "from the file of the graph.";
  return [
    ["Node, members", `A node is a set of ${vectorsOf(manifest)}, ${of} These are its members.`],
    ...lensesOf(manifest).map((lens): Term => [capital(lens), "The lens: a number of each row."]),
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

function vector({ noun }: Manifest): Term {
  return noun
    ? [capital(noun[0]), "A row of the layer: a list of numbers, one for each channel."]
    : [
        "Activation vector",
        "The output of the layer at one position of one input: a list of numbers, one for each " +
          "channel.",
      ];
}

function labelled({ noun }: Manifest): Term[] {
  const whose = noun ? "members" : "members’ inputs";
  const unused = noun ? "The graph does not use" : "Neither the network nor the graph uses";
  const meaning = `The labels of the ${whose}, and the share of the most frequent label.`;
  return [["Labels, purity", `${meaning} ${unused} the labels.`], CHANCE];
}

const CHANCE: Term = [
    "Chance, excess",
    "Small nodes are pure by chance. Chance is the purity with labels exchanged at random, within " +
      "groups such as word forms where rows have groups. Excess is how far the purity is above " +
      "chance: 0 % is chance, 100 % is pure.",
];

function otherLayers(manifest: Manifest): Term {
  const [, many] = nounOf(manifest);
  const shared = manifest.noun
    ? `${many} in both, divided by the ${many} in either`
    : "inputs with an activation vector in both, divided by the inputs with one in either";
  return [
    "In other layers",
    `The node of another layer that has most nearly the same ${many}, and the Jaccard index of ` +
      `the two: ${shared}.`,
  ];
}

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

function ball(manifest: Manifest, { ball_radius, metric }: Layer): Term {
  const distance = metric === "euclidean" ? "Euclidean" : metric;
  return [
    "Ball",
    `All ${vectorsOf(manifest)} within the ${distance} distance ${figure(ball_radius!)} of one of ` +
      "them, the landmark. The first part of a node’s name is the number of its ball; the balls are " +
      "numbered by the lens of their landmarks.",
  ];
}

function lensMeaning({ second_lens }: Manifest, layer: Layer): string {
  if (layer.ball_radius !== null)
    return "The lens: a number for each vector that colours the graph. The graph does not depend on it.";
  return second_lens === null
    ? "The lens: the number by which the vectors are sorted into overlapping intervals before " +
        "they are clustered. The first part of a node’s name is the number of its interval."
    : "The lenses: two numbers by which the vectors are sorted into boxes before they are " +
        "clustered. A box is an interval of the first lens combined with one of the second. The " +
        "first part of a node’s name is the number of its box, counted from 0 along the second " +
        "lens first.";
}

