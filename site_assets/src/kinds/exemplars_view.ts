// The pictures of a node: what it was optimised for, beside the inputs nearest to its mean.
import { el } from "../views/dom";
import type { ExemplarFigure } from "./exemplar_figure_view";
import type { LayerData } from "../state/model";
import { kindsOf } from "./pictures";
import { visualFigure } from "./visual_view";

/** The feature visualisation beside the exemplars; the whole picture of one may lie over it. */
export function pictures(data: LayerData, node: number, exemplars: ExemplarFigure): HTMLElement {
  const visual = visualFigure(data, node);
  const some = kindsOf(data, node).length > 0;
  if (!visual && !some) return el("div", { hidden: true });
  return el(
    "div",
    { class: visual ? "pictures" : "pictures only-exemplars" },
    visual,
    some && exemplars.whole,
    some && exemplars.root,
  );
}
