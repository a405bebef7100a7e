// The scene of a model: all that the drawing of its graph depends on except the camera.
import type { LayerData } from "../data/layer";
import { lentTo } from "../data/live/types";
import { memo } from "../data/memo";
import type { Discs, Kind } from "../kinds/kind";
import { looksOf } from "../look/appearance";
import { majorityName } from "../look/describe";
import { edgeClasses } from "../look/edges";
import { piesOf, round } from "../look/pies";
import type { Model } from "../state/model";
import { leadersOf } from "./captions";
import type { Scene } from "./graph_painter";

const composed = memo(piesOf);

export function sceneOf(model: Model, kind: Kind, discs: Discs | null): Scene {
  const { data, look, column, theme } = model;
  const { view } = model.state;
  const { weight, edges, pictures, arrangement } = view;
  const nodeLabels = model.nodeLabels!;
  const shown = { weight, edges };
  const { graph } = look!;
  // Pies are of labels.
  const pies = view.pies && !look!.scale ? composed(graph, nodeLabels, look!.ranks) : null;
  /** What the author's graph tells of a node. */
  const lent = <T>(node: number, tell: (data: LayerData, node: number) => T | null | undefined): T | null => {
    const from = lentTo(data!, node);
    return (from && tell(from.data, from.node)) ?? null;
  };
  return {
    graph,
    looks: pies ? looksOf(look!).map(round) : looksOf(look!),
    leaders: leadersOf(graph, nodeLabels),
    named: arrangement.names === "on",
    nameOf: (node) =>
      majorityName({ column, nodeLabels }, node) ??
      lent(node, (from, of) => kind.words?.(from, of)) ??
      graph.names[node] ??
      null,
    theme,
    shown,
    edgeClasses: edgeClasses(graph, shown),
    contents: pictures,
    content: (node) => lent(node, (from, of) => discs?.content(from, of)),
    pies,
  };
}
