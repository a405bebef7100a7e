// The input of every view, and what a view can do.
import type { Counterpart } from "../data/graph";
import type { LabelColumn, NodeLabels } from "../data/label_columns";
import type { LayerData, Samples } from "../data/layer";
import type { LiveLayer } from "../data/live/types";
import type { Scatter } from "../data/scatter";
import type { Manifest } from "../data/schema";
import type { Look } from "../look/appearance";
import type { FigureData } from "../look/values";
import type { Rgb } from "../look/palette";
import type { Selection } from "./selection";
import type { Event } from "./event";
import type { State } from "./state";

export interface Theme {
  readonly dark: boolean;
  readonly paper: Rgb;
  readonly raised: Rgb;
  readonly ink: Rgb;
  readonly faint: Rgb;
  readonly accent: Rgb;
  readonly focus: Rgb;
  /** All colours a node or a row can have, by index. */
  readonly colours: readonly Rgb[];
}

export interface Model {
  readonly manifest: Manifest;
  readonly state: State;
  /** The layer that is shown; null until the first has arrived. */
  readonly data: LayerData | null;
  /** The graphs of its family; null until they have arrived. */
  readonly live: LiveLayer | null;
  readonly look: Look | null;
  /** The scatter; null until the first has arrived. */
  readonly scatter: Scatter | null;
  readonly samples: Samples | null;
  /** The column of labels that is chosen. */
  readonly column: LabelColumn;
  /** Its values in the nodes of the layer; null while no layer has arrived. */
  readonly nodeLabels: NodeLabels | null;
  /** What figures are computed from; null while no layer has arrived. */
  readonly figures: FigureData | null;
  readonly selection: Selection | null;
  readonly marked: Selection | null;
  /** What the panel describes: the selection, else what is marked. */
  readonly described: Selection | null;
  /** Index of what is described, where that is a node of the graph on show. */
  readonly selected: number | null;
  /** The node here with the most similar samples to the selected one of another layer. */
  readonly counterpart: (Counterpart & { readonly node: number }) | null;
  /** With the colours that the reader has chosen. */
  readonly theme: Theme;
}

export interface App {
  dispatch(event: Event): void;
  /** Address of the current view; null where this explorer has none. */
  address(): string | null;
  /** An id that is unique on the page. */
  id(name: string): string;
}

export interface ModelView {
  update(model: Model): void;
}
