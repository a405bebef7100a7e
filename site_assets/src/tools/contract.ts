// What the second script hands to the first. That script is loaded when a reader first asks for one
// of its tools, so it is no part of what the first view waits for. Types only: both scripts import
// this file, and neither imports code of the other.
import type { Kind } from "../kinds/kind";
import type { MakeLive } from "../data/layers";
import type { Effect, ToolName } from "../state/effect";
import type { App, ModelView } from "../state/model";
import type { Standing } from "../state/keyboard";
import type { Event } from "../state/event";
import type { LayerData, Samples } from "../data/layer";
import type { ShownBeside } from "../draw/beside_drawing";
import type { LayerStore } from "../data/layers";
import type { Derivation } from "../state/derive";
import type { Manifest, OtherExploration } from "../data/schema";
import type { ControlsView } from "../views/controls_view";
import type { GraphView } from "../views/graph_view";
import type { LegendView } from "../views/legend_view";
import type { PanelView } from "../views/panel_view";
import type { ScatterView } from "../views/scatter_view";

/** The parts of an explorer that tools work with. */
export interface Parts {
  readonly manifest: Manifest;
  readonly controls: ControlsView;
  readonly table: HTMLDetailsElement;
  readonly panel: PanelView;
  readonly graph: GraphView;
  readonly scatter: ScatterView;
  readonly legend: LegendView;
  /** The data of any layer, loaded where it is not there; `rows`: with its rows. */
  layer(id: string, rows: boolean): Promise<LayerData>;
  samples(): Promise<Samples>;
  readonly kind: Kind;
  readonly graphs: GraphMaker;
  /** What stands side by side, where the tool for that has been loaded. */
  readonly beside: { shown: (() => ShownBeside | null) | null };
}

/** What further graphs on the page are made with. */
export interface GraphMaker {
  /** The data of the explorer's own layers. */
  readonly store: LayerStore;
  /** The data of another exploration of the site. */
  other(exploration: OtherExploration): Promise<LayerStore>;
  derivation(store: LayerStore): Derivation;
  graph(app: App, manifest: Manifest): GraphView;
}

/** A part of the explorer that is made when a reader first asks for it. */
export interface Tool extends ModelView {
  /** Put at the end of the viewer, unless the tool has put it elsewhere. */
  readonly root: HTMLElement;
  open(): void;
}

/** Make each tool for an explorer. */
export type Tools = { readonly [K in ToolName]: (app: App, parts: Parts) => Tool } & {
  readonly makeLive: MakeLive;
  /** The event that selects what is made of a node. */
  readonly made: (effect: Effect & { do: "make" }, standing: Omit<Standing, "state">) => Event;
};
