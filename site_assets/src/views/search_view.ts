// The search box: a combobox whose list holds labels, nodes, origins and samples.
import { memo } from "../data/memo";
import { el, iconButton, ICONS, name } from "./dom";
import { labelColumns } from "../data/label_columns";
import type { Graph } from "../data/graph";
import type { LayerData, Samples } from "../data/layer";
import type { Manifest } from "../data/schema";

import { nounOf } from "../look/noun";
import { columnsBeside } from "../look/lines";
import { sourceInWords } from "../look/source_words";
import { type Source, valueOf } from "../state/source";
import type { App, Model, ModelView } from "../state/model";
import type { Effect } from "../state/effect";
import { selectNode } from "../state/state";
import { type Catalogue, type Result, search, unmatched } from "../state/search";
import { count, gettext } from "../text";

const KINDS: Record<Result["kind"], string> = {
  label: "label",
  node: "node",
  origin: gettext("from"),
  sample: "input",
  structure: "structure",
  value: "value",
  form: "word",
  word: gettext("in the text"),
  classes: "",
};

export class SearchView implements ModelView {
  readonly root: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly list = el("ul", {
    role: "listbox",
    class: "search-results",
    "aria-label": gettext("Search results"),
    hidden: true,
  });
  /** Opens the list of all labels. */
  private readonly directory: HTMLButtonElement;
  private data: LayerData | null = null;
  private catalogue: Catalogue = {
    labels: [],
    values: [],
    texts: null,
    nodes: [],
    names: [],
    origins: [],
    samples: [],
    structures: [],
  };
  private manifest: Manifest | null = null;
  private present: ReadonlySet<string> = new Set();
  private results: Result[] = [];
  private active = -1;

  constructor(private readonly app: App) {
    this.list.id = app.id("search-results");
    this.input = el("input", {
      type: "search",
      role: "combobox",
      "aria-label": gettext("Search"),
      placeholder: gettext("Search"),
      autocomplete: "off",
      spellcheck: "false",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
      "aria-autocomplete": "list",
      input: () => this.refresh(),
      focus: () => this.open(),
      blur: () => this.close(),
      keydown: (event: KeyboardEvent) => this.key(event),
    });
    this.directory = iconButton(gettext("Class directory"), ICONS.list, () =>
      app.dispatch({ type: "ask", effect: { do: "tool", name: "directory" } }),
    );
    this.root = el("div", { class: "search" }, this.input, this.directory, this.list);
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  update({ manifest, data, samples }: Model): void {
    this.directory.hidden = !labelColumns(manifest).length;
    this.data = data;
    this.manifest = manifest;
    const [, many] = nounOf(manifest);
    this.input.setAttribute("aria-label", gettext("Search labels, words, nodes and {rows}", many));
    this.fill(manifest, data?.graph ?? null, samples);
  }

  private readonly fill = memo(
    (
      manifest: Manifest,
      graph: Graph | null,
      samples: Samples | null,
    ) => {
      const held = new Set(graph?.composition_label);
      this.present = new Set(manifest.labels.filter((_, label) => held.has(label)));
      this.catalogue = {
        labels: manifest.labels,
        values: columnsBeside(manifest, samples).flatMap(({ name, labels: all }) =>
          name === null ? [] : all.map((value) => `${name}:${value}`),
        ),
        texts: samples,
        nodes: graph?.ids ?? [],
        names: graph?.names ?? [],
        structures: graph?.structures.map((one) => one.id) ?? [],
        origins: samples?.header.origins ?? [],
        samples: samples?.header.ids ?? [],
      };
      // Names that arrive late are added, unless the reader is already choosing from the list.
      if (!this.list.hidden && this.active < 0) this.refresh();
    },
  );

  private whatIs(kind: Result["kind"]): string {
    return kind === "sample" ? nounOf(this.manifest!)[0] : gettext(KINDS[kind]);
  }

  private open(): void {
    this.load({ do: "load", what: "samples", soon: false });
    this.refresh();
  }

  private load(effect: Effect): void {
    this.app.dispatch({ type: "ask", effect });
  }

  private close(): void {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  private refresh(): void {
    this.results = search(this.input.value, this.catalogue);
    this.active = -1;
    const empty = this.input.value.trim() !== "" && this.results.length === 0;
    const options = this.results.map((result, i) =>
      el(
        "li",
        {
          role: "option",
          id: this.app.id(`search-result-${i}`),
          "aria-selected": "false",
          click: () => this.choose(result),
        },
        result.kind === "node" || result.kind === "structure"
          ? el("span", { class: "node-id" }, result.value)
          : name(this.words(result)),
        el("span", { class: "soft" }, this.note(result)),
      ),
    );
    this.list.replaceChildren(
      ...(empty
        ? [
            el(
              "li",
              { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "soft" },
              this.nothing(),
            ),
          ]
        : options),
    );
    this.list.hidden = options.length === 0 && !empty;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.input.removeAttribute("aria-activedescendant");
  }

  /** The names of a union are those that were typed, completed. */
  private words({ parts, kind, value }: Result): string {
    const sources = parts ?? [{ kind, value } as Source];
    return sources.map((source) => sourceInWords(source, this.manifest!)).join(", ");
  }

  private nothing(): string {
    const query = this.input.value;
    const word = query.includes(",") ? unmatched(query, this.catalogue) : null;
    return word === null ? gettext("No match") : gettext("No match for “{name}”", word);
  }

  /** What sort of thing a result is, and how many there are. */
  private note({ kind, value, count: found, name: fileName, parts }: Result): string {
    if (parts) return this.note(parts.at(-1)!);
    if (fileName !== undefined) return fileName;
    if (kind === "label" && this.data && !this.present.has(value)) return gettext("not in this graph");
    const what = kind === "value" ? valueOf(value, this.manifest!)?.column : this.whatIs(kind);
    if (kind === "word") return count(found!);
    return found === undefined ? (what ?? "") : `${what} · ${count(found)}`;
  }

  private key(event: KeyboardEvent): void {
    const last = this.results.length - 1;
    if (event.key === "ArrowDown") this.move(this.active >= last ? 0 : this.active + 1);
    else if (event.key === "ArrowUp") this.move(this.active <= 0 ? last : this.active - 1);
    else if (event.key === "Enter") this.enter();
    else if (event.key === "Escape") this.escape();
    else return;
    event.preventDefault();
  }

  private move(to: number): void {
    if (this.list.hidden) this.refresh();
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = to;
    const option = this.list.children[to];
    if (!option || !this.results.length) return;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  private enter(): void {
    const result = this.results[Math.max(0, this.active)];
    if (result) this.choose(result);
  }

  private escape(): void {
    if (this.list.hidden) this.input.value = "";
    this.close();
  }

  private choose(result: Result): void {
    const { kind, value } = result;
    this.input.value = kind === "word" ? value : this.words(result);
    this.close();
    const { data } = this;
    if (!data) return;
    if (kind === "node") return this.app.dispatch(selectNode(data, data.graph.indexOf.get(value)!));
    const source =
      kind === "structure"
        ? ({ kind, layer: data.layer.id, value } as const)
        : ({ kind, value } as const);
    this.app.dispatch({ type: "mark", source });
  }
}
