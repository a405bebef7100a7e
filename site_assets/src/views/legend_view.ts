// The legend of colours and sizes. Its labels are buttons: only the nodes that hold those which are
// pressed stay lit. The histogram of the colour, which sets a range, is opened here.
import { memo } from "../data/memo";
import { labelIndex, OTHER, RAMP_STEPS, css } from "../look/palette";
import type { Look } from "../look/appearance";
import { named, type Scale, written } from "../look/figures";
import { filledInWords, ringedInWords } from "../look/caption";
import type { ToolName } from "../state/effect";
import { labelSource, type Source, valueOf } from "../state/source";
import { partsIn, type PartSource, toggled } from "../state/union";
import type { LabelColumn } from "../data/label_columns";

import { el, name, svg } from "./dom";
import { swatch } from "./swatch";
import type { App, Model, ModelView, Theme } from "../state/model";
import { hasDoubtful } from "../look/edges";
import { sizeLegend, type SizeMark } from "../look/sizes";
import type { Manifest } from "../data/schema";
import { count, gettext } from "../text";

const BAR = 120;

export class LegendView implements ModelView {
  readonly root = el("div", { class: "viewer-legend" });

  /** Opens the histogram, which is in the second script. */
  readonly histogram = this.button(gettext("Histogram"), "histogram");
  private readonly profile = this.button(gettext("Purity over layers"), "profile");
  private readonly links = el("div", { class: "legend-links" }, this.histogram, this.profile);

  constructor(private readonly app: App) {
    this.histogram.setAttribute("aria-expanded", "false");
  }

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
        ? [ramp(look, look.scale, theme, manifest), this.links]
        : [this.labels(look, theme, marked, column, pies)];
      const chips = !look.scale && isOf(marked, column);
      const filling = selected ? "select" : "mark";
      const lit = [
        filled && (selected || !chips) && lightLine("fill-swatch", filled, () => this.clear(filling)),
        ringed && !chips && lightLine("ring-swatch", ringed, () => this.clear("mark")),
      ];
      const dashes = hasDoubtful(look.graph) ? [dashed()] : [];
      const held = [...this.root.querySelectorAll("button")].indexOf(
        document.activeElement as HTMLButtonElement,
      );
      this.profile.hidden = manifest.layers.length < 2 || ![selected, marked].some(hasLabels);
      this.root.replaceChildren(
        sizes(look),
        ...dashes,
        ...colours,
        ...lit.filter((line) => line !== false && line !== ""),
      );
      // Several can be pressed one after the other by keyboard.
      if (held >= 0) this.root.querySelectorAll("button")[held]?.focus({ preventScroll: true });
    },
  );

  private button(text: string, tool: ToolName): HTMLButtonElement {
    return el("button", { type: "button", class: "plain", click: this.asking(tool) }, text);
  }

  private asking(name: ToolName): () => void {
    return () => this.app.dispatch({ type: "ask", effect: { do: "tool", name } });
  }

  private labels(
    look: Look,
    theme: Theme,
    marked: Source | null,
    column: LabelColumn,
    pies: boolean,
  ): HTMLElement {
    const pressed = new Set(partsIn(marked).map(({ value }) => value));
    // What is marked of another kind gives way.
    const base = isOf(marked, column) ? marked : null;
    const present = new Set(Array.from(look.values));
    const byRank = column.labels
      .map((text, label) => ({ text, rank: look.ranks[label]!, label }))
      .sort((a, b) => a.rank - b.rank);
    const chips = byRank
      .filter(({ rank }) => rank >= 0)
      .map(({ text, rank, label }) => {
        const part = labelSource(column.name, text) as PartSource;
        const press = (): void => this.app.dispatch({ type: "mark", source: toggled(base, part) });
        return el(
          "button",
          {
            type: "button",
            class: present.has(label) ? "chip" : "chip absent",
            "aria-pressed": String(base !== null && pressed.has(part.value)),
            click: press,
          },
          swatch(labelIndex(rank), theme, pies),
          name(text),
        );
      });
    const rest = byRank.length - chips.length;
    const more = el(
      "button",
      { type: "button", class: "chip", click: this.asking("directory") },
      swatch(OTHER, theme),
      gettext("{n} other labels", count(rest)),
    );
    return el(
      "div",
      {
        class: "legend-labels",
        role: "group",
        "aria-label":
          gettext("{name}; press one or several to light only the nodes that hold them", column.name ?? gettext("Labels")),
      },
      ...chips,
      rest > 0 && more,
      rest === 0 && isUnlabelled(look) && still(gettext("no label"), theme),
      this.button(gettext("Colours…"), "palette"),
      this.links,
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
    el("button", { type: "button", class: "plain", click: clear }, gettext("clear")),
  );
}

/** Whether a marked source is labels of the column, whose chips then say so. */
function isOf(marked: Source | null, { name: column, labels }: LabelColumn): boolean {
  const columns = column === null ? [] : [{ name: column, labels }];
  const parts = partsIn(marked);
  return (
    parts.length > 0 &&
    parts.every(({ kind, value }) =>
      kind === "label" ? column === null : kind === "value" && valueOf(value, { columns }) !== null,
    )
  );
}

function hasLabels(source: Source | null): boolean {
  return partsIn(source).some(({ kind }) => kind === "label" || kind === "value");
}

/** Whether a node has no label, and so no colour of its own. */
function isUnlabelled({ values }: Look): boolean {
  return Array.from(values).some((value) => value < 0);
}

function still(text: string, theme: Theme): HTMLElement {
  return el("span", { class: "chip still" }, swatch(OTHER, theme), text);
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
  const title = gettext("Dashed edges are found in less than half of the resamples");
  return el("span", { class: "legend-dashed", title }, line, gettext("in less than half of resamples"));
}

/** Discs with round values, in the proportions of the graph. */
function sizes({ graph, size }: Look): HTMLElement {
  const { title, marks } = sizeLegend(graph, size);
  return el(
    "div",
    { class: "legend-sizes" },
    el("span", { class: "legend-title" }, title),
    ...marks.map(sizeMark),
  );
}

function sizeMark({ text, share }: SizeMark): HTMLElement {
  const r = 12 * share;
  const side = 2 * r + 2;
  const disc = svg(
    "svg",
    { width: side, height: side, "aria-hidden": "true", class: "size-disc" },
    svg("circle", { cx: side / 2, cy: side / 2, r }),
  );
  return el("span", { class: "legend-size" }, disc, el("span", { class: "figure" }, text));
}
