// Sources that are made from the graph, and the events that select them. tools/make.ts has the rest.
import type { LayerData } from "../data/layer";
import type { GraphSource, NodeSource, Source } from "./source";
import type { Event } from "./event";
import { selectNode, type State } from "./state";

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

/** Asks for the path from one node to another. */
export function askForPath(from: number, to: number): Event {
  return { type: "ask", effect: { do: "make", what: "path", node: to, from } };
}

/** Select a node, or the path to it where the reader has chosen the first node of one. */
export function chooseNode(data: LayerData, { pathFrom }: State, node: number): Event {
  const from = pathFrom?.layer === data.layer.id ? data.graph.indexOf.get(pathFrom.value) : undefined;
  return from === undefined ? selectNode(data, node) : askForPath(from, node);
}
