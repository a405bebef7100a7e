// The nodes and edges that make up a selection, to be drawn over the graph.
import type { Graph } from "../data/graph";
import { edgeBetween } from "../data/ways";
import { nodesNamed, type Selection, structureOf } from "../state/selection";
import { edgesOf } from "./structures";

/** Nodes and edges to highlight, including hidden edges. */
export interface Lit {
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
}

/** Null where a selection is not named in the graph on show, or has no edges of its own. */
export function litOf({ source, own }: Pick<Selection, "source" | "own">, graph: Graph): Lit | null {
  if (!own) return null;
  const structure = structureOf(graph, source);
  if (structure) return { nodes: structure.nodes, edges: edgesOf(graph, structure) };
  if (source.kind !== "path" && source.kind !== "edge") return null;
  const nodes = nodesNamed(source, graph);
  return nodes && { nodes, edges: along(nodes, graph) };
}

function along(nodes: readonly number[], graph: Graph): number[] {
  return nodes.slice(1).flatMap((node, i) => edgeBetween(graph, nodes[i]!, node) ?? []);
}
