// All nodes as a sortable table: the same data as the graph, for readers who prefer or need text.
import type { Graph } from "../data/graph";
import type { LayerData } from "../data/layer";
import { memo } from "../data/memo";
import type { Manifest } from "../data/schema";
import { percent } from "../look/describe";
import { type Colouring, named, shownFigures, written } from "../look/figures";
import { type FigureData, valuesOf } from "../look/values";
import type { App, Model } from "../state/model";
import { type Selection, shares } from "../state/selection";
import { selectNode, type Sorting } from "../state/state";
import { el, name } from "../views/dom";
import type { Parts, Tool } from "./contract";
import { count, gettext } from "../text";

interface Column {
  readonly id: string;
  readonly title: string;
  readonly values: ArrayLike<number>;
  readonly write: (value: number) => string;
  readonly style: string;
}

const PAGE = 100;

export class TableView implements Tool {
  readonly root = el("div", {
    class: "table-holder",
    role: "region",
    "aria-label": gettext("Nodes of the layer"),
    tabindex: "0",
  });
  private readonly table: HTMLDetailsElement;
  private model: Model | null = null;
  private most = PAGE;

  constructor(
    private readonly app: App,
    { table }: Pick<Parts, "table">,
  ) {
    this.table = table;
    table.append(this.root);
  }

  /** It is open already: that asked for it. */
  open(): void {
    this.refresh();
  }

  update(model: Model): void {
    this.model = model;
    this.refresh();
  }

  private refresh(): void {
    const { model } = this;
    if (!model?.data || !this.table.open) return;
    const { sorting, view } = model.state;
    const { selected, described } = model;
    this.draw(model.data, model.figures!, selected, described, sorting, view.colour, this.most);
  }

  private readonly draw = memo(
    (
      data: LayerData,
      figures: FigureData,
      selected: number | null,
      described: Selection | null,
      sorting: Sorting,
      colour: Colouring,
      most: number,
    ) => {
      const lit = described && shares(described, data.graph);
      const own = columnsOf(figures, this.model!.manifest, colour);
      const columns = [...own, ...(lit ? [shareOf(lit)] : [])];
      const all = orderOf(columns, sorting, data.graph.n);
      // While one goes from node to node the rows stay where they are.
      const first = lit && selected === null ? all.filter((node) => lit[node]! > 0) : [];
      const order = [...first, ...all.filter((node) => !first.length || !lit![node])].slice(0, most);
      const head = el("tr", {}, ...columns.map((column) => this.header(column, sorting)));
      const rows = order.map((node) => this.row(data, node, columns, node === selected));
      const table = el(
        "table",
        { class: "node-table" },
        el("caption", {}, gettext("Nodes of {layer}", data.layer.name)),
        el("thead", {}, head),
        el("tbody", {}, ...rows),
      );
      const rest = data.graph.n - order.length;
      const more = el(
        "button",
        { type: "button", class: "quiet", click: () => ((this.most += 4 * PAGE), this.refresh()) },
        gettext("Show more; {n} are left", count(rest)),
      );
      // The head of the column that was pressed keeps the focus.
      const held = this.root.querySelector("thead")?.contains(document.activeElement);
      this.root.replaceChildren(table, ...(rest > 0 ? [more] : []));
      if (held) this.root.querySelector<HTMLElement>("th[aria-sort] button")?.focus();
    },
  );

  private header({ id, title }: Column, sorting: Sorting): HTMLElement {
    const current = sorting.column === id;
    const up = current ? !sorting.up : id === NODE;
    const sort = (): void => this.app.dispatch({ type: "sort", sorting: { column: id, up } });
    const arrow = el(
      "span",
      { "aria-hidden": "true", class: "sort-arrow" },
      current ? (sorting.up ? "↑" : "↓") : "",
    );
    return el(
      "th",
      { scope: "col", "aria-sort": current ? (sorting.up ? "ascending" : "descending") : null },
      el("button", { type: "button", click: sort }, title, arrow),
    );
  }

  private row(
    data: LayerData,
    node: number,
    columns: readonly Column[],
    selected: boolean,
  ): HTMLElement {
    const cells = columns.slice(1).map(({ values, write, style }) => {
      const text = write(values[node]!);
      return el("td", { class: style }, style ? text : name(text));
    });
    const click = (): void => this.app.dispatch(selectNode(data, node));
    const go = el("button", { type: "button", class: "node-id", click }, data.graph.ids[node]!);
    return el(
      "tr",
      { "aria-current": selected ? "true" : null },
      el("th", { scope: "row" }, go),
      ...cells,
    );
  }
}

const NODE = "node";

/** The share of each node's members that is selected. */
function shareOf(values: Float32Array): Column {
  return { id: "selected", title: gettext("Selected"), values, write: percent, style: "figure" };
}

/** The name of the node, then its figures. */
function columnsOf(known: FigureData, manifest: Manifest, colour: Colouring): Column[] {
  const { graph, column } = known;
  const figures = shownFigures(manifest, colour).flatMap((figure) => {
    if (!figure.in_tables && figure.id !== colour) return [];
    const values = valuesOf(figure, known);
    if (!Array.from(values).some((value) => value === value)) return [];
    const title = named(figure.column, manifest);
    const write = (value: number): string => written(value, figure.format, column);
    const style = figure.format === "label" ? "" : "figure";
    return [{ id: figure.id, title, values, write, style }];
  });
  return [
    { id: NODE, title: gettext("Node"), values: [...graph.ids.keys()], write: String, style: "" },
    ...fileNames(graph),
    ...figures,
  ];
}

/** The names of the nodes in the file of a graph that another tool has made. */
function fileNames({ names }: Graph): Column[] {
  const write = (node: number): string => names[node]!;
  const values = [...names.keys()];
  return names.length ? [{ id: "name", title: gettext("Name in the file"), values, write, style: "" }] : [];
}

/** Nodes by the values of a column; of labels by their names. */
function orderOf(columns: readonly Column[], { column, up }: Sorting, n: number): number[] {
  const { values, write, style, id } = columns.find((each) => each.id === column) ?? columns[0]!;
  const byName = style === "" && id !== NODE;
  const way = up ? 1 : -1;
  return Array.from({ length: n }, (_, node) => node).sort((a, b) => {
    const [va, vb] = [values[a]!, values[b]!];
    const difference = byName ? write(va).localeCompare(write(vb)) : va - vb;
    return way * (difference || 0) || a - b;
  });
}
