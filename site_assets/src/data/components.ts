// The connected components of a graph, along the edges that are shown.
import type { Graph } from "./graph";

/** The number of each node's component; nodes of one component have the same. */
export function componentsOf(
  { n, nEdges, source, target }: Pick<Graph, "n" | "nEdges" | "source" | "target">,
  isShown: (edge: number) => boolean,
): Uint32Array {
  const parent = Uint32Array.from({ length: n }, (_, node) => node);
  const root = (node: number): number => {
    while (parent[node] !== node) node = parent[node] = parent[parent[node]!]!;
    return node;
  };
  for (let edge = 0; edge < nEdges; edge++)
    if (isShown(edge)) parent[root(source[edge]!)] = root(target[edge]!);
  return parent.map((_, node) => root(node));
}
