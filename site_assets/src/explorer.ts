// The explorer as a whole: one state, the views drawn from it, and the one place that executes
// effects. Several explorers can stand on a page; at most one of them owns the address.
import { LayerStore, type Loader } from "./data/layers";
import type { Manifest } from "./data/schema";
import { kindOf } from "./kinds/kinds";
import { type Arrival, isNewVisit, land } from "./page/landing";
import { loaderAt } from "./page/elsewhere";
import { ChunkLoader } from "./page/load";
import { freeId, writeAddress } from "./page/place";
import { onThemeChange, readTheme } from "./page/theme";
import { Derivation } from "./state/derive";
import type { DetailLoad, Effect, LayerLoad, ToolName } from "./state/effect";
import { carried } from "./state/carried";
import { effects } from "./state/effects";
import { commandFor, enter, historyCommand, obey, type Standing } from "./state/keyboard";
import type { App, Model, ModelView, Theme } from "./state/model";
import type { Event } from "./state/event";
import { reduce, startState, startView, type State } from "./state/state";
import { decodeView, encodeView } from "./state/url";
import { graphMaker } from "./graphs";
import type { GraphMaker, Parts, Tool, Tools } from "./tools/contract";
import { ControlsView } from "./views/controls_view";
import { el } from "./views/dom";
import { GraphView } from "./views/graph_view";
import { HistoryView } from "./views/history_view";
import { laterDetails } from "./views/later";
import { LegendView } from "./views/legend_view";
import { OfferView } from "./views/offer_view";
import { LayersView, LiveRegion, NotesView, ViewLinks } from "./views/page_view";
import { PanelView } from "./views/panel_view";
import { ScatterView } from "./views/scatter_view";
import { SearchView } from "./views/search_view";
import { gettext } from "./text";

const ADDRESS_MS = 250;
const SAMPLES_MS = 600;
const BUSY_MS = 200;
/** Windows in which the panel is beneath the graph: adapt.css, and the padding of the explorer. */
const STACKED = "(max-width: 61rem)";
const KEYS_IN_SHORT = gettext("Arrow keys walk along edges, Enter selects, Escape clears; question mark for help. All nodes are in the table below.");

export interface Options {
  /** Whether this explorer reads and writes the address of the page, and follows its links. */
  readonly hash?: boolean;
  /** The folder of the exploration, seen from the page; "" is that of the page itself. */
  readonly folder?: string;
  /** The address of the first view, where the address of the page does not state it. */
  readonly view?: string;
  readonly loader?: Loader;
  /** Loads the second script. */
  readonly tools?: () => Promise<Tools>;
}

/** A running explorer. */
export interface Explorer {
  readonly state: State;
  dispatch(event: Event): void;
  /** Show the view of an address. */
  open(address: string): void;
  /** The view as an address has it after the sign #. */
  fragment(): string;
  /** Give the graph the focus. */
  focus(): void;
  /** Resolves when the layer that was requested last is shown, or could not be loaded. */
  readonly ready: Promise<void>;
}

/** Put an explorer into an element: into its .explorer-stage if it has one. */
export function createExplorer(
  root: HTMLElement,
  manifest: Manifest,
  {
    hash = false,
    folder = "",
    view = "",
    loader = ChunkLoader.ofPage(),
    tools = () => ChunkLoader.ofPage().loadTools(),
  }: Options = {},
): Explorer {
  const store = new LayerStore(manifest, loaderAt(folder, loader), kindOf(manifest).chunks);
  const graphs = graphMaker(store, loader, folder);
  const explorer = new MountedExplorer(root, manifest, store, hash, view, tools, graphs);
  explorer.start();
  return explorer;
}

class MountedExplorer implements App, Explorer {
  state: State;
  ready: Promise<void> = Promise.resolve();
  private readonly stage: HTMLElement;
  private theme: Theme;
  private model: Model;
  private readonly derivation: Derivation;
  private readonly reduced = matchMedia("(prefers-reduced-motion: reduce)");
  private readonly live: LiveRegion;
  private readonly parts: Parts;
  private readonly tools = new Map<ToolName, Tool>();
  private readonly search: SearchView;
  private readonly graph: GraphView;
  private readonly views: ModelView[];
  private readonly viewer: HTMLElement;
  private readonly notes: NotesView;
  private readonly offer: OfferView;
  private readonly stacked = matchMedia(STACKED);
  private readonly rows: ToolName | undefined;
  private landed: Arrival | null = null;
  private addressTimer = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly manifest: Manifest,
    private readonly store: LayerStore,
    private readonly hash: boolean,
    private readonly firstView: string,
    private readonly loadTools: () => Promise<Tools>,
    graphs: GraphMaker,
  ) {
    root.id ||= freeId();
    this.stage = root.querySelector<HTMLElement>(".explorer-stage") ?? root;
    this.derivation = new Derivation(manifest, store);
    this.state = startState(startView(manifest));
    this.theme = readTheme(root);
    this.model = this.derivation.model(this.state, this.theme);
    this.live = new LiveRegion(this);
    this.search = new SearchView(this);
    const legend = new LegendView(this);
    const history = new HistoryView(this);
    const foot = { legend: legend.root, history };
    this.graph = new GraphView(this, () => this.reduced.matches, foot, kindOf(manifest));
    this.notes = new NotesView(this);
    this.offer = new OfferView(this);
    this.graph.root.append(this.offer.root);
    const controls = new ControlsView(this, this.search.root, manifest);
    const panel = new PanelView(this, manifest);
    const scatter = new ScatterView(this, manifest, () => this.reduced.matches);
    const table = laterDetails(this, "viewer-table", gettext("All nodes as a table"), "table");
    const kind = kindOf(manifest);
    this.rows = kind.rows;
    this.parts = {
      manifest,
      controls,
      table,
      panel,
      graph: this.graph,
      scatter,
      legend,
      layer: (id, withRows) => store.layerData(id, withRows),
      samples: () => store.loadSamples(),
      kind,
      graphs,
      beside: { shown: null },
    };
    this.viewer = el(
      "div",
      { class: "viewer", hidden: true },
      ...[this.notes, controls, this.graph, panel, scatter].map((view) => view.root),
      table,
      el("p", { id: this.id("graph-keys"), class: "visually-hidden" }, KEYS_IN_SHORT),
      this.live.root,
    );
    const inPlace = [controls, this.graph, legend, panel, scatter, this.search];
    const links = hash ? [new ViewLinks(manifest, (address) => this.show(address, "link"))] : [];
    this.views = [
      ...inPlace,
      this.notes,
      history,
      new LayersView(root, this),
      ...links,
    ];
    panel.root.addEventListener("keydown", (event) => this.leavePanel(event));
  }

  /** Show the view of the address, or the first one, and follow the address from then on. */
  start(): void {
    this.stage.append(this.viewer);
    this.graph.surface.addEventListener("keydown", (event) => this.key(event));
    this.graph.surface.addEventListener("focus", () => this.entered());
    onThemeChange(() => this.refreshTheme());
    if (this.hash) window.addEventListener("hashchange", () => this.show(location.hash, "link"));
    const reach = this.hash ? document.documentElement : this.root;
    reach.addEventListener("keydown", (event) => this.travel(event));
    if (this.hash && this.show(location.hash, isNewVisit() ? "landing" : "start")) return;
    if (this.firstView && this.show(this.firstView, "start")) return;
    if (this.hash) this.offer.make();
    this.dispatch({ type: "open", view: this.state.view, notes: [], by: "start" });
  }

  dispatch(event: Event): void {
    const before = this.state;
    const after = reduce(before, this.complete(event));
    this.state = after;
    // Drawing can move the focus, which leads to events of its own.
    if (after !== before) this.render();
    for (const effect of effects(before, after, event, this.model)) this.perform(effect);
  }

  /** The names of nodes of a cut graph mean nothing in another layer. */
  private complete(event: Event): Event {
    const leaves = event.type === "layer" && this.state.view.cut;
    return leaves ? { ...event, carried: carried(this.model) } : event;
  }

  address(): string | null {
    return this.hash ? `${location.href.split("#")[0]!}#${this.fragment()}` : null;
  }

  id(name: string): string {
    return `${this.root.id}-${name}`;
  }

  open(address: string): void {
    this.show(address, "start");
  }

  focus(): void {
    this.graph.surface.focus({ preventScroll: true });
  }

  fragment(): string {
    return encodeView(this.state.view, this.manifest);
  }

  private render(): void {
    this.model = this.derivation.model(this.state, this.theme);
    for (const view of this.views) view.update(this.model);
  }

  /** Open the view of an address; false where it is not an address of a view. */
  private show(hash: string, by: (Event & { type: "open" })["by"]): boolean {
    const decoded = decodeView(hash, this.manifest);
    if (!decoded) return false;
    const notes = decoded.problems.length
      ? [gettext("This address cannot be shown completely: {name}", decoded.problems.join(", "))]
      : [];
    this.dispatch({ type: "open", view: decoded.view, notes, by });
    return true;
  }

  // Effects

  private perform(effect: Effect): void {
    switch (effect.do) {
      case "load":
        return effect.what === "layer" ? this.loadLayer(effect) : this.loadDetail(effect);
      case "address":
        return this.writeAddressSoon();
      case "say":
        return this.live.say(effect.text);
      case "scroll":
        return this.bringIntoView(effect.unless);
      case "land":
        return void (this.landed = land(() => this.place()));
      case "reveal":
        return this.graph.reveal(effect.node);
      case "frame":
        return this.graph.showNodes(effect.nodes);
      case "zoom":
        return this.graph.zoomBy(effect.factor);
      case "home":
        return this.graph.goHome();
      case "release":
        return this.graph.release();
      case "focus":
        return (effect.what === "graph" ? this.graph.surface : this.search).focus();
      case "make":
        return this.make(effect);
      case "tool":
        return this.openTool(effect);
    }
  }

  private make(effect: Effect & { do: "make" }): void {
    const standing = this.standing();
    this.loadTools().then(
      (tools) => standing && this.dispatch(tools.made(effect, standing)),
      (error: Error) => this.failed(error, effect),
    );
  }

  private openTool(effect: Effect & { do: "tool" }): void {
    this.withTool(effect.name).then(
      (tool) => tool.open(),
      (error: Error) => this.failed(error, effect),
    );
  }

  private withTool(name: ToolName): Promise<Tool> {
    return this.loadTools().then((tools) => this.tool(name, tools));
  }

  private tool(name: ToolName, tools: Tools): Tool {
    const known = this.tools.get(name);
    if (known) return known;
    const made = tools[name](this, this.parts);
    if (!made.root.isConnected) this.viewer.append(made.root);
    this.views.push(made);
    this.tools.set(name, made);
    made.update(this.model);
    return made;
  }

  private loadDetail(effect: DetailLoad): void {
    if (effect.what === "samples" && effect.soon)
      return void setTimeout(() => this.loadDetail({ ...effect, soon: false }), SAMPLES_MS);
    this.detail(effect).then(
      () => this.detailArrived(effect),
      (error: Error) => this.failed(error, effect),
    );
  }

  /** What is named in a layer that is not on show can be looked up now. */
  private detailArrived(effect: DetailLoad): void {
    if (effect.what === "live") return this.cutArrived(effect.layer);
    if (effect.what === "rows" && effect.layer !== this.state.view.layer)
      this.dispatch({ type: "arrived", data: this.store.get(effect.layer)!, announce: false });
    this.render();
  }

  private detail(effect: DetailLoad): Promise<unknown> {
    switch (effect.what) {
      case "rows":
        return this.store.loadRows(effect.layer);
      case "scatter":
        return this.store.loadScatter(effect.layer, effect.projection);
      case "look":
        return this.store.loadLook(effect.layer);
      case "live":
        return this.loadTools().then((tools) => this.store.loadLive(effect.layer, tools.makeLive));
      case "samples":
        return Promise.all([this.store.loadSamples(), this.rows && this.withTool(this.rows)]);
      case "numbers":
        return this.store.loadNumbers();
    }
  }

  private loadLayer(effect: LayerLoad): void {
    if (this.store.get(effect.layer)) return this.arrived(effect);
    const slow = setTimeout(() => this.viewer.classList.add("busy"), BUSY_MS);
    this.ready = this.store
      .loadGraph(effect.layer)
      .finally(() => {
        clearTimeout(slow);
        this.viewer.classList.remove("busy");
      })
      .then(
        () => this.arrived(effect),
        (error: Error) => this.failed(error, effect),
      );
  }

  private arrived({ layer, announce }: LayerLoad): void {
    if (layer !== this.state.view.layer) return;
    this.takeOver();
    this.dispatch({ type: "arrived", data: this.store.get(layer)!, announce });
    this.render();
  }

  /** The graph that a view asks for is there, or its cover is not published. */
  private cutArrived(id: string): void {
    const { view } = this.state;
    const data = view.cut && this.store.live(id)?.at(view.cut);
    if (id !== view.layer || !view.cut) return this.render();
    if (data) return this.dispatch({ type: "arrived", data, announce: false });
    const note = gettext("{name} has no cover “{what}”", { name: this.store.layer(id).name, what: view.cut.cover ?? "" });
    this.dispatch({ type: "open", view: { ...view, cut: null }, notes: [note], by: "start" });
  }

  private failed({ message }: Error, retry: Effect): void {
    this.takeOver();
    const advice = gettext("Is the whole folder there? Extract a zip archive before opening a page in it.");
    this.dispatch({ type: "failed", message: `${message}. ${advice}`, retry });
  }

  /** Show the viewer in the place of the still graph; that stays for print. */
  private takeOver(): void {
    if (!this.viewer.hidden) return;
    this.viewer.hidden = false;
    this.stage.classList.add("live");
    document.documentElement.classList.add("has-viewer");
    performance.mark("topopress:usable");
    this.landed?.(this.graph.surface);
  }

  /** What comes to the top of the window: where the panel is beneath the graph, these two. */
  private place(): HTMLElement {
    if (!this.stacked.matches) return this.root;
    // Messages are right above the graph.
    return this.viewer.hidden ? this.stage : this.notes.root;
  }

  private bringIntoView(unless: "filled" | "seen"): void {
    if (unless === "seen" && this.graph.surface.getBoundingClientRect().bottom >= 80) return;
    const box = this.root.getBoundingClientRect();
    const hidden = Math.max(0, -box.top) + Math.max(0, box.bottom - innerHeight);
    if (hidden < 0.25 * Math.min(box.height, innerHeight)) return;
    this.place().scrollIntoView({
      behavior: this.reduced.matches ? "auto" : "smooth",
      block: "start",
    });
  }

  private writeAddressSoon(): void {
    if (!this.hash) return;
    clearTimeout(this.addressTimer);
    this.addressTimer = window.setTimeout(() => writeAddress(this.fragment()), ADDRESS_MS);
  }

  private refreshTheme(): void {
    this.theme = readTheme(this.root);
    this.render();
  }

  // The keyboard

  private standing(): Standing | null {
    const { data, described, selected } = this.model;
    return data && { state: this.state, data, described, selected };
  }

  private entered(): void {
    const standing = this.standing();
    if (!standing || !this.graph.surface.matches(":focus-visible:not(.landed)")) return;
    enter(standing).forEach((event) => this.dispatch(event));
  }

  private key(event: KeyboardEvent): void {
    const command = commandFor(event, this.state.letters);
    const standing = this.standing();
    if (!command || !standing) return;
    event.preventDefault();
    obey(command, standing).forEach((each) => this.dispatch(each));
  }

  /** Undo and redo, from everywhere but a text box, which has its own. */
  private travel(event: KeyboardEvent): void {
    const command = historyCommand(event);
    // Only where text is written has an element a place of its selection.
    const isTextBox = (event.target as Partial<HTMLInputElement>).selectionStart != null;
    if (!command || isTextBox) return;
    event.preventDefault();
    this.dispatch({ type: command });
  }

  /** Escape leads from the panel back to the graph. */
  private leavePanel(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    this.dispatch({ type: "clear" });
    this.graph.surface.focus();
  }
}
