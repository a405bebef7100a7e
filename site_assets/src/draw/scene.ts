// What the drawing of a graph depends on except the camera, from the model.
import { type Look, looksOf } from "../look/appearance";
import type { ChosenLabels } from "../look/describe";
import { edgeClasses, type Shown } from "../look/edges";
import type { Theme } from "../state/model";
import type { Scene } from "./graph_painter";
import { leadersOf } from "./overlay";

/** `contents`: whether every node shows its content. */
export function sceneOf(
  look: Look,
  { column, nodeLabels }: ChosenLabels,
  { weight, edges }: Shown,
  theme: Theme,
  { contents, content }: Pick<Scene, "contents" | "content">,
): Scene {
  const { graph } = look;
  const shown = { weight, edges };
  return {
    graph,
    looks: looksOf(look),
    leaders: leadersOf(graph, nodeLabels!),
    labels: { column, nodeLabels },
    theme,
    shown,
    edgeClasses: edgeClasses(graph, shown),
    contents,
    content,
  };
}
