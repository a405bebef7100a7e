// A graph beside the first one: a small explorer with its own camera, pointer and keyboard. What is
// selected, and how graphs look, is as in the first.
import { memo } from "../../data/memo";
import type { LayerStore } from "../../data/layers";
import { coloursOf, firstColour } from "../../look/figures";
import { ofOtherGraph, PUBLISHED } from "../../state/arrangement";
import { ALONE, type BesideGraph } from "../../state/beside";
import type { Derivation } from "../../state/derive";
import type { Effect } from "../../state/effect";
import { effects } from "../../state/effects";
import { commandFor, enter, obey, type Standing } from "../../state/keyboard";
import type { App, Model } from "../../state/model";
import type { Event } from "../../state/event";
import { reduce, startState, type State, type View } from "../../state/state";
import type { GraphView } from "../../views/graph_view";
import type { RowsSource } from "../../state/source";
import type { GraphMaker } from "../contract";
import { made } from "../make";
import { tracedRows, translator } from "./traced";

/** What a graph beside the first asks of the tool that it belongs to. */
export interface Host {
  readonly app: App;
  readonly graphs: GraphMaker;
  /** A node of the graph was selected, or the selection cleared. */
  select(pane: Pane, event: Event & { type: "select" }): void;
  /** Data has arrived. */
  loaded(): void;
  /** Another node is under the pointer. */
  pointed(): void;
  /** A frame is drawn. */
  drawn(): void;
}

/** The view of the first graph with another layer, without what belongs to the first one's nodes. */
export function ofLayer(view: View, layer: string): View {
  const arrangement = ofOtherGraph(view.arrangement);
  return { ...view, layer, arrangement, cut: null, camera: null, beside: ALONE };
}

export class Pane implements App {
  readonly graph: GraphView;
  model: Model | null = null;
  private state: State | null = null;
  private readonly derivation: Derivation;
  private readonly translate = translator();

  /** `id`: as in addresses; it has no dots or blanks. */
  constructor(
    private readonly host: Host,
    readonly graphId: string,
    readonly of: Pick<BesideGraph, "exploration" | "layer">,
    readonly store: LayerStore,
  ) {
    this.derivation = host.graphs.derivation(store);
    this.graph = host.graphs.graph(this, store.manifest);
    this.graph.root.classList.add("beside-graph");
    const { surface } = this.graph;
    surface.addEventListener("keydown", (event) => this.key(event));
    surface.addEventListener("focus", () => this.entered());
    this.graph.drawn = () => host.drawn();
  }

  get hover(): number | null {
    return this.state?.hover ?? null;
  }

  /** Load what it needs; resolves when all is there. */
  async load(): Promise<void> {
    await this.store.loadGraph(this.of.layer);
    this.host.loaded();
    await this.store.loadRows(this.of.layer);
    if (this.of.exploration !== null) await this.store.loadSamples();
    this.host.loaded();
  }

  update(main: Model, graph: BesideGraph): void {
    const { view, letters } = main.state;
    const data = this.store.get(this.of.layer);
    const { samples } = this.store;
    const foreign =
      this.of.exploration === null
        ? null
        : this.translate(tracedRows(main), main.data, data, main.samples, samples);
    const { theme, described } = main;
    this.follow(view, graph, letters, theme, foreign, described, data, samples);
  }

  private readonly follow = memo(
    (
      view: View,
      graph: BesideGraph,
      letters: boolean,
      theme: Model["theme"],
      foreign: RowsSource | null,
      _described: Model["described"],
      _data: Model["data"],
      _samples: Model["samples"],
    ) => {
      const own = this.viewOf(view, graph, foreign);
      this.state = { ...(this.state ?? startState(own)), view: own, letters };
      this.render(theme);
    },
  );

  dispatch(event: Event): void {
    switch (event.type) {
      case "camera":
        return this.host.app.dispatch({
          type: "beside-camera",
          graph: this.graphId,
          camera: event.camera,
          automatic: event.automatic ?? false,
        });
      case "select":
        return this.host.select(this, event);
      case "hover":
      case "focus":
        return this.own(event);
      case "ask":
        return this.perform(event.effect);
      // What belongs to the nodes of the first graph alone.
      case "pin":
      case "callout":
        return;
      default:
        return this.host.app.dispatch(event);
    }
  }

  address(): null {
    return null;
  }

  id(name: string): string {
    // All graphs are described by the same words.
    return this.host.app.id(name === "graph-keys" ? name : `${this.graphId}-${name}`);
  }

  /** The view of the first graph, with what is this one's. */
  private viewOf(view: View, { layer, camera }: BesideGraph, foreign: RowsSource | null): View {
    const { manifest } = this.store;
    const column = manifest.columns.some(({ name }) => name === view.column) ? view.column : null;
    const colour = coloursOf(manifest).includes(view.colour) ? view.colour : firstColour(manifest);
    const own = { ...ofLayer(view, layer), camera, column, colour };
    if (this.of.exploration === null) return own;
    // Nodes and rows of another exploration have names of their own, and its layouts are unknown.
    const arrangement = { ...own.arrangement, layout: PUBLISHED.layout };
    return { ...own, selected: foreign, marked: null, arrangement };
  }

  private render(theme = this.model?.theme): void {
    if (!this.state || !theme) return;
    this.model = this.derivation.model(this.state, theme);
    this.graph.update(this.model);
    this.host.pointed();
  }

  /** What changes this graph alone. */
  private own(event: Event): void {
    if (!this.state || !this.model) return;
    const before = this.state;
    this.state = reduce(before, event);
    if (this.state !== before) this.render();
    for (const effect of effects(before, this.state, event, this.model)) this.perform(effect);
  }

  private perform(effect: Effect): void {
    switch (effect.do) {
      case "reveal":
        return this.graph.reveal(effect.node);
      case "zoom":
        return this.graph.zoomBy(effect.factor);
      case "home":
        return this.graph.goHome();
      case "release":
        return this.graph.release();
      case "make":
        return this.make(effect);
      case "load":
      case "address":
        return;
      default:
        return this.host.app.dispatch({ type: "ask", effect });
    }
  }

  private make(effect: Effect & { do: "make" }): void {
    const standing = this.standing();
    if (standing) this.dispatch(made(effect, standing));
  }

  private standing(): Standing | null {
    const { state, data, selected, described } = this.model ?? {};
    return state && data ? { state, data, selected: selected!, described: described! } : null;
  }

  private entered(): void {
    const standing = this.standing();
    if (!standing || !this.graph.surface.matches(":focus-visible")) return;
    enter(standing).forEach((event) => this.dispatch(event));
  }

  private key(event: KeyboardEvent): void {
    const standing = this.standing();
    const command = standing && commandFor(event, standing.state.letters);
    if (!command) return;
    event.preventDefault();
    obey(command, standing).forEach((each) => this.dispatch(each));
  }
}
