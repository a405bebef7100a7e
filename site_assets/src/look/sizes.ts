// The sizes of nodes: their radii by what the reader has chosen, and what the legends show of them.
import type { Graph } from "../data/graph";
import type { Arrangement } from "../state/arrangement";
import { percent } from "./describe";
import { count, gettext } from "../text";

const SMALLEST = 0.13;
const GROWTH = 0.37;
/** The radius of all nodes where it shows nothing. */
const CONSTANT = 0.28;

/** Radius in typical edge lengths: area grows with the members, the smallest node stays visible. */
export function radiusOf(members: number, largest: number): number {
  return SMALLEST + GROWTH * Math.sqrt(members / largest);
}

/** What radii show in a graph: that of another one was not judged, so members take its place. */
function sizedBy({ node_bootstrap, n }: Graph, size: Arrangement["size"]): Arrangement["size"] {
  return size === "stability" && node_bootstrap.length !== n ? "members" : size;
}

/** The radius of each node in typical edge lengths. */
export function radiiOf(graph: Graph, chosen: Arrangement["size"]): Float32Array {
  const size = sizedBy(graph, chosen);
  if (size === "constant") return new Float32Array(graph.n).fill(CONSTANT);
  const [values, most] =
    size === "stability" ? [graph.node_bootstrap, 1] : [graph.size, graph.largest];
  return Float32Array.from(values, (value) => radiusOf(value || 0, most));
}

/** A disc of a legend: its text, and its radius as a share of the largest one. */
export interface SizeMark {
  readonly text: string;
  readonly share: number;
}

/** What the legend of sizes says, and its discs. */
export function sizeLegend(
  graph: Graph,
  chosen: Arrangement["size"],
): { readonly title: string; readonly marks: readonly SizeMark[] } {
  const size = sizedBy(graph, chosen);
  if (size === "constant") return { title: gettext("nodes of one size"), marks: [] };
  const [title, values, most, written] =
    size === "stability"
      ? ([gettext("found in resamples"), [0.1, 0.5, 1], 1, percent] as const)
      : ([gettext("members"), roundCounts(graph.largest), graph.largest, count] as const);
  const marks = values.map((value) => ({
    text: written(value),
    share: radiusOf(value, most) / radiusOf(1, 1),
  }));
  return { title, marks };
}

/** Up to three counts that start with 1, 2 or 5, from small to the largest node. */
export function roundCounts(largest: number): number[] {
  const round = (value: number): number => {
    const power = 10 ** Math.floor(Math.log10(value));
    return Math.max(1, [5, 2, 1].map((step) => step * power).find((step) => step <= value) ?? 1);
  };
  return [
    ...new Set([round(Math.max(1, largest / 25)), round(Math.max(1, largest / 5)), round(largest)]),
  ];
}
