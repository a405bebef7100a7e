// What every view is a function of, and what it may ask for.
import type { Graph, Lists } from "../data/graph";
import { appearance, type Look, type NodeLook } from "../look/appearance";
import type { Rgb } from "../look/palette";
import type { Counterpart, Samples } from "./relate";
import type { Layer, Manifest, RowsArrays } from "../data/schema";
import type { Event, State } from "./state";

export interface Rows {
  readonly arrays: RowsArrays;
  readonly projection: string;
  readonly nodes: Lists;
}

/** A layer whose graph has arrived; its rows may still be on their way. */
export interface LayerData {
  readonly layer: Layer;
  readonly graph: Graph;
  /** Names of the network's classes that the graph's arrays point into. */
  readonly classes: readonly string[];
  /** How well what exemplars speak for foretells what the logits lose without them; null: unknown. */
  readonly agreement: number | null;
  readonly rows: Rows | null;
}

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
  /** The layer on show; null until the first has arrived. */
  readonly data: LayerData | null;
  readonly look: Look | null;
  readonly samples: Samples | null;
  readonly selected: number | null;
  readonly counterpart: Counterpart | null;
  readonly theme: Theme;
}

export interface App {
  dispatch(event: Event): void;
  /** Select a node of the layer on show. */
  select(node: number | null): void;
  /** Mark a structure of the layer on show and go there; unmark it where it is marked. */
  markStructure(id: string): void;
  announce(text: string): void;
  /** Address of the current view. */
  address(): string;
  /** Load what search and captions need: names of samples, rows of the layer. */
  want(what: "samples" | "rows"): void;
}

export interface ModelView {
  update(model: Model): void;
}

export function looksOf(look: Look): NodeLook[] {
  return Array.from({ length: look.graph.n }, (_, node) => appearance(node, look));
}

/** A function that runs only where one of its arguments has changed since the last call. */
export function onChange<T extends readonly unknown[]>(
  run: (...args: T) => void,
): (...args: T) => void {
  let last: T | null = null;
  return (...args) => {
    if (last?.every((value, i) => Object.is(value, args[i]))) return;
    last = args;
    run(...args);
  };
}
