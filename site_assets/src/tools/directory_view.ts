// The class directory: all labels by their first letter. Several can be chosen at once; those that
// the graph on show does not hold cannot be chosen, and say why.
import {
  columnOf,
  type LabelColumn,
  labelColumns,
  type NodeLabels,
  nodeLabelsIn,
} from "../data/label_columns";
import type { LayerData, Samples } from "../data/layer";
import { memo } from "../data/memo";
import { plural } from "../look/describe";
import { absence, entriesOf, type Entry, type Section, sectionsOf } from "../look/directory";
import { rowOf } from "../look/noun";
import type { App, Model } from "../state/model";
import { labelSource } from "../state/source";
import { partsIn, type PartSource, toggled } from "../state/union";
import { el, name } from "../views/dom";
import type { Tool } from "./contract";
import { count, gettext, ngettext } from "../text";

export class DirectoryDialog implements Tool {
  readonly root: HTMLDialogElement;
  private readonly column: HTMLSelectElement;
  private readonly filter: HTMLInputElement;
  private readonly status = el("p", { role: "status", class: "soft small" });
  private readonly letters = el("div", {
    class: "directory-letters",
    role: "group",
    "aria-label": gettext("Letters"),
  });
  private readonly list = el("div", { class: "directory-list" });
  private readonly profile: HTMLButtonElement;
  private readonly boxes = new Map<string, HTMLInputElement>();
  private model: Model | null = null;

  constructor(private readonly app: App) {
    const title = app.id("directory-title");
    const clear = (): void => this.mark(null);
    this.column = el("select", { id: app.id("directory-column"), change: () => this.redraw() });
    this.filter = el("input", {
      type: "search",
      id: app.id("directory-filter"),
      autocomplete: "off",
      input: () => this.narrow(),
    });
    const ask = (): void => this.ask();
    this.profile = el(
      "button",
      { type: "button", class: "quiet", click: ask },
      gettext("Purity over layers"),
    );
    this.root = el(
      "dialog",
      { class: "viewer-help directory", "aria-labelledby": title },
      el("h2", { id: title }, gettext("Class directory")),
      el(
        "div",
        { class: "directory-head" },
        el("label", { for: this.column.id }, gettext("Labels")),
        this.column,
        el("label", { for: this.filter.id }, gettext("Filter")),
        this.filter,
      ),
      this.letters,
      this.list,
      this.status,
      el(
        "form",
        { method: "dialog", class: "dialog-end" },
        el("button", { type: "button", class: "quiet", click: clear }, gettext("Clear")),
        this.profile,
        el("button", { class: "quiet" }, gettext("Close")),
      ),
    );
  }

  open(): void {
    const { manifest, column } = this.model!;
    const columns = labelColumns(manifest);
    this.column.replaceChildren(
      ...columns.map(({ name: of }) => el("option", { value: of ?? "" }, of ?? gettext("label"))),
    );
    this.column.value = column.name ?? "";
    for (const part of [this.column, this.column.previousElementSibling as HTMLElement])
      part.hidden = columns.length < 2;
    this.profile.hidden = manifest.layers.length < 2;
    this.app.dispatch({ type: "ask", effect: { do: "load", what: "samples", soon: false } });
    this.root.showModal();
    this.redraw();
  }

  update(model: Model): void {
    this.model = model;
    if (this.root.open) this.redraw();
  }

  private redraw(): void {
    const { data, samples, manifest, state } = this.model!;
    if (!data) return;
    const of = this.column.value || null;
    this.draw(data, this.nodeLabels(data, samples, manifest, of), samples, of);
    const parts = partsIn(state.view.marked).map(keyOf);
    for (const [key, box] of this.boxes) box.checked = parts.includes(key);
    this.status.textContent = parts.length
      ? this.inWords(parts.length)
      : gettext("Choose one or several: together they are one selection.");
    this.profile.disabled = !parts.length;
  }

  /** "2 chosen: 120 rows in 14 nodes", as far as it is known. */
  private inWords(parts: number): string {
    const { marked, manifest } = this.model!;
    const nodes = marked?.members?.reduce((sum, some) => sum + Math.min(1, some), 0);
    const rows = marked?.rows?.reduce((sum, row) => sum + row, 0);
    const found = [
      rows === undefined ? "" : `: ${plural(rows, ...rowOf(manifest))}`,
      nodes === undefined ? "" : gettext(" in {rows}", ngettext("{n} node", "{n} nodes", nodes)),
    ];
    return gettext("{n} chosen{what}", { n: count(parts), what: found.join("") });
  }

  private readonly nodeLabels = memo(nodeLabelsIn);

  private readonly draw = memo(
    (
      data: LayerData,
      nodeLabels: NodeLabels,
      samples: Samples | null,
      of: string | null,
    ) => {
      const { manifest } = this.model!;
      const column = columnOf(manifest, of);
      const entries = entriesOf(data, nodeLabels, samples, manifest, column);
      const held = [...this.boxes].find(([, box]) => box === document.activeElement)?.[0];
      this.boxes.clear();
      const sections = sectionsOf(entries).map((section) => this.section(section, column));
      this.list.replaceChildren(...sections);
      this.letters.replaceChildren(...sections.map(jump));
      this.letters.hidden = sections.length < 2;
      this.narrow();
      if (held !== undefined) this.boxes.get(held)?.focus();
    },
  );

  private section({ title, entries }: Section, column: LabelColumn): HTMLElement {
    return el(
      "section",
      { class: "directory-section" },
      el("h3", {}, title),
      el("ul", {}, ...entries.map((entry) => el("li", {}, this.entry(entry, column)))),
    );
  }

  private entry(entry: Entry, column: LabelColumn): HTMLElement {
    const part = labelSource(column.name, entry.text) as PartSource;
    const reason = absence(entry);
    const box = el("input", {
      type: "checkbox",
      disabled: reason !== null,
      change: () => this.mark(part),
    });
    this.boxes.set(keyOf(part), box);
    return el(
      "label",
      { class: "check" },
      box,
      " ",
      name(entry.text),
      el("span", { class: "soft figure" }, ` ${reason ?? this.counts(entry)}`),
    );
  }

  private counts({ rows, nodes }: Entry): string {
    const inNodes = ngettext("{n} node", "{n} nodes", nodes);
    return rows === null
      ? inNodes
      : `${plural(rows, ...rowOf(this.model!.manifest))}, ${inNodes}`;
  }

  /** Show only the labels that hold what the filter says. */
  private narrow(): void {
    const wanted = this.filter.value.trim().toLowerCase();
    for (const section of this.list.children) {
      const items = [...section.querySelectorAll("li")];
      for (const item of items)
        item.hidden = !item.querySelector("bdi")!.textContent.toLowerCase().includes(wanted);
      (section as HTMLElement).hidden = items.every((item) => item.hidden);
    }
    [...this.letters.children].forEach((letter, i) => {
      (letter as HTMLElement).hidden = (this.list.children[i] as HTMLElement).hidden;
    });
  }

  private mark(part: PartSource | null): void {
    const { marked } = this.model!.state.view;
    this.app.dispatch({ type: "mark", source: part && toggled(marked, part) });
  }

  private ask(): void {
    this.root.close();
    this.app.dispatch({ type: "ask", effect: { do: "tool", name: "profile" } });
  }
}

/** The button that leads to a section, and to its first label that can be chosen. */
function jump(section: HTMLElement): HTMLElement {
  const click = (): void => {
    section.scrollIntoView({ block: "start" });
    section.querySelector<HTMLElement>("li:not([hidden]) input:enabled")?.focus({ preventScroll: true });
  };
  const title = section.firstElementChild!.textContent;
  return el("button", { type: "button", class: "plain", click }, title);
}

function keyOf({ kind, value }: PartSource): string {
  return `${kind}:${value}`;
}
