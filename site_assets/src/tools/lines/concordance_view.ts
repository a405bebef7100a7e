// The concordance: every row of the selection as a line, its word in one column below the others.
import type { LabelColumn } from "../../data/label_columns";
import { type LayerData, membersOf, type Samples } from "../../data/layer";
import { memo } from "../../data/memo";
import type { Manifest } from "../../data/schema";
import { textsOf } from "../../data/texts/context";
import { selectionInWords } from "../../look/selection_words";
import { columnsBeside, type LineChoice, linesOf, similarityOf } from "../../look/lines";
import { say } from "../../state/effect";
import type { App, Model, Theme } from "../../state/model";
import type { Selection } from "../../state/selection";
import { el, iconButton, ICONS, name } from "../../views/dom";
import type { Parts, Tool } from "../contract";
import { LineControls } from "./line_controls";
import { Line, type LineContext } from "./line_view";
import { count, gettext, ngettext } from "../../text";

const PAGE = 50;
/** Keys that move the focus, by lines. */
const STEPS: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
};

export class ConcordanceView implements Tool {
  private readonly title = el("h2", { tabindex: "-1" });
  private readonly head = el("div", { class: "line-head", "aria-hidden": "true" });
  private readonly list = el("ol", { class: "lines" });
  private readonly place = el("span", { class: "figure" });
  private readonly pager = el(
    "div",
    { class: "pager" },
    iconButton(gettext("Lines before these"), ICONS.back, () => this.turn(-1)),
    this.place,
    iconButton(gettext("Lines after these"), ICONS.forth, () => this.turn(1)),
  );
  private readonly controls: LineControls;
  private readonly manifest: Manifest;
  readonly root: HTMLElement;
  private model: Model | null = null;
  private lines: readonly Line[] = [];
  private rows: readonly number[] = [];
  private page = 0;

  constructor(
    private readonly app: App,
    { manifest, scatter }: Pick<Parts, "manifest" | "scatter">,
  ) {
    this.manifest = manifest;
    this.controls = new LineControls(app, manifest, () => this.say());
    this.root = el(
      "section",
      { class: "viewer-lines", "aria-label": gettext("Concordance") },
      el("div", { class: "lines-top" }, this.title, this.controls.root),
      this.head,
      this.list,
      this.pager,
    );
    scatter.root.after(this.root);
    this.list.addEventListener("keydown", (event) => this.key(event));
  }

  /** Say how many lines there are now. */
  private say(): void {
    this.app.dispatch({ type: "ask", effect: say(this.title.textContent) });
  }

  /** Bring the concordance into the window, and the focus to its title. */
  open(): void {
    this.title.focus({ preventScroll: true });
    this.root.scrollIntoView({ block: "nearest" });
  }

  update(model: Model): void {
    this.model = model;
    const { data, look, samples, selected, described, state, theme } = model;
    const { lines, column } = state.view;
    if (data?.rows && samples && look)
      this.fill(data, samples, selected, described, lines, column, look.ranks, theme);
  }

  private readonly fill = memo(
    (
      data: LayerData,
      samples: Samples,
      selected: number | null,
      described: Selection | null,
      choice: LineChoice,
      column: string | null,
      _ranks: Int16Array,
      _theme: Theme,
    ) => {
      const { manifest } = this.model!;
      const given = { data, samples, manifest };
      const all = rowsOf(data, selected, described);
      const near = selected === null ? null : similarityOf(data, selected);
      this.rows = linesOf(given, all, near, choice, column);
      this.page = 0;
      this.title.replaceChildren(...this.titled(data, all.length, selected, described));
      this.controls.update(given, all, choice, column, selected !== null);
      this.draw(near);
    },
  );

  /** "23 words of i3c4"; where some are left out, "12 of 23 words". */
  private titled(
    data: LayerData,
    all: number,
    selected: number | null,
    described: Selection | null,
  ): (string | Node)[] {
    const { manifest, samples } = this.model!;
    const counted = hasWords(samples!)
      ? ngettext("{n} word", "{n} words", all)
      : ngettext("{n} text", "{n} texts", all);
    const shown = this.rows.length === all ? "" : gettext("{rows} of ", count(this.rows.length));
    const some = `${shown}${counted}`;
    if (selected !== null)
      return [gettext("{what} of node ", some), el("span", { class: "node-id" }, data.graph.ids[selected]!)];
    if (described?.rows)
      return [`${some}: `, name(selectionInWords(described, data, manifest))];
    return [gettext("{n} of ", shown ? some : gettext("All {rows}", { rows: some })), name(data.layer.name)];
  }

  private draw(near: ReadonlyMap<number, number> | null): void {
    const model = this.model!;
    const shown = this.rows.slice(this.page * PAGE, (this.page + 1) * PAGE);
    const context: LineContext = {
      app: this.app,
      model,
      lit: model.selected === null ? null : (model.marked?.rows ?? null),
      near,
      columns: this.columns(model.samples!),
      whole: !hasWords(model.samples!),
    };
    this.near = near;
    this.lines = shown.map((row, i) => new Line(row, i === 0, context));
    // A press on a node replaces the lines; the focus stays here.
    const held = this.list.contains(document.activeElement);
    this.list.replaceChildren(...this.lines.map((line) => line.root));
    if (held) this.title.focus({ preventScroll: true });
    this.list.classList.toggle("whole", context.whole);
    this.head.replaceChildren(...heads(context.columns, near !== null));
    for (const each of [this.list, this.head]) {
      each.style.setProperty("--values", String(context.columns.length));
      each.classList.toggle("near", near !== null);
    }
    this.pager.hidden = this.rows.length <= PAGE;
    const first = this.page * PAGE;
    this.place.textContent = this.rows.length
      ? gettext("{n}–{to} of {rows}", { n: count(first + 1), to: count(first + shown.length), rows: count(this.rows.length) })
      : "";
    if (!shown.length) this.list.replaceChildren(el("li", { class: "soft" }, gettext("No line matches.")));
  }

  private readonly columns = memo((samples: Samples) => columnsBeside(this.manifest, samples));

  private near: ReadonlyMap<number, number> | null = null;

  /** Open the next page, or the one before; after the last comes the first. */
  private turn(by: number): void {
    const pages = Math.max(1, Math.ceil(this.rows.length / PAGE));
    this.page = (this.page + by + pages) % pages;
    this.draw(this.near);
    this.app.dispatch({ type: "ask", effect: say(gettext("Lines {name}", this.place.textContent)) });
  }

  /** One tab stop: the arrow keys go from line to line, and on to the next page. */
  private key(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    const at = this.lines.findIndex((line) => line.button === event.target);
    if (step === undefined || at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const last = this.lines.length - 1;
    const beyond = at === last && step === 1 && (this.page + 1) * PAGE < this.rows.length;
    const before = at === 0 && step === -1 && this.page > 0;
    if (beyond || before) this.turn(step);
    const to = beyond ? 0 : before ? PAGE - 1 : Math.min(last, Math.max(0, at + step));
    this.lines.forEach((line, i) => (line.button.tabIndex = i === to ? 0 : -1));
    this.lines[to]?.button.focus();
  }
}

/** The members of the selected node, else the rows of the selection, else all rows. */
function rowsOf(data: LayerData, selected: number | null, described: Selection | null): number[] {
  if (selected !== null) return [...membersOf(data.rows!, selected)];
  const all = Array.from(data.rows!.arrays.sample.keys());
  return described?.rows ? all.filter((row) => described.rows![row]) : all;
}

function hasWords(samples: Samples): boolean {
  const arrays = textsOf(samples)?.arrays;
  return arrays?.end.some((end, sample) => end > arrays.start[sample]!) ?? false;
}

function heads(columns: readonly LabelColumn[], near: boolean): HTMLElement[] {
  return [
    el("span"),
    ...columns.map(({ name: column }) => el("span", {}, name(column ?? gettext("label")))),
    ...(near ? [el("span", { class: "figure" }, gettext("cosine"))] : []),
  ];
}
