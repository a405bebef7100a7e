// The ways to make a selection from the graph: each gives the event that selects it.
import type { LayerData } from "../data/layer";
import { shortestPath } from "../data/ways";
import { say } from "./effect";
import { nodesNamed, type Selection } from "./selection";
import type { GraphSource, NodeSource, Source } from "./source";
import { type Event, selectNode, type State } from "./state";

/** The neighbourhood that a reader can widen a selection to. */
const MOST_STEPS = 99;

export function nodeSource({ layer, graph }: LayerData, node: number): NodeSource {
  return { kind: "node", layer: layer.id, value: graph.ids[node]! };
}

export function nodesSource(data: LayerData, nodes: readonly number[]): GraphSource {
  const value = nodes.map((node) => data.graph.ids[node]!).join(",");
  return { kind: "nodes", layer: data.layer.id, value };
}

export function selectSource(source: Source): Event {
  return { type: "select", source, index: null };
}

export function selectEdge({ layer, graph }: LayerData, edge: number): Event {
  const ends = [graph.source[edge]!, graph.target[edge]!].map((node) => graph.ids[node]!);
  return selectSource({ kind: "edge", layer: layer.id, value: ends.join(",") });
}

export function selectComponent({ layer, graph }: LayerData, node: number): Event {
  return selectSource({ kind: "component", layer: layer.id, value: graph.ids[node]! });
}

export function selectNear({ layer, graph }: LayerData, node: number, steps: number): Event {
  const value = `${graph.ids[node]!},${Math.min(MOST_STEPS, steps)}`;
  return selectSource({ kind: "near", layer: layer.id, value });
}

/** The shortest path, where one leads there. */
export function selectPath(data: LayerData, from: number, to: number): Event {
  const { ids } = data.graph;
  if (from === to) return selectNode(data, to);
  const path = shortestPath(data.graph, from, to);
  if (!path) return { type: "ask", effect: say(`No path leads from ${ids[from]!} to ${ids[to]!}`) };
  return selectSource({ ...nodesSource(data, path), kind: "path" });
}

/** Select a node, or the path to it where the reader has chosen the first node of one. */
export function chooseNode(data: LayerData, { pathFrom }: State, node: number): Event {
  const from = pathFrom?.layer === data.layer.id ? data.graph.indexOf.get(pathFrom.value) : undefined;
  return from === undefined ? selectNode(data, node) : selectPath(data, from, node);
}

/** Add a node to the nodes that are selected, or take it from them. */
export function toggleNode(data: LayerData, described: Selection | null, node: number): Event {
  const before = described?.own ? (nodesNamed(described.source, data.graph) ?? []) : [];
  const rest = before.filter((each) => each !== node);
  const nodes = rest.length < before.length ? rest : [...before, node];
  if (!before.length) return selectNode(data, node);
  return nodes.length ? selectSource(nodesSource(data, nodes)) : selectNode(data, null);
}
