// The histogram of the colour beside the legend: over nodes or their rows, with the selection's part
// lit. Of numbers, two handles light only the nodes in a range.
import { memo } from "../data/memo";
import type { Look } from "../look/appearance";
import { percent } from "../look/describe";
import { named, written } from "../look/figures";
import { type Bar, barsOf, type Counting } from "../look/histogram";
import { css, labelIndex, OTHER } from "../look/palette";
import type { App, Model, Theme } from "../state/model";
import { type Range, rangeOf, rangeSource } from "../state/range";
import type { Source } from "../state/source";
import { el, name, svg } from "../views/dom";
import type { Parts, Tool } from "./contract";
import { gettext, ngettext } from "../text";

const HEIGHT = 48;
/** Steps of the handles. */
const STEPS = 200;

export class Histogram implements Tool {
  readonly root: HTMLElement;
  private readonly plot = el("div", { class: "histogram-plot" });
  private readonly words = el("p", { class: "soft small" });
  private readonly table = el("tbody");
  private readonly ends: readonly [HTMLInputElement, HTMLInputElement];
  private readonly handles: HTMLElement;
  private readonly all: HTMLButtonElement;
  private readonly counting: HTMLInputElement[] = [];
  private model: Model | null = null;
  private placed = false;

  constructor(
    private readonly app: App,
    private readonly parts: Parts,
  ) {
    this.ends = [this.end(0), this.end(1)];
    this.handles = el("div", { class: "histogram-handles" }, ...this.ends);
    const clear = (): void => app.dispatch({ type: "mark", source: null });
    this.all = el("button", { type: "button", class: "plain", click: clear }, gettext("Whole range"));
    this.root = el(
      "section",
      { class: "histogram", "aria-label": gettext("Histogram of the colour"), hidden: true },
      el(
        "fieldset",
        { class: "segments small" },
        el("legend", { class: "visually-hidden" }, gettext("Count")),
        this.choice("nodes", gettext("Nodes")),
        this.choice("rows", gettext("Rows")),
      ),
      el("div", { class: "histogram-figure" }, this.plot, this.handles),
      this.words,
      this.all,
      el(
        "details",
        {},
        el("summary", {}, gettext("Table")),
        el("table", {}, tableHead(), this.table),
      ),
    );
    this.counting[0]!.checked = true;
  }

  /** The button in the legend opens and closes it. */
  open(): void {
    const { legend } = this.parts;
    if (!this.placed) legend.root.parentElement!.after(this.root);
    this.placed = true;
    this.root.hidden = !this.root.hidden;
    legend.histogram.setAttribute("aria-expanded", String(!this.root.hidden));
    if (this.model) this.update(this.model);
  }

  update(model: Model): void {
    this.model = model;
    if (this.root.hidden || !model.look) return;
    const members = model.described?.members ?? null;
    const counting = this.counting.find(({ checked }) => checked)!.value as Counting;
    this.draw(this.bars(model.look, members, counting), model.theme, counting);
    this.place(model);
  }

  private readonly bars = memo(barsOf);

  private readonly draw = memo((bars: readonly Bar[], theme: Theme, counting: Counting) => {
    const isLit = bars.some(({ lit }) => lit > 0);
    const most = Math.max(1, ...bars.map(({ count: of }) => of));
    const drawn = bars.flatMap((bar, i) => barShapes(bar, i, most, isLit, theme));
    const words = this.inWords(bars, counting, isLit);
    this.plot.replaceChildren(
      svg(
        "svg",
        {
          viewBox: `0 0 ${bars.length} ${HEIGHT}`,
          preserveAspectRatio: "none",
          role: "img",
          "aria-label": words,
        },
        ...drawn,
      ),
    );
    this.words.textContent = words;
    this.table.replaceChildren(...bars.map((bar) => this.row(bar)));
  });

  /** The handles stand at the range that is selected, else at the ends of the scale. */
  private place({ look, state, manifest }: Model): void {
    const { scale, figure } = look!;
    this.handles.hidden = !scale;
    const range = this.range(state.view.marked);
    this.all.hidden = !range;
    if (!scale) return;
    const { low, high } = range ?? scale;
    const title = named(figure.legend, manifest);
    [low, high].forEach((value, i) => {
      const input = this.ends[i]!;
      const step = stepOf(value, scale);
      if (Number(input.value) !== step) input.value = String(step);
      input.setAttribute("aria-label", i ? gettext("Highest {name}", title) : gettext("Lowest {name}", title));
      input.setAttribute("aria-valuetext", written(value, figure.format, manifest));
    });
  }

  /** The range of this figure of this graph that is marked. */
  private range(marked: Source | null): Range | null {
    const { data, look } = this.model!;
    if (marked?.kind !== "range" || marked.layer !== data!.layer.id) return null;
    const range = rangeOf(marked.value);
    return range?.colour === look!.figure.id ? range : null;
  }

  private end(which: 0 | 1): HTMLInputElement {
    const input = (): void => this.choose(which);
    return el("input", { type: "range", min: 0, max: STEPS, step: 1, input });
  }

  /** A handle was moved; it stops at the other one. */
  private choose(which: 0 | 1): void {
    const { data, look, column } = this.model!;
    const scale = look!.scale!;
    const [from, to] = this.ends.map((each) => Number(each.value)) as [number, number];
    if (from > to) return void (this.ends[which].value = this.ends[1 - which]!.value);
    const at = (step: number): number => scale.low + ((scale.high - scale.low) * step) / STEPS;
    const colour = look!.figure.id as Range["colour"];
    const whole = from === 0 && to === STEPS;
    this.app.dispatch({
      type: "mark",
      source: whole
        ? null
        : rangeSource(data!.layer.id, { colour, low: at(from), high: at(to), column: column.name }),
    });
  }

  private choice(counting: Counting, text: string): HTMLElement {
    const change = (): void => this.update(this.model!);
    const of = this.app.id("histogram-counting");
    const input = el("input", { type: "radio", name: of, value: counting, change });
    this.counting.push(input);
    return el("label", {}, input, el("span", {}, text));
  }

  /** How many there are, where most of them are, and how many are selected. */
  private inWords(bars: readonly Bar[], counting: Counting, isLit: boolean): string {
    const sum = (of: "count" | "lit"): number => bars.reduce((all, bar) => all + bar[of], 0);
    const all =
      counting === "nodes"
        ? ngettext("{n} node", "{n} nodes", sum("count"))
        : ngettext("{n} member", "{n} members", sum("count"));
    const most = bars.reduce((best, bar) => (bar.count > best.count ? bar : best));
    const twice = counting === "rows" ? gettext(" A row in two nodes counts twice.") : "";
    const range = this.range(this.model!.state.view.marked)
      ? gettext(" A range selects whole nodes, and all rows of these.")
      : "";
    const lit = isLit ? gettext(", {value} of them selected", percent(sum("lit") / sum("count"))) : "";
    return (
      gettext("{value}{n}. Tallest bar: {what}, {share}.{name}{to}", { value: all, n: lit, what: this.placeOf(most), share: percent(most.count / sum("count")), name: twice, to: range })
    );
  }

  private placeOf({ low, high, colour }: Bar): string {
    const { look, manifest, column } = this.model!;
    const { format } = look!.figure;
    if (low !== null && high !== null)
      return gettext("{low} to {to}", { low: written(low, format, manifest), to: written(high, format, manifest) });
    return labelsOfColour(look!, column.labels, colour);
  }

  private row(bar: Bar): HTMLElement {
    const { look } = this.model!;
    const place = this.placeOf(bar);
    return el(
      "tr",
      {},
      el("th", { scope: "row" }, look!.scale ? place : name(place)),
      el("td", {}, String(bar.count)),
      el("td", {}, String(bar.lit)),
    );
  }
}

function tableHead(): HTMLElement {
  const heads = [gettext("Value"), gettext("Count"), gettext("Selected")].map((text) => el("th", { scope: "col" }, text));
  return el("thead", {}, el("tr", {}, ...heads));
}

/** A bar, pale where a part of some bar is selected, and that part over it. */
function barShapes(
  { colour, count, lit }: Bar,
  i: number,
  most: number,
  isLit: boolean,
  theme: Theme,
): SVGElement[] {
  const fill = css(theme.colours[colour] ?? theme.faint);
  const rect = (value: number, style: string): SVGElement => {
    // What is there is seen, however little it is.
    const height = value ? Math.max(1.5, (value / most) * HEIGHT) : 0;
    const at = { x: i + 0.06, y: HEIGHT - height, width: 0.88, height };
    return svg("rect", { ...at, fill, class: style });
  };
  return [rect(count, isLit ? "pale" : ""), ...(isLit ? [rect(lit, "")] : [])];
}

function stepOf(value: number, { low, high }: { low: number; high: number }): number {
  return Math.round((Math.min(1, Math.max(0, (value - low) / (high - low)))) * STEPS);
}

function labelsOfColour({ ranks }: Look, labels: readonly string[], colour: number): string {
  if (colour === OTHER) return gettext("other labels");
  return labels[ranks.findIndex((rank) => labelIndex(rank) === colour)] ?? "";
}
