// The exemplars of a node, of one kind at a time, and the whole picture that each is a part of.
import { labelName } from "../look/describe";
import { el, iconButton, ICONS, name } from "../views/dom";
import { originOf, sampleOf } from "./origin";
import { type App, type Model, onChange } from "../state/model";
import { labelIndex } from "../look/palette";
import { EXEMPLAR_KINDS, type ExemplarKind } from "./exemplar_kinds";
import { type Exemplar, exemplarsOf, kindsOf, thumbnailOf } from "./pictures";
import type { Manifest } from "../data/schema";
import { showTile } from "../draw/sprites";

/** Seen at once; the others are a page further on. */
const MOST = 9;
const TABS: Record<ExemplarKind, readonly [string, string]> = {
  nearest: ["Nearest", "The inputs nearest to the node’s mean"],
  spread: ["Spread", "Inputs spread over the node, each far from those before it"],
  label: ["By label", "The nearest input of each of the node’s labels"],
};
const CAPTIONS: Record<ExemplarKind, string> = {
  nearest: "Inputs nearest to it",
  spread: "Inputs spread over it",
  label: "Nearest of each label",
};

export class ExemplarFigure {
  private readonly tabs = new Map<ExemplarKind, HTMLInputElement>();
  private readonly tiles = el("div", { class: "exemplars" });
  private readonly caption = el("figcaption", { "aria-live": "off" });
  private readonly seen = el("span", { class: "seen" });
  private readonly picture = el("div", { class: "tile" }, this.seen);
  /** Stands in the place of the feature visualisation while an exemplar is looked at. */
  readonly whole = el(
    "figure",
    { class: "whole", "aria-hidden": "true" },
    this.picture,
    el(
      "figcaption",
      {},
      el("span", { class: "line" }, "The whole input"),
      soft("outlined: what it sees"),
    ),
  );
  readonly root = el("figure", { class: "exemplar-figure" });
  private readonly place = el("span", { class: "figure" });
  private readonly pager = el(
    "div",
    { class: "pager" },
    iconButton("Exemplars before these", ICONS.back, () => this.turn(-1)),
    this.place,
    iconButton("Exemplars after these", ICONS.forth, () => this.turn(1)),
  );
  private model: Model | null = null;
  private page = 0;
  private pagesOf = "";
  private kind: ExemplarKind = "nearest";
  private rest: Exemplar | null = null;

  constructor(
    private readonly app: App,
    manifest: Manifest,
  ) {
    const segments = EXEMPLAR_KINDS.map((kind) => this.tab(kind));
    this.root.append(
      el(
        "fieldset",
        { class: "segments small" },
        el("legend", { class: "visually-hidden" }, "Which exemplars"),
        ...segments,
      ),
      this.tiles,
      this.pager,
      this.caption,
    );
    if (!manifest.labels.length) segments.at(-1)!.hidden = true;
  }

  update(model: Model): void {
    const { data, look, selected, samples, theme, state } = model;
    this.model = model;
    if (!data || !look || selected === null) return;
    const there = kindsOf(data, selected);
    this.kind = there.includes(state.exemplars) ? state.exemplars : (there[0] ?? "nearest");
    const pagesOf = `${data.layer.id} ${selected} ${this.kind}`;
    if (pagesOf !== this.pagesOf) this.page = 0;
    this.pagesOf = pagesOf;
    this.draw(data.graph, selected, this.kind, this.page, samples, data.rows, look.ranks, theme);
  }

  private readonly draw = onChange((..._dependencies: readonly unknown[]) => {
    const data = this.model!.data!;
    const node = this.model!.selected!;
    const there = kindsOf(data, node);
    for (const [kind, input] of this.tabs) {
      input.checked = kind === this.kind;
      input.disabled = !there.includes(kind);
    }
    const exemplars = this.shown();
    const buttons = exemplars.map((exemplar) => this.tile(exemplar));
    // The names of the samples may arrive while one of the buttons has the focus.
    const held = [...this.tiles.children].indexOf(document.activeElement!);
    this.tiles.replaceChildren(...buttons);
    this.drawPager(there);
    this.rest = exemplars[0] ?? null;
    this.atRest(exemplars);
    buttons[held]?.focus({ preventScroll: true });
  });

  /** The exemplars of the page that is open. */
  private shown(): Exemplar[] {
    return this.all(this.kind).slice(this.page * MOST, (this.page + 1) * MOST);
  }

  private all(kind: ExemplarKind): Exemplar[] {
    return exemplarsOf(this.model!.data!, this.model!.selected!, kind);
  }

  /** A node of which some kind has pages keeps their room with every kind, so that nothing moves. */
  private drawPager(there: readonly ExemplarKind[]): void {
    const count = this.all(this.kind).length;
    const paged = there.some((kind) => this.all(kind).length > MOST);
    this.pager.hidden = !paged;
    this.tiles.classList.toggle("paged", paged);
    this.pager.classList.toggle("idle", count <= MOST);
    const first = this.page * MOST + 1;
    this.place.textContent = `${first}–${Math.min(first + MOST - 1, count)} of ${count}`;
  }

  /** Open the next page, or the one before; after the last comes the first. */
  private turn(by: number): void {
    const pages = Math.ceil(this.all(this.kind).length / MOST);
    this.page = (this.page + by + pages) % pages;
    this.update(this.model!);
    this.app.announce(`Exemplars ${this.place.textContent}`);
  }

  private tab(kind: ExemplarKind): HTMLLabelElement {
    const [text, title] = TABS[kind];
    const change = (): void => this.app.dispatch({ type: "exemplars", kind });
    const input = el("input", { type: "radio", name: "exemplars", value: kind, change });
    this.tabs.set(kind, input);
    return el("label", { title }, input, el("span", {}, text));
  }

  private tile(exemplar: Exemplar): HTMLElement {
    const model = this.model!;
    const data = model.data!;
    const origin = originOf(model, data, exemplar.row);
    const label = this.kind === "label" ? this.labelOf(exemplar.row) : null;
    const words = [label?.text, origin, `cosine ${exemplar.similarity.toFixed(2)}`];
    const show = (): void => this.show(exemplar, label?.text ?? null);
    const hide = (): void => this.hide();
    const press = (): void => {
      show(); // a finger does not hover, and some browsers give no focus to what it touches
      const id = sampleOf(this.model!, data, exemplar.row);
      if (id !== null) this.app.dispatch({ type: "mark", mark: { kind: "sample", value: id } });
    };
    const button = el("button", {
      type: "button",
      class: label ? "tile labelled" : "tile",
      "aria-label": `${words.filter(Boolean).join(", ")}: ring every node it is in`,
      mouseenter: show,
      mouseleave: hide,
      focus: show,
      blur: hide,
      click: press,
    });
    if (label) button.style.setProperty("--label", label.colour);
    if (exemplar.tile) showTile(button, exemplar.tile);
    return button;
  }

  private show(exemplar: Exemplar, label: string | null): void {
    const model = this.model!;
    this.app.dispatch({ type: "row", row: exemplar.row });
    const lines = [
      el("span", { class: "line" }, name(label ?? originOf(model, model.data!, exemplar.row))),
      soft(`cosine ${exemplar.similarity.toFixed(2)}`),
    ];
    if (exemplar.speaksFor) lines.push(soft("for ", name(exemplar.speaksFor.name)));
    this.caption.replaceChildren(...lines);
    this.whole.classList.toggle("shown", this.mark(exemplar));
  }

  private hide(): void {
    this.app.dispatch({ type: "row", row: null });
    const { data, selected } = this.model!;
    if (data && selected !== null) this.atRest(this.shown());
  }

  private atRest(exemplars: readonly Exemplar[]): void {
    const cosines = exemplars.map(({ similarity }) => similarity);
    const range = `cosine ${Math.max(...cosines).toFixed(2)} to ${Math.min(...cosines).toFixed(2)}`;
    this.caption.replaceChildren(
      el("span", { class: "line" }, CAPTIONS[this.kind]),
      ...(exemplars.length ? [soft(range)] : []),
    );
    this.whole.classList.remove("shown");
    if (this.rest) this.mark(this.rest);
  }

  /** Show the whole picture with what the exemplar sees of it; false where it is not there. */
  private mark({ row, seen }: Exemplar): boolean {
    const { manifest, samples, data } = this.model!;
    const sample = data?.rows?.arrays.sample[row];
    const found =
      samples && sample !== undefined ? thumbnailOf(manifest.thumbnails, samples, sample) : null;
    this.seen.hidden = !found;
    if (!found) return false;
    showTile(this.picture, found.tile, found.place);
    this.seen.style.inset = [seen.top, 1 - seen.right, 1 - seen.bottom, seen.left]
      .map((share) => `${(100 * share).toFixed(2)}%`)
      .join(" ");
    return true;
  }

  private labelOf(row: number): { text: string; colour: string } | null {
    const { manifest, samples, data, look, theme } = this.model!;
    const sample = data?.rows?.arrays.sample[row];
    const label = sample === undefined ? undefined : samples?.arrays.label[sample];
    const text = label === undefined ? null : labelName(manifest, label);
    if (text === null) return null;
    const colour = theme.colours[labelIndex(look!.ranks[label!] ?? -1)]!;
    return { text, colour: `rgb(${colour.join(" ")})` };
  }
}

function soft(...children: (string | Node)[]): HTMLElement {
  return el("span", { class: "soft line" }, ...children);
}
