// The figures of a node, from the table in generator/topopress/bundle/node_figures.py: what nodes
// are coloured by, what the table, the panel and the glossary list, what an address can ask for.
import type { Graph } from "../data/graph";
import { type Layer, type Manifest, NODE_FIGURES } from "../data/schema";
import { count, figure as number, labelName, lensesOf, percent } from "./describe";

export type Figure = (typeof NODE_FIGURES)[number];
export type Format = Figure["format"];

/** Something that nodes can be coloured by: the id of a figure. */
export type Colouring = Exclude<Figure, { label: null }>["id"];

/** The figures that an exploration has. */
export function figuresOf(manifest: Manifest): Figure[] {
  const has = {
    labels: manifest.labels.length > 0,
    lens: manifest.lens !== null,
    second_lens: manifest.second_lens !== null,
    stability: isAnyJudged(manifest),
    vectors: hasVectors(manifest),
    node_value: manifest.node_value !== null,
  };
  return NODE_FIGURES.filter(({ needs }) => needs === null || has[needs]);
}

/** What an exploration's nodes can be coloured by. */
export function coloursOf(manifest: Manifest): Colouring[] {
  return figuresOf(manifest).flatMap(({ id, label, without_lens }) =>
    label === null || (without_lens && manifest.lens !== null) ? [] : (id as Colouring),
  );
}

/** What nodes are coloured by at first: the lens, or what comes nearest to it without one. */
export function firstColour(manifest: Manifest): Colouring {
  const there = coloursOf(manifest);
  return (["lens", "value", "label"] as const).find((id) => there.includes(id)) ?? "members";
}

/** Whether rows have vectors; those of a graph that another tool has made may have none. */
export function hasVectors({ layers }: Pick<Manifest, "layers">): boolean {
  return layers.some(({ channels }) => channels > 0);
}

export function isAnyJudged({ layers }: Manifest): boolean {
  return layers.some((layer) => layer.stability !== null);
}

export function figureOf(id: Colouring): Figure {
  return NODE_FIGURES.find((figure) => figure.id === id)!;
}

/** A text of the table with the names of this exploration's lenses. */
export function named(
  text: string,
  manifest: Pick<Manifest, "lens" | "second_lens" | "node_value">,
): string {
  const [lens = "", second = ""] = lensesOf(manifest);
  return text
    .replace("{lens}", lens)
    .replace("{second_lens}", second)
    .replace("{node_value}", manifest.node_value ?? "");
}

export function labelOf({ id, label }: Figure, { second_lens }: Manifest): string {
  return id === "lens" && second_lens !== null ? "Lens 1" : (label ?? "");
}

export function valuesOf(graph: Graph, { array }: Figure): ArrayLike<number> {
  return graph[array];
}

export interface Scale {
  readonly low: number;
  readonly high: number;
}

/** The range a figure spans in a layer; null for values without an order. */
export function scaleOf({ scale, array }: Figure, layer: Layer, graph: Graph): Scale | null {
  if (scale === null) return null;
  if (scale === "lens") return { low: layer.lens_min, high: layer.lens_max };
  if (scale !== "values") return { low: scale[0], high: scale[1] };
  let [low, high] = [Infinity, -Infinity];
  for (const value of graph[array])
    if (value === value) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return low < high ? { low, high } : { low: low - 0.01, high: low + 0.01 };
}

/** A value as readers see it. */
export function written(
  value: number,
  format: Format,
  manifest: Pick<Manifest, "labels">,
): string {
  if (Number.isNaN(value)) return "–";
  switch (format) {
    case "number":
      return number(value);
    case "share":
      return percent(value);
    case "decimal":
      return value.toFixed(2);
    case "count":
      return count(value);
    case "label":
      return labelName(manifest, value) ?? "";
  }
}
