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
    second_lens: manifest.second_lens !== null,
    stability: isAnyJudged(manifest),
  };
  return NODE_FIGURES.filter(({ needs }) => needs === null || has[needs]);
}

/** What an exploration's nodes can be coloured by. */
export function coloursOf(manifest: Manifest): Colouring[] {
  return figuresOf(manifest).flatMap(({ id, label }) => (label === null ? [] : (id as Colouring)));
}

export function isAnyJudged({ layers }: Manifest): boolean {
  return layers.some((layer) => layer.stability !== null);
}

export function figureOf(id: Colouring): Figure {
  return NODE_FIGURES.find((figure) => figure.id === id)!;
}

/** A text of the table with the names of this exploration's lenses. */
export function named(text: string, manifest: Manifest): string {
  const [lens = "", second = ""] = lensesOf(manifest);
  return text.replace("{lens}", lens).replace("{second_lens}", second);
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
  for (const value of graph[array]) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return low < high ? { low, high } : { low: low - 0.01, high: low + 0.01 };
}

/** A value as readers see it. */
export function written(value: number, format: Format, manifest: Manifest): string {
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
