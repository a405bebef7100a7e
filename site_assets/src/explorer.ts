// The explorer as a whole: one state, the views drawn from it, and what flows between them.
import { ControlsView } from "./views/controls_view";
import { lensesOf, nodeName } from "./look/describe";
import { Derivation } from "./state/derive";
import { el } from "./views/dom";
import { edgeInWords } from "./look/edges";
import { GraphView } from "./views/graph_view";
import { HelpDialog } from "./views/help_view";
import { type Command, commandFor } from "./state/keys";
import { LayerStore } from "./data/layers";
import { LegendView } from "./views/legend_view";
import { ChunkLoader } from "./data/load";
import type { App, Model, ModelView, Theme } from "./state/model";
import { LayersView, LiveRegion, NotesView, ViewLinks } from "./page/page_view";
import { PanelView } from "./views/panel_view";
import { ScatterView } from "./views/scatter_view";
import type { Manifest } from "./data/schema";
import { SearchView } from "./views/search_view";
import { coloursOf, type Event, reduce, startState, startView, type State, weightsIn } from "./state/state";
import { structureInWords } from "./look/structures";
import { TableView } from "./views/table_view";
import { onThemeChange, readTheme } from "./page/theme";
import { decodeView, encodeView } from "./state/url";
import { cycle, entrance, step } from "./state/walk";

const REDUCED = matchMedia("(prefers-reduced-motion: reduce)");
const ADDRESS_MS = 250;
const KEYS_IN_SHORT =
  "Arrow keys walk along edges, Enter selects, Escape clears; question mark for help. " +
  "All nodes are in the table below.";

export class Explorer implements App {
  private state: State;
  private theme: Theme;
  private model: Model;
  private readonly store: LayerStore;
  private readonly derivation: Derivation;
  private readonly live = new LiveRegion();
  private readonly notes = new NotesView(this);
  private readonly help = new HelpDialog((letters) => this.dispatch({ type: "letters", letters }));
  private readonly search = new SearchView(this);
  private readonly legend = new LegendView(this);
  private readonly graph = new GraphView(this, () => REDUCED.matches, this.legend.root);
  private readonly views: readonly ModelView[];
  private readonly viewer: HTMLElement;
  private readonly panel: HTMLElement;
  private addressTimer = 0;
  private touched = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly stage: HTMLElement,
    private readonly manifest: Manifest,
  ) {
    this.store = new LayerStore(manifest, new ChunkLoader());
    this.derivation = new Derivation(manifest, this.store);
    this.state = startState(startView(manifest));
    this.theme = readTheme(root);
    this.model = this.derivation.model(this.state, this.theme);
    const help = (): void => this.help.open(this.state.letters);
    const labels = manifest.labels.length > 0;
    const colours = coloursOf(manifest);
    const pictures = manifest.layers.some(
      (layer) => layer.exemplar_sheets.length + layer.visual_sheets.length > 0,
    );
    const [lenses, weights] = [lensesOf(manifest), weightsIn(manifest)];
    const has = { colours, lenses, weights, pictures };
    const controls = new ControlsView(this, this.search.root, help, has);
    const panel = new PanelView(this, manifest);
    const [scatter, table] = [new ScatterView(this, labels), new TableView(this)];
    this.panel = panel.root;
    this.viewer = el(
      "div",
      { class: "viewer", hidden: true },
      ...[this.notes, controls, this.graph, panel, scatter, table].map(({ root }) => root),
      el("p", { id: "graph-keys", class: "visually-hidden" }, KEYS_IN_SHORT),
      this.live.root,
      this.help.root,
    );
    const links = new ViewLinks(manifest, (hash) => this.open(hash, true));
    const ofPage = [new LayersView(root, this), links, this.notes];
    const inPlace = [controls, this.graph, this.legend, panel, scatter, this.search, table];
    this.views = [...inPlace, ...ofPage];
  }

  /** Show the view the address asks for and stay in step with it from then on. */
  async start(): Promise<void> {
    this.stage.append(this.viewer);
    this.graph.surface.addEventListener("keydown", (event) => this.key(event));
    this.graph.surface.addEventListener("focus", () => this.entered());
    this.panel.addEventListener("keydown", (event) => this.leavePanel(event));
    onThemeChange(() => this.refreshTheme());
    window.addEventListener("hashchange", () => this.open(location.hash, true));
    this.open(location.hash, false);
    await this.arrive(this.state.view.layer);
  }

  dispatch(event: Event): void {
    const before = this.state;
    this.state = reduce(before, event);
    if (this.state === before) return;
    if (this.state.view !== before.view && event.type !== "open") this.touched = true;
    this.render();
    if (this.state.view.layer !== before.view.layer) void this.arrive(this.state.view.layer);
    if (this.state.view !== before.view) this.writeAddressSoon();
    if (needsSamples(this.state)) this.want("samples");
  }

  select(node: number | null): void {
    const graph = this.model.data?.graph;
    if (!graph) return;
    this.dispatch({ type: "select", node: node === null ? null : graph.ids[node]!, index: node });
    if (node === null) return this.announce("Selection cleared");
    this.graph.reveal(node);
    this.announce(`Selected. ${nodeName(graph, node, this.manifest)}`);
    this.want("samples");
  }

  markStructure(id: string): void {
    const data = this.model.data;
    const found = data?.graph.structures.find((one) => one.id === id);
    if (!data || !found) return;
    this.dispatch({ type: "mark", mark: { kind: "structure", value: id } });
    if (this.state.view.mark === null) return this.announce("Mark cleared");
    this.graph.showNodes(found.nodes);
    this.announce(`Marked. ${structureInWords(data.graph, found, data.layer)}`);
    // On a phone the list stands beneath the graph.
    if (this.graph.surface.getBoundingClientRect().bottom < 80) this.bringIntoView();
  }

  announce(text: string): void {
    this.live.say(text);
  }

  address(): string {
    return `${location.href.split("#")[0]!}#${encodeView(this.state.view, this.manifest)}`;
  }

  want(what: "samples" | "rows"): void {
    const layer = this.state.view.layer;
    const loading = what === "samples" ? this.store.loadSamples() : this.store.loadRows(layer);
    loading.then(
      () => this.render(),
      (error: Error) => this.failed(error, () => this.want(what)),
    );
  }

  private render(): void {
    this.model = this.derivation.model(this.state, this.theme);
    for (const view of this.views) view.update(this.model);
  }

  /** Load a layer, show it, and only then what is not needed for its first picture. */
  private async arrive(layer: string): Promise<void> {
    const slow = setTimeout(() => this.viewer.classList.add("busy"), 200);
    try {
      await this.store.loadGraph(layer);
    } catch (error) {
      return this.failed(error as Error, () => void this.arrive(layer));
    } finally {
      clearTimeout(slow);
      this.viewer.classList.remove("busy");
    }
    if (layer !== this.state.view.layer) return;
    this.takeOver();
    this.checkView();
    this.render();
    this.want("rows");
    if (this.state.view.node !== null || needsSamples(this.state)) this.want("samples");
    else setTimeout(() => this.want("samples"), 600);
  }

  /** Put the viewer in the place of the still picture; that stays for print. */
  private takeOver(): void {
    if (!this.viewer.hidden) return;
    this.viewer.hidden = false;
    this.stage.classList.add("live");
    document.documentElement.classList.add("has-viewer");
    performance.mark("topopress:usable");
  }

  private checkView(): void {
    this.checkNode();
    this.checkStructure();
  }

  private checkStructure(): void {
    const { mark, layer } = this.state.view;
    const data = this.store.get(layer);
    if (mark?.kind !== "structure" || !data) return;
    if (data.graph.structures.some((one) => one.id === mark.value)) return;
    this.state = { ...this.state, view: { ...this.state.view, mark: null } };
    this.dispatch({ type: "note", note: `${data.layer.name} has no structure “${mark.value}”` });
  }

  private checkNode(): void {
    const { node, layer } = this.state.view;
    const data = this.store.get(layer);
    if (node === null || !data) return;
    const index = data.graph.indexOf.get(node);
    if (index !== undefined)
      return void (this.state = { ...this.state, focus: index, anchor: index });
    this.state = { ...this.state, view: { ...this.state.view, node: null } };
    this.dispatch({ type: "note", note: `${data.layer.name} has no node “${node}”` });
  }

  private open(hash: string, scroll: boolean): void {
    const decoded = decodeView(hash, this.manifest);
    if (!decoded) return;
    const notes = decoded.problems.length
      ? [`This address asks for what is not here: ${decoded.problems.join(", ")}`]
      : [];
    this.dispatch({ type: "open", view: decoded.view, notes });
    if (this.store.get(decoded.view.layer)) {
      this.checkView();
      this.render();
      this.sayView();
    }
    if (scroll) this.bringIntoView();
  }

  private sayView(): void {
    const { data, selected } = this.model;
    if (data && selected !== null)
      this.announce(`Shown: ${nodeName(data.graph, selected, this.manifest)}`);
  }

  private bringIntoView(): void {
    const box = this.root.getBoundingClientRect();
    const hidden = Math.max(0, -box.top) + Math.max(0, box.bottom - innerHeight);
    if (hidden < 0.25 * Math.min(box.height, innerHeight)) return;
    this.root.scrollIntoView({ behavior: REDUCED.matches ? "auto" : "smooth", block: "start" });
  }

  private writeAddressSoon(): void {
    if (!this.touched) return;
    clearTimeout(this.addressTimer);
    this.addressTimer = window.setTimeout(() => {
      try {
        history.replaceState(history.state, "", `#${encodeView(this.state.view, this.manifest)}`);
      } catch {
        // Some browsers bound how often an address may change; the next change tries again.
      }
    }, ADDRESS_MS);
  }

  private refreshTheme(): void {
    this.theme = readTheme(this.root);
    this.render();
  }

  private failed(error: Error, retry: () => void): void {
    this.takeOver();
    this.notes.fail(
      `${error.message}. Is the whole folder there? A page inside a zip archive must be ` +
        "extracted first.",
      retry,
    );
  }

  // The keyboard

  private entered(): void {
    const graph = this.model.data?.graph;
    if (!graph || !this.graph.surface.matches(":focus-visible")) return;
    const node = this.state.focus ?? entrance(graph, this.model.selected);
    if (node !== null) this.stand(node, node);
  }

  private stand(node: number, anchor: number, more = ""): void {
    this.dispatch({ type: "focus", node, anchor });
    this.graph.reveal(node);
    this.announce(nodeName(this.model.data!.graph, node, this.manifest) + more);
  }

  /** Escape leads from the panel back to the graph. */
  private leavePanel(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    this.dispatch({ type: "clear" });
    this.graph.surface.focus();
  }

  private key(event: KeyboardEvent): void {
    const command = commandFor(event, this.state.letters);
    if (!command || !this.model.data) return;
    event.preventDefault();
    this.obey(command);
  }

  private obey(command: Command): void {
    switch (command.do) {
      case "walk":
        return this.walk(command.way);
      case "cycle":
        return this.cycle(command.way);
      case "zoom":
        return this.graph.zoomBy(command.factor);
      case "home":
        return this.graph.goHome();
      case "select":
        return this.state.focus === null ? undefined : this.select(this.state.focus);
      case "clear":
        this.graph.release();
        return this.dispatch({ type: "clear" });
      case "search":
        return this.search.focus();
      case "help":
        return this.help.open(this.state.letters);
      case "pictures":
        return this.dispatch({ type: "pictures", pictures: !this.state.view.pictures });
    }
  }

  private walk(way: readonly [number, number]): void {
    const { graph } = this.model.data!;
    const from = this.state.focus ?? entrance(graph, this.model.selected);
    if (from === null) return;
    const node = this.state.focus === null ? from : step(graph, from, way, this.state.view);
    if (node === null) this.announce("No edge leads that way");
    else this.stand(node, node);
  }

  private cycle(way: 1 | -1): void {
    const { graph } = this.model.data!;
    const { anchor, focus, view } = this.state;
    const from = anchor ?? focus ?? entrance(graph, this.model.selected);
    if (from === null) return;
    const next = cycle(graph, from, focus ?? from, way, view);
    if (!next) return this.announce("No neighbours");
    const place = `; neighbour ${next.place} of ${next.of} of ${graph.ids[from]!}, ${edgeInWords(next)}`;
    this.stand(next.node, from, place);
  }
}

/** Whether what is marked cannot be found without the names of the samples. */
function needsSamples({ view: { mark } }: State): boolean {
  return mark !== null && mark.kind !== "label" && mark.kind !== "structure";
}
