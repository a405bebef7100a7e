// The scene of a model: all that the drawing of its graph depends on except the camera.
import { lentTo } from "../data/live/types";
import type { Discs, Kind } from "../kinds/kind";
import { looksOf } from "../look/appearance";
import { majorityName } from "../look/describe";
import { edgeClasses } from "../look/edges";
import type { Model } from "../state/model";
import { leadersOf } from "./captions";
import type { Scene } from "./graph_painter";

export function sceneOf(model: Model, kind: Kind, discs: Discs | null): Scene {
  const { data, look, column, theme } = model;
  const { weight, edges, pictures, arrangement } = model.state.view;
  const nodeLabels = model.nodeLabels!;
  const shown = { weight, edges };
  const { graph } = look!;
  return {
    graph,
    looks: looksOf(look!),
    leaders: leadersOf(graph, nodeLabels),
    named: arrangement.names === "on",
    nameOf: (node) =>
      majorityName({ column, nodeLabels }, node) ??
      kind.words?.(data!, node) ??
      graph.names[node] ??
      null,
    theme,
    shown,
    edgeClasses: edgeClasses(graph, shown),
    contents: pictures,
    content: (node) => {
      const lent = lentTo(data!, node);
      return (lent && discs?.content(lent.data, lent.node)) ?? null;
    },
  };
}
