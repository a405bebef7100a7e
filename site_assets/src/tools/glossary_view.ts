// A glossary of the words in the panel.
import type { LayerData } from "../data/layer";
import { memo } from "../data/memo";
import type { Layer, Manifest, StabilitySummary } from "../data/schema";
import { TERMS } from "../kinds/terms";
import { figure, isOfIntervals, lensesOf } from "../look/describe";
import { capital, nounOf, vectorsOf } from "../look/noun";
import { nullRows } from "../look/structures";
import type { Model } from "../state/model";
import { el } from "../views/dom";
import type { Parts, Tool } from "./contract";
import { gettext } from "../text";

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
  // A ball need not be divided by a clusterer, nor is a part, so its node may be no cluster.
  const grouped = isOfIntervals(layer) ? gettext("cluster") : gettext("set");
  const meaning = gettext("A node is a {what} of similar {rows}. These are its members.", { what: grouped, rows: vectorsOf(manifest) });
  return [
    vector(manifest),
    [gettext("Node, members"), meaning],
    [capital(lensesOf(manifest).join(gettext(" and "))), lensMeaning(manifest, layer)],
    ...(layer.ball_radius === null ? [] : [ball(manifest, layer)]),
    ...(layer.n_intervals.length ? [] : [PART]),
  ];
}

/** Terms of a graph that another tool has made: its file says what its nodes are. */
function givenTerms(manifest: Manifest): Term[] {
  const of = gettext("from the file of the graph.");
  return [
    [gettext("Node, members"), gettext("A node is a set of {rows}, {what} These are its members.", { rows: vectorsOf(manifest), what: of })],
    ...lensesOf(manifest).map((lens): Term => [capital(lens), gettext("The lens: a number of each row.")]),
    ...(manifest.node_value === null
      ? []
      : [[capital(manifest.node_value), gettext("A number of each node, {what}", of)] as const]),
  ];
}

function edgeTerm({ given }: Manifest): Term {
  const joins = given
    ? gettext("An edge joins two nodes, as the file of the graph has it.")
    : gettext("An edge joins two nodes that share members.");
  return [
    gettext("Edge, Jaccard index"),
    gettext(
      "{what} Its Jaccard index is the number of shared members, divided by the number of " +
      "members in either node.", joins),
  ];
}

const COHESION: Term = [
  gettext("Cohesion"),
  gettext("Mean cosine similarity of the members to their mean, the centroid."),
];

function vector({ noun }: Manifest): Term {
  return noun
    ? [capital(noun[0]), gettext("A row of the layer: a list of numbers, one for each channel.")]
    : [
        gettext("Activation vector"),
        gettext(
          "The output of the layer at one position of one input: a list of numbers, one for " +
          "each channel."),
      ];
}

function labelled({ noun }: Manifest): Term[] {
  const whose = noun ? gettext("members") : gettext("members’ inputs");
  const unused = noun ? gettext("The graph does not use") : gettext("Neither the network nor the graph uses");
  const meaning = gettext("The labels of the {what}, and the share of the most frequent label.", whose);
  return [[gettext("Labels, purity"), gettext("{what} {value} the labels.", { what: meaning, value: unused })], CHANCE];
}

const CHANCE: Term = [
    gettext("Chance, excess"),
    gettext(
      "Small nodes are pure by chance. Chance is the purity with labels exchanged at " +
      "random, within groups such as word forms where rows have groups. Excess is how far " +
      "the purity is above chance: 0 % is chance, 100 % is pure."),
];

function otherLayers(manifest: Manifest): Term {
  const [, many] = nounOf(manifest);
  const shared = manifest.noun
    ? gettext("{rows} in both, divided by the {rows} in either", many)
    : gettext("inputs with an activation vector in both, divided by the inputs with one in either");
  return [
    gettext("In other layers"),
    gettext(
      "The node of another layer that has most nearly the same {rows}, and the Jaccard " +
      "index of the two: {what}.", { rows: many, what: shared }),
  ];
}

const JUDGED: Term[] = [
  [
    gettext("Resamples, settings"),
    gettext(
      "Resamples: graphs of rows that were drawn at random from the same rows, with " +
      "replacement. Settings: graphs of the same rows with slightly different parameters."),
  ],
  [gettext("Dashed edge"), gettext("An edge that is found again in less than half of the resamples.")],
];

const STRUCTURES: Term[] = [
  [gettext("Bifurcation"), gettext("A node where three or more branches meet.")],
  [gettext("Loop"), gettext("A closed cycle of nodes. Three nodes that all overlap are not a loop.")],
  [gettext("Flare"), gettext("A branch with a free end.")],
  [gettext("Island"), gettext("A component that is separate from the largest one.")],
];

function stable(judged: StabilitySummary): Term {
  return [
    gettext("Stable"),
    gettext(
      "Found again in at least 80 % of the resamples and 80 % of the settings, and more " +
      "often than in {what}.", nullRows(judged)),
  ];
}

function ball(manifest: Manifest, { ball_radius, metric }: Layer): Term {
  const distance = metric === "euclidean" ? gettext("Euclidean distance") : gettext("cosine distance");
  return [
    gettext("Ball"),
    gettext(
      "All {rows} within the {value} {share} of one of them, the " +
      "landmark. The first part of a node’s name is the number of its ball; the balls are " +
      "numbered by the lens of their landmarks.", { rows: vectorsOf(manifest), value: distance, share: figure(ball_radius!) }),
  ];
}

const PART: Term = [gettext("Part"), gettext("Connected vectors of like class probabilities.")];

function lensMeaning({ second_lens }: Manifest, layer: Layer): string {
  if (!isOfIntervals(layer))
    return gettext(
      "The lens: a number for each vector that colours the graph. The graph does not " +
      "depend on it.");
  return second_lens === null
    ? gettext(
      "The lens: the number by which the vectors are sorted into overlapping intervals " +
      "before they are clustered. The first part of a node’s name is the number of its " +
      "interval.")
    : gettext(
      "The lenses: two numbers by which the vectors are sorted into boxes before they are " +
      "clustered. A box is an interval of the first lens combined with one of the second. " +
      "The first part of a node’s name is the number of its box, counted from 0 along the " +
      "second lens first.");
}

