// A small line chart over the layers: shares from 0 to 1, each line in the colour and the shape of its
// label.
import { percent } from "../look/describe";
import { css, type Shape, shapeOf } from "../look/palette";
import type { Theme } from "../state/model";
import { svg } from "../views/dom";
import { gettext } from "../text";

export interface Line {
  readonly text: string;
  /** Index into the flat palette. */
  readonly colour: number;
  /** One of each layer; NaN where there is none. */
  readonly values: readonly number[];
}

const WIDTH = 300;
const PLOT = { left: 38, right: 10, top: 8, height: 120 };
const FOOT = 54;
const R = 4;

export function lineChart(
  title: string,
  layers: readonly string[],
  lines: readonly Line[],
  theme: Theme,
  shown: number,
): SVGElement {
  const inner = WIDTH - PLOT.left - PLOT.right;
  const x = (i: number): number =>
    PLOT.left + 8 + ((inner - 16) * i) / Math.max(1, layers.length - 1);
  const y = (share: number): number => PLOT.top + (1 - share) * PLOT.height;
  return svg(
    "svg",
    {
      viewBox: `0 0 ${WIDTH} ${PLOT.top + PLOT.height + FOOT}`,
      class: "line-chart",
      role: "img",
      "aria-label": inWords(title, layers, lines),
    },
    ...[0, 0.5, 1].flatMap((share) => level(share, y(share))),
    ...layers.map((text, i) => layerName(text, x(i), i === shown)),
    ...lines.flatMap(({ colour, values }) => {
      const paint = css(theme.colours[colour] ?? theme.faint);
      const marks = values.flatMap((value, i) =>
        value === value ? [mark(shapeOf(colour), x(i), y(value), paint)] : [],
      );
      return [svg("path", { d: path(values, x, y), stroke: paint, class: "chart-line" }), ...marks];
    }),
  );
}

/** "Purity of its nodes. cat: 40 % in conv1, 90 % in head" */
function inWords(title: string, layers: readonly string[], lines: readonly Line[]): string {
  const said = lines.map(({ text, values }) => {
    const each = values.flatMap((value, i) =>
      value === value ? [gettext("{value} in {n}", { value: percent(value), n: layers[i]! })] : [],
    );
    return `${text}: ${each.join(", ") || gettext("in no node")}`;
  });
  return `${title}. ${said.join("; ")}`;
}

/** A line has a gap where there is no value. */
function path(
  values: readonly number[],
  x: (i: number) => number,
  y: (share: number) => number,
): string {
  let pen = "M";
  return values
    .map((value, i) => {
      if (value !== value) return (pen = "M") && "";
      const step = `${pen}${x(i).toFixed(1)},${y(value).toFixed(1)}`;
      pen = "L";
      return step;
    })
    .join("");
}

function level(share: number, y: number): SVGElement[] {
  const end = WIDTH - PLOT.right;
  const text = svg("text", { x: PLOT.left - 5, y: y + 4, class: "chart-level" });
  text.textContent = percent(share);
  return [svg("path", { d: `M${PLOT.left},${y}H${end}`, class: "chart-grid" }), text];
}

function layerName(text: string, x: number, shown: boolean): SVGElement {
  const y = PLOT.top + PLOT.height + 14;
  const label = svg("text", {
    class: shown ? "chart-layer shown" : "chart-layer",
    transform: `translate(${x + 4} ${y}) rotate(-45)`,
  });
  label.textContent = text.length > 11 ? `${text.slice(0, 10)}…` : text;
  return label;
}

function mark(shape: Shape, x: number, y: number, fill: string): SVGElement {
  const d = {
    circle: `M${x - R},${y}a${R},${R} 0 1 1 ${2 * R},0a${R},${R} 0 1 1 ${-2 * R},0`,
    square: `M${x - R},${y - R}h${2 * R}v${2 * R}h${-2 * R}z`,
    diamond: `M${x},${y - R - 1}l${R + 1},${R + 1}l${-R - 1},${R + 1}l${-R - 1},${-R - 1}z`,
  };
  return svg("path", { d: d[shape], fill });
}
