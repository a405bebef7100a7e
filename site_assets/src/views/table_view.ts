// All nodes as a sortable table: the equal of the picture for who prefers or needs words.
import { figure, labelName, lensesOf, percent } from "../look/describe";
import { el, name } from "./dom";
import { type Graph, listOf } from "../data/graph";
import { type App, type LayerData, type Model, type ModelView, onChange } from "../state/model";
import type { Manifest } from "../data/schema";

interface Column {
  readonly title: string | ((manifest: Manifest) => string);
  readonly value: (graph: Graph, node: number, manifest: Manifest) => number | string;
  readonly write?: (value: number) => string;
}

interface Sorted {
  readonly column: Column;
  readonly up: boolean;
}

const LABELLED: readonly Column[] = [
  {
    title: "Majority label",
    value: (graph, node, manifest) => labelName(manifest, graph.majority[node]!) ?? "",
  },
  { title: "Purity", value: (graph, node) => graph.purity[node]!, write: percent },
];
const LENS: Column = {
  title: (manifest) => (manifest.second_lens === null ? "Mean lens" : meanOf(manifest, 0)),
  value: (graph, node) => graph.lens[node]!,
  write: figure,
};
const SECOND: Column = {
  title: (manifest) => meanOf(manifest, 1),
  value: (graph, node) => graph.second_lens[node] ?? NaN,
  write: figure,
};
const COLUMNS: readonly Column[] = [
  { title: "Node", value: (_, node) => node },
  {
    title: "Members",
    value: (graph, node) => graph.size[node]!,
    write: (value) => value.toLocaleString("en"),
  },
  ...LABELLED,
  LENS,
  SECOND,
  {
    title: "Tightness",
    value: (graph, node) => graph.tightness[node]!,
    write: (value) => value.toFixed(2),
  },
  {
    title: "Neighbours",
    value: (graph, node) => listOf(graph.incident, node).length,
    write: String,
  },
];
const STABILITY: Column = {
  title: "Stability",
  value: (graph, node) => graph.node_bootstrap[node] ?? NaN,
  write: percent,
};
const PAGE = 100;

export class TableView implements ModelView {
  private readonly holder = el("div", {
    class: "table-holder",
    role: "region",
    "aria-label": "Nodes of the layer",
    tabindex: "0",
  });
  private readonly summary = el("summary", {}, "All nodes as a table");
  readonly root = el("details", { class: "viewer-table" }, this.summary, this.holder);
  private model: Model | null = null;
  private sorted: Sorted = { column: COLUMNS[1]!, up: false };
  private most = PAGE;

  constructor(private readonly app: App) {
    this.root.addEventListener("toggle", () => this.refresh());
  }

  update(model: Model): void {
    this.model = model;
    this.refresh();
  }

  private refresh(): void {
    const { model } = this;
    if (model?.data && this.root.open)
      this.draw(model.data, model.selected, this.sorted, this.most);
  }

  private readonly draw = onChange(
    (data: LayerData, selected: number | null, sorted: Sorted, most: number) => {
      const { manifest } = this.model!;
      const columns = columnsOf(data.graph, manifest);
      const order = orderOf(data.graph, manifest, sorted).slice(0, most);
      const head = el("tr", {}, ...columns.map((column) => this.header(column)));
      const rows = order.map((node) => this.row(data.graph, node, columns, node === selected));
      const table = el(
        "table",
        { class: "node-table" },
        el("caption", {}, `Nodes of ${data.layer.name}`),
        el("thead", {}, head),
        el("tbody", {}, ...rows),
      );
      const rest = data.graph.n - order.length;
      const more = el(
        "button",
        { type: "button", class: "quiet", click: () => ((this.most += 4 * PAGE), this.refresh()) },
        `Show more; ${rest.toLocaleString("en")} are left`,
      );
      this.holder.replaceChildren(table, ...(rest > 0 ? [more] : []));
    },
  );

  private header(column: Column): HTMLElement {
    const { sorted } = this;
    const current = sorted.column === column;
    const sort = (): void => {
      this.sorted = { column, up: current ? !sorted.up : column === COLUMNS[0] };
      this.refresh();
      this.holder.querySelector<HTMLElement>(`th[aria-sort] button`)?.focus();
    };
    const arrow = el(
      "span",
      { "aria-hidden": "true", class: "sort-arrow" },
      current ? (sorted.up ? "↑" : "↓") : "",
    );
    return el(
      "th",
      { scope: "col", "aria-sort": current ? (sorted.up ? "ascending" : "descending") : null },
      el("button", { type: "button", click: sort }, titleOf(column, this.model!.manifest), arrow),
    );
  }

  private row(
    graph: Graph,
    node: number,
    columns: readonly Column[],
    selected: boolean,
  ): HTMLElement {
    const cells = columns.slice(1).map((column) => {
      const value = column.value(graph, node, this.model!.manifest);
      return typeof value === "string"
        ? el("td", {}, name(value))
        : el("td", { class: "figure" }, column.write!(value));
    });
    const go = el(
      "button",
      { type: "button", class: "node-id", click: () => this.app.select(node) },
      graph.ids[node]!,
    );
    return el(
      "tr",
      { "aria-current": selected ? "true" : null },
      el("th", { scope: "row" }, go),
      ...cells,
    );
  }
}

function columnsOf(graph: Graph, manifest: Manifest): Column[] {
  return [...COLUMNS, STABILITY].filter((column) => {
    if (column === STABILITY) return graph.node_bootstrap.length > 0;
    if (column === SECOND) return manifest.second_lens !== null;
    return manifest.labels.length > 0 || !LABELLED.includes(column);
  });
}

function titleOf({ title }: Column, manifest: Manifest): string {
  return typeof title === "string" ? title : title(manifest);
}

function meanOf(manifest: Manifest, lens: number): string {
  return `Mean ${lensesOf(manifest)[lens]!}`;
}

function orderOf(graph: Graph, manifest: Manifest, { column, up }: Sorted): number[] {
  const values = Array.from({ length: graph.n }, (_, node) => column.value(graph, node, manifest));
  const way = up ? 1 : -1;
  return values
    .map((_, node) => node)
    .sort((a, b) => {
      const [va, vb] = [values[a]!, values[b]!];
      const difference = typeof va === "string" ? va.localeCompare(String(vb)) : va - Number(vb);
      return way * (difference || 0) || a - b;
    });
}
