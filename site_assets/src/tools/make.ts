// The ways to make a selection around a node: each gives the event that selects it.
import type { LayerData } from "../data/layer";
import { type Effect, say } from "../state/effect";
import type { Standing } from "../state/keyboard";
import { nodeSource, nodesSource, selectSource } from "../state/made";
import { nodesNamed, type Selection } from "../state/selection";
import { namesIn, stepsOf } from "../state/source";
import type { Event } from "../state/event";
import { selectNode } from "../state/state";
import { shortestPath } from "./path";
import { gettext } from "../text";

/** The neighbourhood that a reader can widen a selection to. */
const MOST_STEPS = 99;

export function made(
  { what, node, from }: Effect & { do: "make" },
  { data, described, selected }: Omit<Standing, "state">,
): Event {
  switch (what) {
    case "path":
      return pathFrom(data, from ?? selected, node);
    case "add":
      return toggleNode(data, described, node);
    case "component":
      return selectComponent(data, node);
    default:
      return stepping(what === "wider" ? 1 : -1, data, described, node);
  }
}

/** The shortest path, where one leads there; without its first node, that is chosen now. */
function pathFrom(data: LayerData, from: number | null, to: number): Event {
  const { ids } = data.graph;
  if (from === null) return { type: "path-from", node: nodeSource(data, to) };
  if (from === to) return selectNode(data, to);
  const path = shortestPath(data.graph, from, to);
  if (!path) return ask(gettext("No path leads from {from} to {to}", { from: ids[from]!, to: ids[to]! }));
  return selectSource({ ...nodesSource(data, path), kind: "path" });
}

export function selectComponent({ layer, graph }: LayerData, node: number): Event {
  return selectSource({ kind: "component", layer: layer.id, value: graph.ids[node]! });
}

export function selectNear({ layer, graph }: LayerData, node: number, steps: number): Event {
  const value = `${graph.ids[node]!},${Math.min(MOST_STEPS, steps)}`;
  return selectSource({ kind: "near", layer: layer.id, value });
}

/** One step wider or narrower than the neighbourhood that is selected. */
function stepping(by: 1 | -1, data: LayerData, described: Selection | null, node: number): Event {
  const near = described?.own && described.source.kind === "near" ? described.source : null;
  const centre = near ? data.graph.indexOf.get(namesIn(near)[0]!)! : node;
  const steps = (near ? stepsOf(near) : 0) + by;
  return steps < 1 ? ask(gettext("A neighbourhood has one step at least")) : selectNear(data, centre, steps);
}

/** Add a node to the nodes that are selected, or take it from them. */
function toggleNode(data: LayerData, described: Selection | null, node: number): Event {
  const before = described?.own ? (nodesNamed(described.source, data.graph) ?? []) : [];
  const rest = before.filter((each) => each !== node);
  const nodes = rest.length < before.length ? rest : [...before, node];
  if (!before.length) return selectNode(data, node);
  return nodes.length ? selectSource(nodesSource(data, nodes)) : selectNode(data, null);
}

function ask(text: string): Event {
  return { type: "ask", effect: say(text) };
}
