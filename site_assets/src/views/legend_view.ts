// The legend of colours and sizes. Its labels are also the buttons that mark a label.
import { memo } from "../data/memo";
import { labelIndex, OTHER, RAMP_STEPS, css, shapeOf } from "../look/palette";
import { type Look, radiusOf } from "../look/appearance";
import { named, type Scale, written } from "../look/figures";
import { filledInWords, ringedInWords } from "../look/caption";
import { labelSource, sameSource, type Source, valueOf } from "../state/source";
import type { LabelColumn } from "../data/label_columns";
import { count } from "../look/describe";
import { openTool } from "../state/effect";
import { el, name, svg } from "./dom";
import type { App, Model, ModelView, Theme } from "../state/model";
import { hasDoubtful } from "../look/edges";
import { roundCounts } from "../look/sizes";
import type { Manifest } from "../data/schema";

const BAR = 120;

export class LegendView implements ModelView {
  readonly root = el("div", { class: "viewer-legend" });

  constructor(private readonly app: App) {}

  update(model: Model): void {
    if (!model.look) return;
    const { look, theme, column, manifest } = model;
    const { selected, marked, pies } = model.state.view;
    const lit = [filledInWords(model), ringedInWords(model)] as const;
    this.draw(look, theme, selected, marked, column, manifest, pies, ...lit);
  }

  private readonly draw = memo(
    (
      look: Look,
      theme: Theme,
      selected: Source | null,
      marked: Source | null,
      column: LabelColumn,
      manifest: Manifest,
      pies: boolean,
      filled: string,
      ringed: string,
    ) => {
      const colours = look.scale
        ? ramp(look, look.scale, theme, manifest)
        : this.labels(look, theme, marked, column, pies);
      const chips = !look.scale && isOf(marked, column);
      const filling = selected ? "select" : "mark";
      const lit = [
        filled && (selected || !chips) && lightLine("fill-swatch", filled, () => this.clear(filling)),
        ringed && !chips && lightLine("ring-swatch", ringed, () => this.clear("mark")),
      ];
      const dashes = hasDoubtful(look.graph) ? [dashed()] : [];
      this.root.replaceChildren(sizes(look), ...dashes, colours, ...lit.filter((line) => line !== false && line !== ""));
    },
  );

  private labels(
    look: Look,
    theme: Theme,
    marked: Source | null,
    column: LabelColumn,
    pies: boolean,
  ): HTMLElement {
    const present = new Set(Array.from(look.values));
    const byRank = column.labels
      .map((text, label) => ({ text, rank: look.ranks[label]!, label }))
      .sort((a, b) => a.rank - b.rank);
    const chips = byRank
      .filter(({ rank }) => rank >= 0)
      .map(({ text, rank, label }) => {
        const source = labelSource(column.name, text);
        const pressed = sameSource(marked, source);
        const press = (): void => this.app.dispatch({ type: "toggle", source });
        return el(
          "button",
          {
            type: "button",
            class: present.has(label) ? "chip" : "chip absent",
            "aria-pressed": pressed ? "true" : "false",
            click: press,
          },
          swatch(labelIndex(rank), theme, pies),
          name(text),
        );
      });
    const rest = byRank.length - chips.length;
    const other = rest > 0 ? `${count(rest)} other labels` : isUnlabelled(look) && "no label";
    const edit = (): void => this.app.dispatch({ type: "ask", effect: openTool("palette") });
    return el(
      "div",
      {
        class: "legend-labels",
        role: "group",
        "aria-label": `${column.name ?? "Labels"}; press one to show its share in each node`,
      },
      ...chips,
      other && still(other, theme),
      el("button", { type: "button", class: "plain", click: edit }, "Colours…"),
    );
  }

  private clear(type: "select" | "mark"): void {
    this.app.dispatch(type === "mark" ? { type, source: null } : { type, source: null, index: null });
  }
}

/** What the fills or the rings of nodes show. */
function lightLine(swatch: string, words: string, clear: () => void): HTMLElement {
  return el(
    "div",
    { class: "legend-mark" },
    el("span", { class: "chip still" }, el("span", { class: swatch }), name(words)),
    el("button", { type: "button", class: "plain", click: clear }, "clear"),
  );
}

/** Whether a marked source is a label of the column, whose chip then says so. */
function isOf(marked: Source | null, { name: column, labels }: LabelColumn): boolean {
  if (marked?.kind === "label") return column === null;
  const columns = column === null ? [] : [{ name: column, labels }];
  return marked?.kind === "value" && valueOf(marked.value, { columns }) !== null;
}

/** Whether a node has no label, and so no colour of its own. */
function isUnlabelled({ values }: Look): boolean {
  return Array.from(values).some((value) => value < 0);
}

function still(text: string, theme: Theme): HTMLElement {
  return el("span", { class: "chip still" }, swatch(OTHER, theme), text);
}

/** The shape and colour of a node, or of a part of a pie, as an icon in text. */
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
    { viewBox: "0 0 12 12", class: "swatch", "aria-hidden": "true" },
    svg("path", { d: paths[shape], fill }),
  );
}

function ramp(
  look: Look,
  { low, high }: Scale,
  theme: Theme,
  manifest: Manifest,
): HTMLElement {
  const { figure } = look;
  const bar = svg("svg", {
    viewBox: `0 0 ${RAMP_STEPS} 1`,
    width: BAR,
    height: 10,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
    class: "colour-bar",
    "shape-rendering": "crispEdges",
  });
  for (let i = 0; i < RAMP_STEPS; i++) {
    bar.append(svg("rect", { x: i, width: 1.05, height: 1, fill: css(theme.colours[i]!) }));
  }
  return el(
    "div",
    { class: "legend-ramp" },
    el("span", { class: "legend-title" }, named(figure.legend, manifest)),
    el("span", { class: "figure" }, written(low, figure.format, manifest)),
    bar,
    el("span", { class: "figure" }, written(high, figure.format, manifest)),
    Array.from(look.values).some(Number.isNaN) && still("unknown", theme),
  );
}

/** The meaning of dashed edges. */
function dashed(): HTMLElement {
  const line = svg(
    "svg",
    { viewBox: "0 0 26 4", width: 26, height: 4, "aria-hidden": "true", class: "dash-swatch" },
    svg("path", { d: "M0 2h26" }),
  );
  const title = "Dashed edges are found in less than half of the resamples";
  return el("span", { class: "legend-dashed", title }, line, "in less than half of resamples");
}

/** Three discs with round counts, in the proportions of the graph. */
function sizes({ graph }: Look): HTMLElement {
  const counts = roundCounts(graph.largest);
  const unit = 12 / radiusOf(graph.largest, graph.largest);
  const marks = counts.map((members) => {
    const r = radiusOf(members, graph.largest) * unit;
    const side = 2 * r + 2;
    const disc = svg("svg", {
      width: side,
      height: side,
      "aria-hidden": "true",
      class: "size-disc",
    });
    disc.append(svg("circle", { cx: side / 2, cy: side / 2, r }));
    return el(
      "span",
      { class: "legend-size" },
      disc,
      el("span", { class: "figure" }, count(members)),
    );
  });
  return el(
    "div",
    { class: "legend-sizes" },
    el("span", { class: "legend-title" }, "members"),
    ...marks,
  );
}
