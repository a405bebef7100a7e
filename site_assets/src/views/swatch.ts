// The shape and colour of a node as an icon in text.
import { css, shapeOf } from "../look/palette";
import type { Theme } from "../state/model";
import { svg } from "./dom";

export function swatch(colour: number, theme: Theme, round = false): SVGElement {
  const shape = round ? "circle" : shapeOf(colour);
  const fill = css(theme.colours[colour] ?? theme.faint);
  const paths = {
    circle: "M6 1.2a4.8 4.8 0 1 1 0 9.6a4.8 4.8 0 1 1 0-9.6",
    square: "M1.7 1.7h8.6v8.6h-8.6z",
    diamond: "M6 0l6 6l-6 6l-6-6z",
  };
  return svg(
    "svg",
    { viewBox: "0 0 12 12", class: "swatch", "aria-hidden": "true", "data-shape": shape },
    svg("path", { d: paths[shape], fill }),
  );
}
