// Names and numbers of nodes and layers in words, for the panel and for screen readers.
import type { LabelColumn, NodeLabels } from "../data/label_columns";
import type { Graph } from "../data/graph";
import { listOf } from "../data/graph";
import type { Layer, Manifest } from "../data/schema";
import { count, gettext, ngettext, pointed } from "../text";

/** Three significant digits, without an exponent where people would not write one. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1000) return count(Math.round(value));
  if (size < 0.001) return value.toExponential(1);
  return pointed(String(Number(value.toPrecision(3))));
}

export function percent(share: number): string {
  if (share > 0 && share < 0.005) return `< ${inPercent(1)}`;
  if (share < 1 && share > 0.995) return `> ${inPercent(99)}`;
  return inPercent(Math.round(share * 100));
}

function inPercent(value: number): string {
  return gettext("{value} %", `${value}`.replace("-", "−"));
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

export function labelName(manifest: Pick<Manifest, "labels">, label: number): string | null {
  return manifest.labels[label] ?? null;
}

/** The chosen column, and what the nodes hold of it. */
export interface ChosenLabels {
  readonly column: LabelColumn;
  readonly nodeLabels: NodeLabels | null;
}

/** The most frequent value of a node in the chosen column; null without one. */
export function majorityName({ column, nodeLabels }: ChosenLabels, node: number): string | null {
  return column.labels[nodeLabels?.majority[node] ?? -1] ?? null;
}

/** The same with its share: "cat, 91 %". */
export function majorityWithShare(chosen: ChosenLabels, node: number): string | null {
  const text = majorityName(chosen, node);
  return text === null ? null : `${text}, ${percent(chosen.nodeLabels!.purity[node]!)}`;
}

/** The messages are in pages/tables/recipe.py; a lens that is not here is called by its name. */
const LENSES: Record<string, string> = {
  l1_norm: "L1 norm",
  l2_norm: "L2 norm",
  max_norm: "largest absolute value",
  component: "principal component {text}",
  knn_distance: "distance to the {text} nearest rows",
  density: "log density",
  entropy: "entropy of the prediction",
  logit: "logit of {text}",
  probability: "probability of {text}",
  metadata: "{text}",
  raw: "{text} of the rows before preparation",
};

/** A lens in words: "L2 norm" for l2_norm. */
export function lensInWords(lens: string): string {
  const [, kind = lens, argument = ""] = /^(\w+)(?::(.*))?$/s.exec(lens) ?? [];
  const text = argument.trim();
  if (kind === "raw") return gettext(LENSES["raw"]!, lensInWords(text));
  if (kind === "file") return text.replace(/^(.*):(\w+)$/u, "$2 in $1");
  return gettext(LENSES[kind] ?? lens, text || 5);
}

/** The lenses in words: one, or two where the cover is made of boxes; none where it is unknown. */
export function lensesOf({
  lens,
  second_lens,
}: Pick<Manifest, "lens" | "second_lens">): string[] {
  return [lens, second_lens].flatMap((one) => (one === null ? [] : lensInWords(one)));
}

/** Each lens with its mean over a node's members, both in words. */
export function lensMeans(graph: Graph, node: number, manifest: Manifest): [string, string][] {
  const means = [graph.lens[node], graph.second_lens[node]];
  return lensesOf(manifest).map((lens, k) => [lens, figure(means[k] ?? NaN)]);
}

/** Class probabilities split the rows: the cover has elements, and no number of them is set. */
export const hasParts = (layer: Layer): boolean => layer.ball_radius === null && !layer.n_intervals.length;

/** Intervals of a lens cover the rows, or boxes: neither balls nor parts. */
export const isOfIntervals = (layer: Layer): boolean => layer.ball_radius === null && layer.n_intervals.length > 0;

/**
 * "interval 12", "ball 12", or "box 12: interval 2 of L2 norm, 4 of principal component 1"; null
 * where another tool made the graph and its file does not say.
 */
export function intervalInWords(
  interval: number,
  layer: Layer,
  manifest: Manifest,
): string | null {
  if (manifest.given) return layer.intervals.length ? gettext("element {n} of the cover", interval) : null;
  if (layer.ball_radius !== null) return gettext("ball {n}", interval);
  if (hasParts(layer)) return gettext("part {n}", interval);
  const [first, second] = lensesOf(manifest);
  if (second === undefined) return gettext("interval {n} of the lens", interval);
  const columns = layer.intervals[1] ?? 1;
  return (
    gettext("box {what}: interval {n} of {value}, {to} of {share}", {
      what: interval,
      n: Math.floor(interval / columns),
      value: first!,
      to: interval % columns,
      share: second,
    })
  );
}

/** The accessible name of a node. */
export function nodeName(
  graph: Graph,
  node: number,
  { manifest, ...chosen }: ChosenLabels & { readonly manifest: Manifest },
): string {
  const majority = majorityWithShare(chosen, node);
  const neighbours = listOf(graph.incident, node).length;
  return [
    gettext("Node {node}", graph.ids[node]!),
    ...graph.names.slice(node, node + 1),
    ngettext("{n} member", "{n} members", graph.size[node]!),
    ...(majority ? [gettext("mostly {name}", majority)] : []),
    ...lensMeans(graph, node, manifest).map(([lens, mean]) => gettext("mean {lens} {value}", { lens, value: mean })),
    ngettext("{n} neighbour", "{n} neighbours", neighbours),
  ].join(", ");
}

export function graphName(layer: Layer, { given }: Pick<Manifest, "given">): string {
  const { n_nodes, n_edges, quality } = layer;
  return (
    `${given ? gettext("Mapper graph") : gettext("Mapper graph of layer {layer}", layer.name)}: ${ngettext("{n} node", "{n} nodes", n_nodes)}, ` +
    `${ngettext("{n} edge", "{n} edges", n_edges)}, ${ngettext("{n} component", "{n} components", quality.components)}`
  );
}
