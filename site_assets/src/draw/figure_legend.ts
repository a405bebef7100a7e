// The legend of a figure: what the legend beside the graph shows, as lines of words and marks.
import { hasDoubtful } from "../look/edges";
import type { Look } from "../look/appearance";
import { byLabel, filledInWords, ringedInWords } from "../look/caption";

import { named, type Scale, written } from "../look/figures";
import { css, labelIndex, OTHER, RAMP_STEPS, shapeOf } from "../look/palette";
import { sizeLegend } from "../look/sizes";
import type { Model, Theme } from "../state/model";
import { dashFor, trace } from "./graph_painter";
import type { Pen } from "./pen";
import { count, gettext } from "../text";

/** A mark is drawn with its left end at x and its middle at y. */
export interface Mark {
  readonly width: number;
  paint(pen: Pen, x: number, y: number, theme: Theme): void;
}

/** What stays together: words and marks. */
export type Item = readonly (string | Mark)[];

const TAU = 2 * Math.PI;
const BAR = { width: 120, height: 8 };

export function graphLegend(model: Model): Item[] {
  const look = model.look!;
  const [filled, ringed] = [filledInWords(model), ringedInWords(model)];
  const { selected } = model;
  return [
    sizes(look),
    ...(hasDoubtful(look.graph) ? [[dashes, gettext("in less than half of resamples")]] : []),
    ...(look.scale ? [ramp(look, look.scale, model)] : labels(model, true)),
    ...(filled ? [[half, filled]] : []),
    ...(ringed ? [[ring("focus"), ringed]] : []),
    ...(selected === null ? [] : [[ring("accent"), gettext("node {node}", look.graph.ids[selected]!)]]),
  ];
}

export function pointsLegend(model: Model): Item[] {
  const { look } = model;
  return byLabel(model) ? labels(model, false) : [ramp(look!, look!.scale!, model)];
}

function sizes({ graph, size }: Look): Item {
  const { title, marks } = sizeLegend(graph, size);
  const discs = marks.flatMap(({ text, share }): Item => {
    const r = 9 * share;
    const disc: Mark = {
      width: 2 * r,
      paint(pen, x, y, { ink }) {
        trace(pen, "circle", x + r, y, r - 0.5);
        [pen.strokeStyle, pen.lineWidth] = [css(ink), 1];
        pen.stroke();
      },
    };
    return [disc, text];
  });
  return [title, ...discs];
}

const dashes: Mark = {
  width: 34,
  paint(pen, x, y, { ink }) {
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x + 34, y);
    [pen.strokeStyle, pen.lineWidth, pen.lineCap] = [css(ink), 1.5, "butt"];
    pen.setLineDash(dashFor(1.5));
    pen.stroke();
    pen.setLineDash([]);
  },
};

function ramp({ figure }: Look, { low, high }: Scale, { manifest }: Model): Item {
  const step = BAR.width / RAMP_STEPS;
  const bar: Mark = {
    width: BAR.width,
    paint(pen, x, y, { colours }) {
      for (let i = 0; i < RAMP_STEPS; i++) {
        pen.fillStyle = css(colours[i]!);
        // As far as the end, so that no gap shows between two colours.
        pen.fillRect(x + i * step, y - BAR.height / 2, BAR.width - i * step, BAR.height);
      }
    },
  };
  const ends = [low, high].map((value) => written(value, figure.format, manifest));
  return [named(figure.legend, manifest), ends[0]!, bar, ends[1]!];
}

/** The labels that are there and have a colour; `shaped`: in the shapes of nodes. */
function labels({ look, column, state }: Model, ofNodes: boolean): Item[] {
  const { ranks, values, scale } = look!;
  const { pies } = state.view;
  const shaped = ofNodes && !pies;
  const present = shaped && !scale ? new Set(Array.from(values)) : null;
  const all = column.labels.map((text, label) => ({ text, label, rank: ranks[label]! }));
  const own = all.filter(({ rank }) => rank >= 0).sort((a, b) => a.rank - b.rank);
  const rest = all.length - own.length;
  return [
    ...own
      .filter(({ label }) => present?.has(label) ?? true)
      .map(({ text, rank }): Item => [swatch(labelIndex(rank), shaped), text]),
    ...(rest > 0 ? [[swatch(OTHER, shaped), gettext("{n} other labels", count(rest))]] : []),
  ];
}

function swatch(colour: number, shaped: boolean): Mark {
  return {
    width: 11,
    paint(pen, x, y, { colours }) {
      trace(pen, shaped ? shapeOf(colour) : "circle", x + 5.5, y, 4.5);
      pen.fillStyle = css(colours[colour]!);
      pen.fill();
    },
  };
}

/** A disc that is filled to its half. */
const half: Mark = {
  width: 12,
  paint(pen, x, y, { ink }) {
    pen.beginPath();
    pen.arc(x + 6, y, 4.75, 0, TAU / 2);
    pen.fillStyle = css(ink);
    pen.fill();
    pen.beginPath();
    pen.arc(x + 6, y, 4.75, 0, TAU);
    [pen.strokeStyle, pen.lineWidth] = [css(ink), 1];
    pen.stroke();
  },
};

function ring(colour: "focus" | "accent"): Mark {
  return {
    width: 12,
    paint(pen, x, y, theme) {
      pen.beginPath();
      pen.arc(x + 6, y, 4.75, 0, TAU);
      [pen.strokeStyle, pen.lineWidth] = [css(theme[colour]), 2.5];
      pen.stroke();
    },
  };
}
