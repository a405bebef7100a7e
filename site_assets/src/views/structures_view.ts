// A list of buttons that mark structures: those of the layer, or those that a node is part of.
import type { LayerData } from "../data/layer";
import { memo } from "../data/memo";
import { percent, plural } from "../look/describe";
import { rowOf } from "../look/noun";
import { el, name, svg } from "./dom";
import { swatch } from "./swatch";
import type { App, Model } from "../state/model";
import { labelIndex } from "../look/palette";
import { kindOf } from "../kinds/kinds";
import type { Structure } from "../data/schema";
import {
  countsInWords,
  leadingLabel,
  nullInWords,
  judgedInWords,
  sharesInShort,
  structureInWords,
} from "../look/structures";
import { nodesOf, structuresTouched } from "../look/holding";
import { structureSource } from "../state/selection";
import type { Source } from "../state/source";
import { count, gettext, stored } from "../text";

/** Rows shown before the reader asks for all. */
const FIRST = 5;
/** Least share of the label that is shown for a structure without arms. */
const LEADING = 0.5;
const ICONS: Record<Structure["kind"], string> = {
  island: "M3 14a6 6 0 1 0 12 0a6 6 0 1 0-12 0M17 6a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0",
  bifurcation: "M2 12h8.5M10.5 12l10.5-8M10.5 12l10.5 8",
  loop: "M12 4a8 8 0 1 1 0 16a8 8 0 1 1 0-16",
  flare: "M2 12a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0M11 12h11",
};

export class StructuresView {
  readonly root = el("section", { class: "structures" });
  private model: Model | null = null;
  private readonly buttons = new Map<string, HTMLElement>();
  private layer = "";
  private whole = false;

  constructor(private readonly app: App) {}

  update(model: Model): void {
    const { data, look, selected, described, theme, state } = model;
    if (!data || !look) return;
    this.model = model;
    if (data.layer.id !== this.layer) this.whole = false;
    this.layer = data.layer.id;
    const { ranks } = look;
    // While structures are gone through, the list stays as it is.
    const touched = described?.source.kind === "structure" ? null : described;
    this.draw(data.graph, selected, touched, ranks, model.nodeLabels, theme, this.whole);
    this.press(state.view.marked, state.view.selected, data.graph, touched, this.whole);
  }

  private readonly draw = memo((..._dependencies: readonly unknown[]) => {
    const { data, selected, described } = this.model!;
    const held = [...this.buttons].find(([, button]) => button === document.activeElement)?.[0];
    this.buttons.clear();
    const isAny = !described || described.source.kind === "structure";
    const parts = isAny
      ? this.ofLayer(data!)
      : this.ofNodes(data!, selected === null ? nodesOf(described, data!.graph) : [selected]);
    this.root.replaceChildren(...parts);
    this.root.hidden = parts.length === 0;
    if (held !== undefined) this.buttons.get(held)?.focus({ preventScroll: true });
  });

  private readonly press = memo((..._dependencies: readonly unknown[]) => {
    for (const [id, button] of this.buttons) {
      button.setAttribute("aria-pressed", String(this.isShown(id)));
      const detail = button.nextElementSibling;
      if (detail instanceof HTMLElement) detail.hidden = !this.isShown(id);
    }
  });

  /** Whether a structure of the layer on show is selected or marked. */
  private isShown(id: string): boolean {
    const { selection, marked } = this.model!;
    return [selection, marked].some((one) => one?.own && isStructure(one.source, id));
  }

  private ofLayer(data: LayerData): HTMLElement[] {
    const { structures } = data.graph;
    const { stability: judged, sampled, unjudged } = data.layer;
    const legend = judged && structures.length ? `${judgedInWords(judged)} ` : null;
    const shown = this.whole ? structures : structures.slice(0, FIRST);
    return [
      el("h3", {}, gettext("Structures")),
      el("p", { class: "structures-lead" }, countsInWords(structures, judged !== null)),
      this.list(data, shown),
      ...(shown.length < structures.length ? [this.more(structures.length)] : []),
      ...(judged ? [el("p", { class: "soft small" }, legend, nullInWords(judged))] : []),
      ...[sampled, unjudged].flatMap((said) =>
        said === null ? [] : [el("p", { class: "soft small" }, said)],
      ),
    ];
  }

  private ofNodes(data: LayerData, nodes: readonly number[]): HTMLElement[] {
    const found = structuresTouched(nodes, data.graph);
    return found.length ? [el("h3", {}, gettext("Part of")), this.list(data, found)] : [];
  }

  private list(data: LayerData, structures: readonly Structure[]): HTMLElement {
    return el(
      "ul",
      { hidden: structures.length === 0 },
      ...structures.map((one) =>
        el("li", {}, this.row(data, one), this.detail(data, one)),
      ),
    );
  }

  private row(data: LayerData, one: Structure): HTMLElement {
    const { layer } = data;
    const source = structureSource(data, one);
    const glance = (on: boolean) => (): void =>
      this.app.dispatch({ type: "glance", source: on ? source : null });
    const judged = layer.stability !== null;
    const labels = this.labels(one);
    const button = el(
      "button",
      {
        type: "button",
        class: judged && !one.stable ? "structure unstable" : "structure",
        title: structureInWords(one, layer, this.model!.manifest),
        "aria-pressed": String(this.isShown(one.id)),
        click: () => this.app.dispatch({ type: "toggle", source }),
        mouseenter: glance(true),
        mouseleave: glance(false),
        focus: glance(true),
        blur: glance(false),
      },
      icon(one.kind),
      el("span", { class: "structure-name" }, stored(one.name), pause()),
      judged && el("span", { class: "verdict" }, one.stable ? gettext("stable") : gettext("not stable"), pause()),
      judged && shares(one),
      el(
        "span",
        { class: "structure-labels" },
        el("span", { class: "figure" }, plural(one.rows, ...rowOf(this.model!.manifest))),
        ...labels,
      ),
    );
    this.buttons.set(one.id, button);
    return button;
  }

  /** What the kind shows of a structure; seen while the structure is marked. */
  private detail(data: LayerData, one: Structure): HTMLElement | false {
    const detail = kindOf(this.model!.manifest).structure?.(this.model!, data, one);
    if (!detail) return false;
    detail.hidden = !this.isShown(one.id);
    return detail;
  }

  /** The most frequent label of each arm, or of the whole structure if it has no arms. */
  private labels(one: Structure): HTMLElement[] {
    const { look, theme } = this.model!;
    const parts = one.arms.length ? one.arms : [one.nodes];
    const least = one.arms.length ? 0 : LEADING;
    const found = parts
      .flatMap((nodes) => leadingLabel(this.model!, nodes) ?? [])
      .filter(({ share }) => share >= least);
    return found.map(({ label, text, share }) =>
      el(
        "span",
        { class: "structure-label" },
        pause(),
        swatch(labelIndex(look!.ranks[label] ?? -1), theme),
        name(text),
        el("span", { class: "figure" }, percent(share)),
      ),
    );
  }

  private more(all: number): HTMLElement {
    const click = (): void => {
      this.whole = true;
      this.update(this.model!);
      const next = [...this.buttons.values()][FIRST];
      next?.focus({ preventScroll: true });
    };
    return el("button", { type: "button", class: "plain", click }, gettext("Show all {rows}", count(all)));
  }
}

function isStructure({ kind, value }: Source, id: string): boolean {
  return kind === "structure" && value === id;
}

/** Two thin bars, resamples above neighbouring settings, and the same in words. */
function shares(one: Structure): HTMLElement {
  const bars = [one.bootstrap, one.family].map((share) => {
    const bar = el("span", { class: "bar" });
    bar.style.setProperty("--share", String(share ?? 0));
    return bar;
  });
  return el(
    "span",
    { class: "structure-shares" },
    el("span", { class: "share-bars" }, ...bars),
    sharesInShort(one),
    pause(),
  );
}

/** A comma for screen readers between parts that have space between them. */
function pause(): HTMLElement {
  return el("span", { class: "visually-hidden" }, ", ");
}

function icon(kind: Structure["kind"]): SVGElement {
  return svg(
    "svg",
    { viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon structure-icon" },
    svg("path", { d: ICONS[kind] }),
  );
}
