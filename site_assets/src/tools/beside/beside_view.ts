// Graphs side by side: further graphs around the first, the flow of rows between neighbours, and small
// graphs of all layers.
import type { Flow } from "../../data/flow";
import { membersOf } from "../../data/layer";
import { memo } from "../../data/memo";
import type { ShownBeside } from "../../draw/beside_drawing";
import { packedRows } from "../../data/row_set";
import { ALL_LAYERS } from "../../data/schema";
import { type Beside, type BesideGraph, graphId, graphsBeside, inOrder } from "../../state/beside";
import type { App, Model } from "../../state/model";
import type { RowsSource, Source } from "../../state/source";
import type { Event } from "../../state/event";
import { el, iconButton, ICONS, name } from "../../views/dom";
import type { Parts, Tool } from "../contract";
import { AllLayers } from "./all_layers";
import { Bar } from "./bar";
import { FlowTable } from "./flow_table";
import { type Gap, gapBetween, gapInWords, type Side } from "./gaps";
import { type Host, Pane } from "./pane";
import { RibbonsView } from "./ribbons_view";
import { tracedRows, translator } from "./traced";
import { gettext } from "../../text";

export class BesideView implements Tool, Host {
  private readonly ribbons = new RibbonsView();
  readonly root = this.ribbons.root;
  readonly graphs = this.parts.graphs;
  private readonly bar: Bar;
  private readonly flows: FlowTable;
  private readonly tiles: AllLayers;
  private readonly title = el("h2", {});
  private readonly head = el("div", { class: "graph-head" }, this.title);
  private readonly panes = new Map<string, Pane>();
  private readonly coming = new Set<string>();
  private readonly between = [gapBetween(), gapBetween()];
  /** The graphs in their order; null: the first. */
  private standing: readonly (Pane | null)[] = [];
  private gaps: readonly (Gap | null)[] = [];
  private flowOfAll = true;
  private model: Model | null = null;

  constructor(
    readonly app: App,
    private readonly parts: Parts,
  ) {
    const { manifest } = parts.graphs.store;
    this.bar = new Bar(app, manifest, (wanted) => {
      this.flowOfAll = wanted;
      this.pointed();
    });
    this.flows = new FlowTable({
      light: (gap, flow) => this.ribbons.light(gap, flow),
      select: (gap, flow) => this.selectFlow(gap, flow),
    });
    this.tiles = new AllLayers(app, parts.graphs, parts.kind);
    parts.beside.shown = () => this.shown;
    parts.graph.drawn = () => this.drawn();
    this.parts.graph.root.parentElement!.addEventListener("pointermove", (event) =>
      this.pointAt(event),
    );
  }

  /** Called when an address or a control asks for it, and to try again what was not loaded. */
  open(): void {
    if (!this.model) return;
    const { beside } = this.model.state.view;
    if (beside === ALL_LAYERS)
      this.tiles.load(() => this.tiles.update(this.model!)).catch((error: Error) => this.failed(error));
    for (const graph of graphsBeside(beside)) this.bring(graph);
  }

  update(model: Model): void {
    this.model = model;
    const { beside, layer } = model.state.view;
    this.bar.update(model);
    this.arrange(beside, layer);
    if (beside === ALL_LAYERS) return this.tiles.update(model);
    this.title.replaceChildren(name(model.manifest.layers.find(({ id }) => id === layer)!.name));
    for (const graph of graphsBeside(beside)) this.panes.get(graphId(graph))?.update(model, graph);
    this.pointed();
  }

  loaded(): void {
    if (this.model) this.update(this.model);
  }

  pointed(): void {
    const { model } = this;
    if (model && graphsBeside(model.state.view.beside).length) this.flow(model);
  }

  /** What is on screen, for a figure; null where the first graph is alone. */
  private get shown(): ShownBeside | null {
    const { model } = this;
    const placed = model && graphsBeside(model.state.view.beside).length ? this.ribbons.standing : null;
    if (!placed) return null;
    const titles = this.standing.map((pane) => this.side(pane).data!.layer.name);
    const words = this.gaps.flatMap((gap) => (gap ? [gapInWords(gap)] : []));
    const graphs = placed.map((graph, i) => ({ ...graph, title: titles[i]! }));
    return { graphs, gaps: this.gaps, words };
  }

  drawn(): void {
    this.ribbons.draw();
  }

  /** The node's layer becomes the first; of another exploration its rows are selected here. */
  select(pane: Pane, event: Event & { type: "select" }): void {
    const { of, graph } = pane;
    const { source } = event;
    if (source?.kind !== "node") return this.app.dispatch(event);
    if (of.exploration !== null) return this.selectRows(pane.model!, rowsOfNode(pane.model!, source));
    const focused = graph.surface.contains(document.activeElement);
    this.app.dispatch({ type: "layer", layer: of.layer, node: source.value });
    if (focused) this.app.dispatch({ type: "ask", effect: { do: "focus", what: "graph" } });
  }

  /** The ribbon under the pointer, where it is on no node and moves no graph. */
  private pointAt(event: PointerEvent): void {
    const on = event.target instanceof Element && event.target.closest(".graph-surface");
    const hovers = [this.model?.state.hover, ...[...this.panes.values()].map(({ hover }) => hover)];
    const free = on && !event.buttons && hovers.every((node) => node == null);
    this.ribbons.pointAt(free ? event : null);
  }

  private side(pane: Pane | null): Model {
    return (pane ? pane.model : this.model)!;
  }

  private selectFlow(i: number, flow: Flow): void {
    const gap = this.gaps[i];
    if (gap) this.selectRows(this.side(this.standing[i]!), gap.rowsOf(flow));
  }

  /** Select rows of one of the graphs; those of another exploration are selected by their samples. */
  private selectRows({ data, manifest, samples }: Model, rows: Uint8Array): void {
    const { model } = this;
    const own = manifest === model!.manifest;
    const source: RowsSource | null = own
      ? { kind: "rows", layer: data!.layer.id, value: packedRows(rows) }
      : translator()(rows, data, model!.data, samples, model!.samples);
    if (source) this.app.dispatch({ type: "select", source, index: null });
  }

  private failed({ message }: Error): void {
    this.app.dispatch({ type: "failed", message, retry: { do: "tool", name: "beside" } });
  }

  // The graphs on the page

  private readonly arrange = memo((beside: Beside, layer: string) => {
    const { root } = this.parts.graph;
    const viewer = root.parentElement!;
    const order = inOrder({ layer, beside, camera: null }, this.graphs.store.manifest);
    const many = order.length > 1;
    if (beside === ALL_LAYERS) viewer.dataset["graphs"] = "all";
    else if (many) viewer.dataset["graphs"] = String(order.length);
    else delete viewer.dataset["graphs"];
    this.dropOthers(order);
    if (beside === ALL_LAYERS) root.before(this.tiles.root);
    else this.tiles.root.remove();
    if (!many) return this.alone(root);
    const graphs = order.map((graph) => (graph ? this.panes.get(graphId(graph))?.graph.root : root));
    graphs.forEach((graph, column) => graph?.style.setProperty("--column", String(column + 1)));
    const there = graphs.filter((graph) => graph !== undefined);
    around(root, [this.bar.root, ...there, this.flows.root]);
    if (!this.head.isConnected) root.prepend(this.head);
    if (!this.flows.root.contains(this.legend)) this.flows.root.prepend(this.legend);
  });

  /** The first graph without what stands around it beside others. */
  private alone(root: HTMLElement): void {
    if (!this.head.isConnected) return;
    root.querySelector(".graph-foot")!.prepend(this.legend);
    for (const element of [this.head, this.bar.root, this.flows.root]) element.remove();
  }

  private get legend(): HTMLElement {
    return (this.flows.root.querySelector(".viewer-legend") ??
      this.parts.graph.root.querySelector(".viewer-legend"))!;
  }

  private dropOthers(order: readonly (BesideGraph | null)[]): void {
    const wanted = new Set(order.flatMap((graph) => (graph ? graphId(graph) : [])));
    for (const [id, pane] of this.panes) {
      if (wanted.has(id)) continue;
      pane.graph.root.remove();
      this.panes.delete(id);
    }
  }

  /** Make a graph where it is not there yet, and load what it needs. */
  private bring(graph: BesideGraph): void {
    const id = graphId(graph);
    if (this.coming.has(id)) return;
    this.coming.add(id);
    this.pane(graph)
      .then((pane) => pane.load())
      .catch((error: Error) => this.failed(error))
      .finally(() => this.coming.delete(id));
  }

  private async pane(graph: BesideGraph): Promise<Pane> {
    const id = graphId(graph);
    const known = this.panes.get(id);
    if (known) return known;
    const { manifest } = this.graphs.store;
    const other = manifest.others.find(({ name: each }) => each === graph.exploration);
    const store = other ? await this.graphs.other(other) : this.graphs.store;
    if (other) await this.graphs.store.loadSamples();
    const pane = new Pane(this, id, graph, store);
    pane.graph.root.prepend(this.headOf(pane, other ? `${other.title}: ` : ""));
    this.panes.set(id, pane);
    this.refresh();
    return pane;
  }

  private headOf({ of, store }: Pane, exploration: string): HTMLElement {
    const { name: layer } = store.layer(of.layer);
    const close = (): void => {
      const beside = graphsBeside(this.model!.state.view.beside);
      this.app.dispatch({
        type: "beside",
        beside: beside.filter((graph) => graphId(graph) !== graphId({ ...of })),
      });
    };
    return el(
      "div",
      { class: "graph-head" },
      el("h2", {}, exploration, name(layer)),
      iconButton(gettext("Close {name}{layer}", { name: exploration, layer }), ICONS.close, close),
    );
  }

  /** Everything again, for a graph that has just been made. */
  private refresh(): void {
    const { view } = this.model!.state;
    this.arrange(typeof view.beside === "string" ? view.beside : [...view.beside], view.layer);
    this.update(this.model!);
  }

  // The flow between them

  private flow(model: Model): void {
    const { beside, layer } = model.state.view;
    const order = inOrder({ layer, beside, camera: null }, model.manifest);
    const graphs = order.map((graph) => (graph ? this.panes.get(graphId(graph)) : null));
    if (graphs.some((pane) => pane === undefined)) return;
    this.standing = graphs as (Pane | null)[];
    const models = graphs.map((pane) => (pane ? pane.model : model));
    const gaps = models.slice(1).map((to, i) => this.gap(i, models[i]!, to, order));
    if (gaps.length !== this.gaps.length || gaps.some((gap, i) => gap !== this.gaps[i]))
      this.gaps = gaps;
    this.flows.show(this.gaps);
    this.bar.showFlow(tracedRows(model) !== null);
    this.ribbons.show({
      graphs: graphs.map((pane) => ({
        graph: pane?.graph ?? this.parts.graph,
        hover: pane ? pane.hover : model.state.hover,
      })),
      gaps: this.gaps,
      theme: model.theme,
    });
  }

  private gap(
    i: number,
    from: Model | null,
    to: Model | null,
    order: readonly (BesideGraph | null)[],
  ): Gap | null {
    if (!from?.data || !to?.data) return null;
    const [one, other] = [sideOf(from), sideOf(to)];
    const exploration = (k: number): string | null => order[k]?.exploration ?? null;
    if (one.selected === null && !this.flowOfAll) return null;
    return this.between[i]!(one, other, exploration(i) !== exploration(i + 1));
  }
}

function rowsOfNode({ data }: Model, { value }: Source): Uint8Array {
  const { graph, layer, rows } = data!;
  const mask = new Uint8Array(layer.n_rows);
  if (rows) for (const row of membersOf(rows, graph.indexOf.get(value)!)) mask[row] = 1;
  return mask;
}

function sideOf(model: Model): Side {
  const { layer } = model.data!;
  return { data: model.data!, title: layer.name, selected: tracedRows(model), samples: model.samples };
}

/** Put elements around one of them, which stays where it is. What moves would lose the focus. */
function around(fixed: HTMLElement, elements: readonly HTMLElement[]): void {
  const at = elements.indexOf(fixed);
  for (let i = at - 1; i >= 0; i--) {
    const [element, next] = [elements[i]!, elements[i + 1]!];
    if (next.previousElementSibling !== element) next.before(element);
  }
  for (let i = at + 1; i < elements.length; i++) {
    const [element, before] = [elements[i]!, elements[i - 1]!];
    if (before.nextElementSibling !== element) before.after(element);
  }
}
