// What the second script hands to the first. That script is loaded when a reader first asks for one
// of its tools, so it is no part of what the first view waits for. Types only: both scripts import
// this file, and neither imports code of the other.
import type { ToolName } from "../state/effect";
import type { App, ModelView } from "../state/model";
import type { LayerData, Samples } from "../data/layer";
import type { ControlsView } from "../views/controls_view";
import type { GraphView } from "../views/graph_view";
import type { LegendView } from "../views/legend_view";
import type { ScatterView } from "../views/scatter_view";

/** The parts of an explorer that tools work with. */
export interface Parts {
  readonly controls: ControlsView;
  readonly graph: GraphView;
  readonly scatter: ScatterView;
  readonly legend: LegendView;
  /** The data of any layer, loaded where it is not there; `rows`: with its rows. */
  layer(id: string, rows: boolean): Promise<LayerData>;
  samples(): Promise<Samples>;
  /** Whether the discs of nodes can show pictures. */
  readonly hasPictures: boolean;
}

/** A part of the explorer that is made when a reader first asks for it. */
export interface Tool extends ModelView {
  /** Put at the end of the viewer, unless the tool has put it elsewhere. */
  readonly root: HTMLElement;
  open(): void;
}

/** Make each tool for an explorer. */
export type Tools = { readonly [K in ToolName]: (app: App, parts: Parts) => Tool };
