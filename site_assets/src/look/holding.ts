// The nodes that hold the rows of a selection. Pure.
import type { Graph } from "../data/graph";
import type { Structure } from "../data/schema";
import { nodesNamed, type Selection } from "../state/selection";

export interface NodeShare {
  readonly node: number;
  readonly members: number;
  readonly share: number;
}

/** The nodes that hold rows of a selection: a path in its order, else the most members first. */
export function nodesHolding({ source, own, members }: Selection, graph: Graph): NodeShare[] {
  const shareOf = (node: number): NodeShare => ({
    node,
    members: members?.[node] ?? 0,
    share: (members?.[node] ?? 0) / graph.size[node]!,
  });
  if (own && source.kind === "path") return (nodesNamed(source, graph) ?? []).map(shareOf);
  return Array.from({ length: graph.n }, (_, node) => shareOf(node))
    .filter((each) => each.members > 0)
    .sort((a, b) => b.members - a.members || b.share - a.share || a.node - b.node);
}

/** The nodes that a selection is about: those it names, else those of which it has at least half. */
export function nodesOf(selection: Selection, graph: Graph): readonly number[] {
  const named = selection.own ? nodesNamed(selection.source, graph) : null;
  if (named) return named;
  return nodesHolding(selection, graph)
    .filter(({ share }) => share >= 0.5)
    .map(({ node }) => node);
}

/** Structures with a node among some; the stable ones first, as in the graph. */
export function structuresTouched(nodes: readonly number[], { structures }: Graph): Structure[] {
  const among = new Set(nodes);
  return structures.filter((one) => one.nodes.some((node) => among.has(node)));
}
