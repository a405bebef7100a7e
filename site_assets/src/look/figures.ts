// The figures of a node: what nodes are coloured by, what the table and the panel list, what an
// address can ask for. A new figure is one entry here, and one array of the graph chunk.
import type { Graph } from "../data/graph";
import type { Layer, Manifest } from "../data/schema";
import { count, figure as number, labelName, lensesOf, percent } from "./describe";

export interface Figure {
  /** Name in addresses. */
  readonly id: string;
  /** Array of the graph with a value for each node; NaN, or an empty array, for unknown. */
  readonly array: ArrayName;
  /** Array of the rows chunk with each row's own value; null where a row takes its node's. */
  readonly rows: "lens" | "second_lens" | null;
  /** On the switch; null where nodes cannot be coloured by it. */
  readonly label: string | null;
  /** In the legend. Here and below {lens} and {second_lens} stand for the names of the lenses. */
  readonly legend: string;
  /** Head of the column in the table. */
  readonly column: string;
  /**
   * Ends of the colour scale: two numbers, the range of the layer's lens, or the range of the
   * nodes' values; null for values without an order.
   */
  readonly scale: readonly [number, number] | "lens" | "values" | null;
  readonly format: Format;
  /** What an exploration must have for the figure to exist. */
  readonly needs: "labels" | "second_lens" | "stability" | null;
}

export type Format = "number" | "share" | "decimal" | "count" | "label";

type ArrayName = {
  [K in keyof Graph]: Graph[K] extends Float32Array | Int16Array | Uint32Array ? K : never;
}[keyof Graph];

export const FIGURES = [
  {
    id: "members",
    array: "size",
    rows: null,
    label: null,
    legend: "members",
    column: "Members",
    scale: "values",
    format: "count",
    needs: null,
  },
  {
    id: "lens",
    array: "lens",
    rows: "lens",
    label: "Lens",
    legend: "mean {lens}",
    column: "Mean {lens}",
    scale: "lens",
    format: "number",
    needs: null,
  },
  {
    id: "second",
    array: "second_lens",
    rows: "second_lens",
    label: "Lens 2",
    legend: "mean {second_lens}",
    column: "Mean {second_lens}",
    scale: "values",
    format: "number",
    needs: "second_lens",
  },
  {
    id: "purity",
    array: "purity",
    rows: null,
    label: "Purity",
    legend: "label purity",
    column: "Purity",
    scale: [0, 1],
    format: "share",
    needs: "labels",
  },
  {
    id: "tightness",
    array: "tightness",
    rows: null,
    label: "Cohesion",
    legend: "cohesion: mean cosine similarity to the centroid",
    column: "Cohesion",
    scale: "values",
    format: "decimal",
    needs: null,
  },
  {
    id: "label",
    array: "majority",
    rows: null,
    label: "Label",
    legend: "majority label",
    column: "Majority label",
    scale: null,
    format: "label",
    needs: "labels",
  },
  {
    id: "stability",
    array: "node_bootstrap",
    rows: null,
    label: "Stability",
    legend: "share of resamples",
    column: "Stability",
    scale: [0, 1],
    format: "share",
    needs: "stability",
  },
  {
    id: "degree",
    array: "degree",
    rows: null,
    label: null,
    legend: "neighbours",
    column: "Neighbours",
    scale: "values",
    format: "count",
    needs: null,
  },
] as const satisfies readonly Figure[];

/** Something that nodes can be coloured by: the id of a figure. */
export type Colouring = Exclude<(typeof FIGURES)[number], { label: null }>["id"];

/** The figures that an exploration has. */
export function figuresOf(manifest: Manifest): Figure[] {
  const has = {
    labels: manifest.labels.length > 0,
    second_lens: manifest.second_lens !== null,
    stability: isAnyJudged(manifest),
  };
  return FIGURES.filter(({ needs }) => needs === null || has[needs]);
}

/** What an exploration's nodes can be coloured by. */
export function coloursOf(manifest: Manifest): Colouring[] {
  return figuresOf(manifest).flatMap(({ id, label }) => (label === null ? [] : (id as Colouring)));
}

export function isAnyJudged({ layers }: Manifest): boolean {
  return layers.some((layer) => layer.stability !== null);
}

export function figureOf(id: Colouring): Figure {
  return FIGURES.find((figure) => figure.id === id)!;
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
