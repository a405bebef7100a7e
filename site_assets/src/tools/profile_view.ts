// The purity of some classes over the layers, as two small line charts and as a table. The graphs of
// all layers are loaded when a reader asks: a table of all labels in all layers would be in every
// page, and the graphs are what the other layers are shown from afterwards.
import { type LabelColumn, labelColumns, nodeLabelsIn } from "../data/label_columns";
import { percent } from "../look/describe";
import { labelRanks } from "../look/appearance";
import { type ClassPurity, classPurities } from "../look/profile";
import { labelIndex } from "../look/palette";
import type { App, Model } from "../state/model";
import { labelSource, sameSource, valueOf } from "../state/source";
import { partsIn, type PartSource } from "../state/union";
import { el, name } from "../views/dom";
import { swatch } from "../views/swatch";
import type { Parts, Tool } from "./contract";
import { lineChart, type Line } from "./line_chart";
import { count, gettext } from "../text";

/** Lines in a chart; the table has all. */
const LINES = 8;

const MEASURES = [
  {
    key: "leading",
    title: gettext("Where it leads"),
    meaning: gettext("Share of its members in nodes where it is the most frequent label."),
  },
  {
    key: "purity",
    title: gettext("Purity of its nodes"),
    meaning: gettext("Mean purity of the nodes that hold it, weighted by its members in them."),
  },
] as const;

/** The purities of one class, layer by layer. */
interface Profile {
  readonly text: string;
  readonly colour: number;
  readonly layers: readonly ClassPurity[];
}

export class ProfileDialog implements Tool {
  readonly root: HTMLDialogElement;
  private readonly body = el("div", { class: "profile" });
  private readonly status = el("p", { role: "status", class: "soft small" });
  private model: Model | null = null;

  constructor(
    app: App,
    private readonly parts: Parts,
  ) {
    const title = app.id("profile-title");
    this.root = el(
      "dialog",
      { class: "viewer-help viewer-profile", "aria-labelledby": title },
      el("h2", { id: title }, gettext("Purity over layers")),
      this.status,
      this.body,
      el(
        "form",
        { method: "dialog", class: "dialog-end" },
        el("button", { class: "quiet" }, gettext("Close")),
      ),
    );
  }

  update(model: Model): void {
    this.model = model;
  }

  open(): void {
    this.body.replaceChildren();
    this.root.showModal();
    this.load().then(
      (profiles) => this.show(profiles),
      (error: Error) => (this.status.textContent = gettext("{name}. Close and try again.", error.message)),
    );
  }

  /** The purities of what is chosen in each layer; the graphs arrive one after the other. */
  private async load(): Promise<Profile[]> {
    const { manifest } = this.model!;
    const chosen = this.chosen();
    const columns = [...new Set(chosen.map(({ column }) => column))];
    const further = columns.some(({ name: of }) => of !== null);
    const samples = further ? await this.parts.samples() : null;
    const found = chosen.map((): ClassPurity[] => []);
    for (const [i, { id }] of manifest.layers.entries()) {
      this.status.textContent = gettext("Loading layer {n} of {rows}", { n: i + 1, rows: manifest.layers.length });
      const data = await this.parts.layer(id, further);
      for (const column of columns) {
        const labels = nodeLabelsIn(data, samples, manifest, column.name);
        const wanted = [...chosen.keys()].filter((k) => chosen[k]!.column === column);
        const all = classPurities(labels, data.graph.n, wanted.map((k) => chosen[k]!.label));
        wanted.forEach((k, place) => found[k]!.push(all[place]!));
      }
    }
    return chosen.map(({ text, colour }, k) => ({ text, colour, layers: found[k]! }));
  }

  /** The labels that are marked, else the most frequent one of the selected node, else the first. */
  private chosen(): { column: LabelColumn; label: number; text: string; colour: number }[] {
    const { state, column, selected, nodeLabels, look } = this.model!;
    const { view } = state;
    const parts = [...partsIn(view.marked), ...partsIn(view.selected)].flatMap(
      (part) => labelOf(part, this.model!) ?? [],
    );
    const own = selected === null ? -1 : (nodeLabels?.majority[selected] ?? -1);
    const found = parts.length ? parts : [{ column, label: Math.max(0, own) }];
    return found.map(({ column: of, label }) => {
      const ranks = of.name === column.name ? look!.ranks : labelRanks(of.labels, null);
      return { column: of, label, text: of.labels[label] ?? "", colour: labelIndex(ranks[label]!) };
    });
  }

  private show(profiles: readonly Profile[]): void {
    this.status.textContent =
      profiles.length > LINES
        ? gettext("The charts show the first {n} of {rows}; the table has all.", { n: LINES, rows: profiles.length })
        : gettext("A row in two nodes counts twice.");
    const lines = profiles.slice(0, LINES);
    this.body.replaceChildren(
      el("ul", { class: "profile-legend" }, ...lines.map((line) => this.key(line))),
      el("div", { class: "profile-charts" }, ...MEASURES.map((each) => this.chart(each, lines))),
      el(
        "details",
        {},
        el("summary", {}, gettext("Table")),
        el("div", { class: "table-scroll" }, this.table(profiles)),
      ),
    );
  }

  private key({ text, colour }: Profile): HTMLElement {
    return el("li", {}, swatch(colour, this.model!.theme), " ", name(text));
  }

  private chart({ key, title, meaning }: (typeof MEASURES)[number], profiles: readonly Profile[]) {
    const { manifest, theme, state } = this.model!;
    const names = manifest.layers.map((layer) => layer.name);
    const lines = profiles.map(({ text, colour, layers }): Line => ({
      text,
      colour,
      values: layers.map((layer) => layer[key]),
    }));
    const shown = manifest.layers.findIndex(({ id }) => id === state.view.layer);
    return el(
      "figure",
      {},
      el("figcaption", {}, el("strong", {}, title), el("span", { class: "soft" }, ` ${meaning}`)),
      lineChart(title, names, lines, theme, shown),
    );
  }

  private table(profiles: readonly Profile[]): HTMLElement {
    const { manifest } = this.model!;
    const heads = [gettext("Label"), gettext("Layer"), gettext("Members"), gettext("Nodes"), ...MEASURES.map(({ title }) => title)];
    const rows = profiles.flatMap(({ text, layers }) =>
      layers.map((each, i) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, name(text)),
          el("td", {}, name(manifest.layers[i]!.name)),
          el("td", {}, count(each.members)),
          el("td", {}, count(each.nodes)),
          ...MEASURES.map(({ key }) => el("td", {}, shareInWords(each[key]))),
        ),
      ),
    );
    return el(
      "table",
      {},
      el("thead", {}, el("tr", {}, ...heads.map((text) => el("th", { scope: "col" }, text)))),
      el("tbody", {}, ...rows),
    );
  }
}

/** The column and label of a source; null where it is of another kind. */
function labelOf(
  part: PartSource,
  { manifest }: Model,
): { column: LabelColumn; label: number } | null {
  const columns = labelColumns(manifest);
  const found = part.kind === "value" ? valueOf(part.value, manifest) : null;
  const of = part.kind === "label" ? null : found?.column;
  const column = columns.find((each) => each.name === of);
  if (!column) return null;
  const label = column.labels.findIndex((text) => sameSource(labelSource(column.name, text), part));
  return { column, label };
}

function shareInWords(share: number): string {
  return Number.isNaN(share) ? "–" : percent(share);
}
