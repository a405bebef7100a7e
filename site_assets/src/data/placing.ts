// The graph with its nodes at other places than the published ones. Everything that draws a graph
// or looks for its nodes takes the places from it.
import { boundsOf, type Graph, spacing } from "./graph";
import { membersOf, type Rows } from "./layer";
import type { Scatter } from "./scatter";

/** A node that the reader has moved. */
export interface Pin {
  readonly node: string;
  readonly x: number;
  readonly y: number;
}

export function placed(graph: Graph, x: Float32Array, y: Float32Array): Graph {
  return { ...graph, x, y, bounds: boundsOf(x, y), ...spacing({ ...graph, x, y }) };
}

/**
 * Each node at the mean of its rows in a scatter, which is drawn as large as the published layout.
 */
export function placedByRows(
  graph: Graph,
  rows: Pick<Rows, "members">,
  scatter: Pick<Scatter, "x" | "y">,
): Graph {
  const { bounds } = graph;
  const side = Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top);
  const [x, y] = [scatter.x, scatter.y].map((values) =>
    Float32Array.from({ length: graph.n }, (_, node) => mean(values, membersOf(rows, node))),
  ) as [Float32Array, Float32Array];
  const scale = side / Math.max(extent(x), extent(y), 1e-6);
  return placed(
    graph,
    x.map((value) => value * scale),
    y.map((value) => value * scale),
  );
}

function mean(values: ArrayLike<number>, rows: Uint32Array): number {
  let sum = 0;
  for (const row of rows) sum += values[row]!;
  return sum / Math.max(1, rows.length);
}

function extent(values: Float32Array): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity) - values.reduce((a, b) => Math.min(a, b), Infinity);
}

/**
 * The graph with some nodes at other places, within its bounds: the camera of an address and the
 * sizes of nodes mean the same with and without them.
 */
export function pinnedAt(graph: Graph, pinned: readonly Pin[]): Graph {
  const [x, y] = [graph.x.slice(), graph.y.slice()];
  for (const pin of pinned) {
    const node = graph.indexOf.get(pin.node);
    if (node !== undefined) [x[node], y[node]] = within(graph, pin.x, pin.y);
  }
  return { ...graph, x, y, apart: spacing({ ...graph, x, y }).apart };
}

/** The nearest place within the bounds of a graph. */
export function within({ bounds }: Graph, x: number, y: number): [number, number] {
  return [
    Math.min(bounds.right, Math.max(bounds.left, x)),
    Math.min(bounds.bottom, Math.max(bounds.top, y)),
  ];
}
