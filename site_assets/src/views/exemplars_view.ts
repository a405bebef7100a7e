// The exemplars of a node, by one choice at a time (nearest, spread, by label), in pages.
import {
  EXEMPLAR_KINDS,
  type Exemplar,
  type ExemplarKind,
  exemplarKindsOf,
  exemplarsOf,
} from "../data/exemplars";
import { detailsOf } from "../data/details";
import { lentTo } from "../data/live/types";
import { memo } from "../data/memo";
import type { Manifest } from "../data/schema";
import type { Enlarged, Kind } from "../kinds/kind";
import { kindOf } from "../kinds/kinds";
import { labelName } from "../look/describe";
import { hasVectors } from "../look/figures";
import { capital, nounOf } from "../look/noun";
import { originOf, sampleOf } from "../look/origin";
import { labelIndex } from "../look/palette";
import { say } from "../state/effect";
import type { App, Model } from "../state/model";
import { el, iconButton, ICONS, name, outward } from "./dom";
import { decimals, gettext } from "../text";

/** Exemplars on a page. */
const MOST = 9;
/** Aspect ratio from which tiles stand one below the other, not three in a row. */
const LONG = 2.2;
/** Values of a table in the caption. */
const MOST_VALUES = 6;
const TABS: Record<ExemplarKind, string> = {
  nearest: gettext("Nearest"),
  spread: gettext("Spread"),
  label: gettext("By label"),
  member: gettext("Members"),
};

/** What a choice holds; `one` and `many` are what a sample is called. */
function titleOf(kind: ExemplarKind, one: string, many: string): string {
  if (kind === "nearest") return gettext("The {rows} nearest to the node’s centroid", many);
  if (kind === "spread") return gettext("{rows} spread over the node, each far from those before it", capital(many));
  return gettext("The {rows} nearest to the centroid for each of the node’s labels", one);
}

function captionOf(kind: ExemplarKind, many: string): string {
  if (kind === "label") return gettext("Nearest of each label");
  if (kind === "member") return gettext("Members drawn at random");
  const rows = capital(many);
  return kind === "nearest" ? gettext("{rows} nearest to it", rows) : gettext("{rows} spread over it", rows);
}

export class ExemplarFigure {
  private readonly tabs = new Map<ExemplarKind, HTMLInputElement>();
  private readonly tiles = el("div", { class: "exemplars" });
  private readonly caption = el("figcaption", { "aria-live": "off" });
  /** Covers the element beside the exemplars while the pointer or the focus is on one of them. */
  readonly enlarged: Enlarged | null;
  readonly root = el("figure", { class: "exemplar-figure" });
  private readonly place = el("span", { class: "figure" });
  private readonly pager = el(
    "div",
    { class: "pager" },
    iconButton(gettext("Exemplars before these"), ICONS.back, () => this.turn(-1)),
    this.place,
    iconButton(gettext("Exemplars after these"), ICONS.forth, () => this.turn(1)),
  );
  private model: Model | null = null;
  private page = 0;
  private pagesOf = "";
  private readonly kind: Kind;

  constructor(
    private readonly app: App,
    private readonly manifest: Manifest,
  ) {
    this.kind = kindOf(manifest);
    this.enlarged = this.kind.enlarge?.() ?? null;
    this.tiles.classList.toggle("cards", this.kind.exemplars === "cards");
    this.root.append(
      el(
        "fieldset",
        { class: "segments small", hidden: !hasVectors(manifest) },
        el("legend", { class: "visually-hidden" }, gettext("Which exemplars")),
        ...kindsIn(manifest).map((kind) => this.tab(kind)),
      ),
      this.tiles,
      this.pager,
      this.caption,
    );
  }

  update(model: Model): void {
    const { data, look, selected, samples, theme } = model;
    this.model = model;
    if (!data || !look || selected === null) return;
    const choice = this.choice();
    const pagesOf = `${data.layer.id} ${selected} ${choice}`;
    if (pagesOf !== this.pagesOf) this.page = 0;
    this.pagesOf = pagesOf;
    this.draw(data.graph, selected, choice, this.page, samples, data.rows, look.ranks, theme);
  }

  /** The choice the reader wants where the node has it, else its first. */
  private choice(): ExemplarKind {
    const { state, data, selected } = this.model!;
    const there = exemplarKindsOf(data!, selected!);
    return there.includes(state.exemplars) ? state.exemplars : (there[0] ?? "nearest");
  }

  private readonly draw = memo((..._dependencies: readonly unknown[]) => {
    const data = this.model!.data!;
    const there = exemplarKindsOf(data, this.model!.selected!);
    for (const [choice, input] of this.tabs) {
      input.checked = choice === this.choice();
      input.disabled = !there.includes(choice);
    }
    const exemplars = this.shown();
    const buttons = exemplars.map((exemplar) => this.tile(exemplar));
    // The names of the samples may arrive while one of the buttons has the focus.
    const held = [...this.tiles.children].findIndex((each) => each.contains(document.activeElement));
    this.tiles.replaceChildren(...exemplars.map((each, k) => this.linked(buttons[k]!, each)));
    this.drawPager(there, buttons[0]);
    this.atRest();
    buttons[held]?.focus({ preventScroll: true });
  });

  /** The exemplars of the page that is open. */
  private shown(): Exemplar[] {
    return this.all(this.choice()).slice(this.page * MOST, (this.page + 1) * MOST);
  }

  private all(kind: ExemplarKind): Exemplar[] {
    return exemplarsOf(this.model!.data!, this.model!.selected!, kind);
  }

  /** Where one choice has pages, all choices keep room for the pager, so that nothing moves. */
  private drawPager(there: readonly ExemplarKind[], tile: HTMLElement | undefined): void {
    const count = this.all(this.choice()).length;
    const paged = there.some((kind) => this.all(kind).length > MOST);
    this.pager.hidden = !paged;
    this.tiles.classList.toggle("paged", paged);
    const ratio = parseFloat(tile?.style.aspectRatio || "1");
    const long = ratio > LONG;
    this.tiles.classList.toggle("long", long);
    // A full page has three by three tiles, or as many below each other.
    this.tiles.style.aspectRatio = paged && ratio !== 1 ? `${long ? ratio / MOST : ratio}` : "";
    this.pager.classList.toggle("idle", count <= MOST);
    const first = this.page * MOST + 1;
    this.place.textContent = gettext("{n}–{to} of {value}", { n: first, to: Math.min(first + MOST - 1, count), value: count });
  }

  /** Open the next page, or the one before; after the last comes the first. */
  private turn(by: number): void {
    const pages = Math.ceil(this.all(this.choice()).length / MOST);
    this.page = (this.page + by + pages) % pages;
    this.update(this.model!);
    this.app.dispatch({ type: "ask", effect: say(gettext("Exemplars {name}", this.place.textContent)) });
  }

  private tab(kind: ExemplarKind): HTMLLabelElement {
    const title = titleOf(kind, ...nounOf(this.manifest));
    const change = (): void => this.app.dispatch({ type: "exemplars", kind });
    const input = el("input", {
      type: "radio",
      name: this.app.id("exemplars"),
      value: kind,
      change,
    });
    this.tabs.set(kind, input);
    return el("label", { title }, input, el("span", {}, TABS[kind]));
  }

  private tile(exemplar: Exemplar): HTMLElement {
    const model = this.model!;
    const data = model.data!;
    const origin = originOf(data, model.samples, exemplar.row);
    const label = this.choice() === "label" ? this.labelOf(exemplar.row) : null;
    const cosine = cosineOf(exemplar);
    const show = (): void => this.show(exemplar, label?.text ?? null);
    const hide = (): void => this.hide();
    const press = (): void => {
      show(); // a finger does not hover, and some browsers give no focus to what it touches
      const id = sampleOf(data, this.model!.samples, exemplar.row);
      if (id !== null) this.app.dispatch({ type: "toggle", source: { kind: "sample", value: id } });
    };
    const button = el("button", {
      type: "button",
      class: label ? "tile labelled" : "tile",
      mouseenter: show,
      mouseleave: hide,
      focus: show,
      blur: hide,
      click: press,
    });
    if (label) button.style.setProperty("--label", label.colour);
    this.kind.fill(button, exemplar, model);
    const tail =
      gettext("{value}mark this {rows} in every node", { value: cosine === null ? "" : `${cosine}: `, rows: nounOf(this.manifest)[0] });
    if (this.kind.exemplars === "tiles")
      button.setAttribute("aria-label", [label?.text, origin, tail].filter(Boolean).join(", "));
    else button.append(el("span", { class: "visually-hidden" }, `, ${tail}`));
    return button;
  }

  /** The tile or card, with a link beside it where the table gives an address. */
  private linked(button: HTMLElement, { row }: Exemplar): HTMLElement {
    const { data, samples } = this.model!;
    const details = detailsOf(samples, data!.rows?.arrays.sample[row]);
    if (!details?.link) return button;
    const label = gettext("Open the page of {node} in a new window", originOf(data!, samples, row));
    const link = outward(details.link, { class: "exemplar-link", "aria-label": label }, "↗");
    return el("div", { class: "exemplar-box" }, button, link);
  }

  /** What the table says of an exemplar, a line for each column. */
  private values({ row }: Exemplar): HTMLElement[] {
    const { data, samples } = this.model!;
    const details = this.kind.tells ? null : detailsOf(samples, data!.rows?.arrays.sample[row]);
    return (details?.values ?? [])
      .slice(0, MOST_VALUES)
      .map(([column, value]) => soft(name(column), ": ", name(value)));
  }

  private show(exemplar: Exemplar, label: string | null): void {
    const model = this.model!;
    this.app.dispatch({ type: "row", row: exemplar.row });
    const lines = [
      el(
        "span",
        { class: "line" },
        name(label ?? originOf(model.data!, model.samples, exemplar.row)),
      ),
    ];
    const cosine = cosineOf(exemplar);
    if (cosine !== null) lines.push(soft(cosine));
    const { attribution } = exemplar;
    if (attribution) lines.push(soft(gettext("attribution: "), name(attribution.name)));
    lines.push(...this.values(exemplar));
    this.caption.replaceChildren(...lines);
    // A long caption must not shrink again, or what is below it would move.
    this.caption.style.minHeight = `${this.caption.getBoundingClientRect().height}px`;
    this.enlarged?.root.classList.toggle("shown", this.enlarged.show(exemplar, model));
  }

  private hide(): void {
    this.app.dispatch({ type: "row", row: null });
    const { data, selected } = this.model!;
    if (data && selected !== null) this.atRest();
  }

  private atRest(): void {
    const exemplars = this.shown();
    const cosines = exemplars.flatMap(({ similarity }) => similarity ?? []);
    const range = (): string =>
      gettext("cosine {value} to {share}", { value: decimals(Math.max(...cosines), 2), share: decimals(Math.min(...cosines), 2) });
    this.caption.replaceChildren(
      el("span", { class: "line" }, captionOf(this.choice(), nounOf(this.manifest)[1])),
      ...(cosines.length ? [soft(range())] : []),
    );
    this.enlarged?.root.classList.remove("shown");
    if (exemplars[0]) this.enlarged?.show(exemplars[0], this.model!);
  }

  private labelOf(row: number): { text: string; colour: string } | null {
    const { manifest, column, samples, data, look, theme } = this.model!;
    const sample = data?.rows?.arrays.sample[row];
    const label = sample === undefined ? undefined : samples?.arrays.label[sample];
    const text = label === undefined ? null : labelName(manifest, label);
    if (text === null) return null;
    const rank = column.name === null ? look!.ranks[label!] : undefined;
    const colour = theme.colours[labelIndex(rank ?? -1)]!;
    return { text, colour: `rgb(${colour.join(" ")})` };
  }
}

/** The choices that an exploration has. */
function kindsIn(manifest: Manifest): readonly ExemplarKind[] {
  if (!hasVectors(manifest)) return ["member"];
  const labelled = manifest.labels.length > 0;
  return EXEMPLAR_KINDS.filter((kind) => kind !== "member" && (kind !== "label" || labelled));
}

function cosineOf({ similarity }: Exemplar): string | null {
  return similarity === null ? null : gettext("cosine {value}", decimals(similarity, 2));
}

function soft(...children: (string | Node)[]): HTMLElement {
  return el("span", { class: "soft line" }, ...children);
}

/** The exemplars, and beside them what the kind shows of the node. */
export function exemplarsSection(
  model: Model,
  node: number,
  exemplars: ExemplarFigure,
): HTMLElement {
  const data = model.data!;
  const lent = lentTo(data, node);
  const beside = (lent && kindOf(model.manifest).beside?.(lent.data, lent.node)) ?? null;
  const some = exemplarKindsOf(data, node).length > 0;
  return el(
    "div",
    {
      class: `pictures ${beside ? "" : exemplars.enlarged ? "only-exemplars" : "cards-alone"}`,
      hidden: !beside && !some,
    },
    beside,
    some && (exemplars.enlarged?.root ?? null),
    some && exemplars.root,
  );
}
