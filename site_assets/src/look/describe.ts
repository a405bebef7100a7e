// Names and numbers of nodes and layers in words, for the panel and for screen readers.
import type { LabelColumn, NodeLabels } from "../data/label_columns";
import type { Graph } from "../data/graph";
import { listOf } from "../data/graph";
import type { Layer, Manifest } from "../data/schema";

const WHOLE = new Intl.NumberFormat("en");

export function count(value: number): string {
  return WHOLE.format(value);
}

/** Three significant digits, without an exponent where people would not write one. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1000) return WHOLE.format(Math.round(value));
  if (size < 0.001) return value.toExponential(1);
  return String(Number(value.toPrecision(3)));
}

export function percent(share: number): string {
  if (share > 0 && share < 0.005) return "< 1 %";
  if (share < 1 && share > 0.995) return "> 99 %";
  return `${Math.round(share * 100)} %`.replace("-", "−");
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

const LENSES: Record<string, (argument: string) => string> = {
  l1_norm: () => "L1 norm",
  l2_norm: () => "L2 norm",
  max_norm: () => "largest absolute value",
  component: (number) => `principal component ${number}`,
  eccentricity: () => "eccentricity",
  knn_distance: (number) => `distance to the ${number || "5"} nearest rows`,
  density: () => "log density",
  confidence: () => "confidence",
  entropy: () => "entropy of the prediction",
  error: () => "error",
  loss: () => "loss",
  logit: (name) => `logit of ${name}`,
  probability: (name) => `probability of ${name}`,
  metadata: (column) => column,
  raw: (lens) => `${lensInWords(lens)} of the rows before preparation`,
  file: (place) => place.replace(/^(.*):(\w+)$/u, "$2 in $1"),
};

/** A lens in words, as in pages/recipe.py: "L2 norm" for l2_norm. */
export function lensInWords(lens: string): string {
  const [, kind = lens, argument = ""] = /^(\w+)(?::(.*))?$/s.exec(lens) ?? [];
  return LENSES[kind]?.(argument.trim()) ?? lens;
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

/**
 * "interval 12", "ball 12", or "box 12: interval 2 of L2 norm, 4 of principal component 1"; null
 * where another tool made the graph and its file does not say.
 */
export function intervalInWords(
  interval: number,
  layer: Layer,
  manifest: Manifest,
): string | null {
  if (manifest.given) return layer.intervals.length ? `element ${interval} of the cover` : null;
  if (layer.ball_radius !== null) return `ball ${interval}`;
  const [first, second] = lensesOf(manifest);
  if (second === undefined) return `interval ${interval} of the lens`;
  const columns = layer.intervals[1] ?? 1;
  return (
    `box ${interval}: interval ${Math.floor(interval / columns)} of ${first!}, ` +
    `${interval % columns} of ${second}`
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
    `Node ${graph.ids[node]!}`,
    ...graph.names.slice(node, node + 1),
    plural(graph.size[node]!, "member"),
    ...(majority ? [`mostly ${majority}`] : []),
    ...lensMeans(graph, node, manifest).map(([lens, mean]) => `mean ${lens} ${mean}`),
    plural(neighbours, "neighbour"),
  ].join(", ");
}

export function graphName(layer: Layer, { given }: Pick<Manifest, "given">): string {
  const { n_nodes, n_edges, quality } = layer;
  return (
    `Mapper graph${given ? "" : ` of layer ${layer.name}`}: ${plural(n_nodes, "node")}, ` +
    `${plural(n_edges, "edge")}, ${plural(quality.components, "component")}`
  );
}
