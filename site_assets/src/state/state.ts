// The state of the explorer and every way it can change. No DOM here.
import type { Camera } from "../look/camera";
import type { ExemplarKind } from "../data/exemplars";
import type { LayerData } from "../data/layer";
import type { Effect } from "./effect";
import { type History, NO_HISTORY, recorded, travelled } from "./history";
import {
  type NodeSource,
  type SampleSource,
  sameSource,
  structureOf,
  type StructureSource,
} from "./selection";
import { type Manifest, VIEW_CHOICES } from "../data/schema";
import { type Colouring, firstColour, isAnyJudged } from "../look/figures";
import type { ChosenColour } from "../look/palette";
import { ALL_LINES, type LineChoice } from "../look/lines";

/** The weight by which edges are drawn, sorted and hidden. */
export type EdgeWeight = (typeof VIEW_CHOICES.weight)[number];

/** All that an address states. Two readers with the same View see the same. */
export interface View {
  readonly layer: string;
  /** The panel describes it, and the scatter highlights its rows. */
  readonly selected: NodeSource | null;
  readonly colour: Colouring;
  readonly weight: EdgeWeight;
  /** Edges of a smaller weight are hidden. */
  readonly edges: number;
  readonly pictures: boolean;
  /** Rings show its share of each node's members. */
  readonly marked: StructureSource | SampleSource | null;
  /** Whether the scatter shows the graph's colours or the labels. */
  readonly points: (typeof VIEW_CHOICES.points)[number];
  /** The further column of labels that colours, legend and panel show; null: the labels. */
  readonly column: string | null;
  /** Whether nodes are pies of the column's labels; only where the colours are of labels. */
  readonly pies: boolean;
  /** Colours of labels that the reader has chosen, by label. */
  readonly palette: readonly ChosenColour[];
  /** The lines of the concordance. */
  readonly lines: LineChoice;
  /** null: everything in view. */
  readonly camera: Camera | null;
}

/** What the rows of the table are sorted by. */
export interface Sorting {
  readonly column: string;
  readonly up: boolean;
}

/** Data that did not arrive, and what would ask for it again. */
export interface Failure {
  readonly message: string;
  readonly retry: Effect;
}

/**
 * All that the views show. Local to a view are only the text in the search box, the camera of the
 * scatter, open disclosures, and the flight of the graph's camera to the one in the View.
 */
export interface State {
  readonly view: View;
  readonly history: History;
  /** Node of another layer; the node here with the most similar samples is ringed. */
  readonly followed: NodeSource | null;
  /** Structure under the pointer or the keyboard, in the list. */
  readonly glanced: StructureSource | null;
  /** Node under the pointer. */
  readonly hover: number | null;
  /** Node that has the keyboard focus. */
  readonly focus: number | null;
  /** Node whose neighbours the keyboard is cycling through. */
  readonly anchor: number | null;
  /** Row under the pointer. */
  readonly row: number | null;
  /** Which exemplars the reader wants to see, in all nodes that have them. */
  readonly exemplars: ExemplarKind;
  readonly sorting: Sorting;
  /** Whether single letters and signs are commands. */
  readonly letters: boolean;
  /** Messages about what could not be shown. */
  readonly notes: readonly string[];
  readonly failure: Failure | null;
}

export type Event =
  /**
   * `start`: the page was opened without a view, or again. `landing`: it was opened at an address
   * with a view. `link`: the reader followed a link to a view. The latter two bring the explorer
   * into the window and announce the view.
   */
  | {
      readonly type: "open";
      readonly view: View;
      readonly notes: readonly string[];
      readonly by: "start" | "landing" | "link";
    }
  /** A layer's graph is there: what the view names can be looked up. */
  | { readonly type: "arrived"; readonly data: LayerData; readonly announce: boolean }
  | { readonly type: "failed"; readonly message: string; readonly retry: Effect }
  | { readonly type: "retry" }
  /** `node`: the name of the node of that layer to select; without it the selected one is followed. */
  | { readonly type: "layer"; readonly layer: string; readonly node?: string }
  | {
      readonly type: "select";
      readonly source: NodeSource | null;
      readonly index: number | null;
    }
  | { readonly type: "colour"; readonly colour: Colouring }
  | { readonly type: "weight"; readonly weight: EdgeWeight }
  | { readonly type: "edges"; readonly edges: number }
  | { readonly type: "pictures"; readonly pictures: boolean }
  | { readonly type: "pies"; readonly pies: boolean }
  | { readonly type: "palette"; readonly palette: readonly ChosenColour[] }
  | { readonly type: "mark"; readonly source: View["marked"] }
  /** Mark a source, or unmark it where it is marked. */
  | { readonly type: "toggle"; readonly source: StructureSource | SampleSource }
  | { readonly type: "points"; readonly points: "graph" | "label" }
  | { readonly type: "column"; readonly column: string | null }
  | { readonly type: "lines"; readonly change: Partial<LineChoice> }
  /** `automatic`: it moved because of another change. */
  | { readonly type: "camera"; readonly camera: Camera | null; readonly automatic?: boolean }
  | { readonly type: "hover"; readonly node: number | null }
  | { readonly type: "glance"; readonly source: StructureSource | null }
  /** `say` follows the name of the node when it is announced. */
  | {
      readonly type: "focus";
      readonly node: number;
      readonly anchor: number;
      readonly say: string;
    }
  | { readonly type: "row"; readonly row: number | null }
  | { readonly type: "exemplars"; readonly kind: ExemplarKind }
  | { readonly type: "sort"; readonly sorting: Sorting }
  | { readonly type: "letters"; readonly letters: boolean }
  | { readonly type: "unnote" }
  | { readonly type: "clear" }
  | { readonly type: "undo" | "redo" }
  /** Changes nothing in the state; asks for an effect. */
  | { readonly type: "ask"; readonly effect: Effect };

/** The weights that this exploration's edges have. */
export function weightsIn(manifest: Manifest): EdgeWeight[] {
  return VIEW_CHOICES.weight.filter((weight) => weight === "jaccard" || isAnyJudged(manifest));
}

export function startView(manifest: Manifest): View {
  return {
    layer: manifest.start,
    selected: null,
    colour: firstColour(manifest),
    weight: "jaccard",
    edges: 0,
    pictures: false,
    marked: null,
    points: "graph",
    column: null,
    pies: false,
    palette: [],
    lines: ALL_LINES,
    camera: null,
  };
}

export function startState(view: View): State {
  return {
    view,
    history: NO_HISTORY,
    followed: null,
    glanced: null,
    hover: null,
    focus: null,
    anchor: null,
    row: null,
    exemplars: "nearest",
    sorting: { column: "members", up: false },
    letters: true,
    notes: [],
    failure: null,
  };
}

export function reduce(state: State, event: Event): State {
  const after = changed(state, event);
  const history = recorded(after.history, state.view, after.view, event);
  return history === after.history ? after : { ...after, history };
}

function changed(state: State, event: Event): State {
  switch (event.type) {
    case "open":
      return { ...afresh(state, event.view), notes: event.notes };
    case "arrived":
      return checked(state, event.data);
    case "failed":
      return { ...state, failure: { message: event.message, retry: event.retry } };
    case "retry":
      return { ...state, failure: null };
    case "layer":
      return toLayer(state, event.layer, event.node ?? null);
    case "select":
      return selecting(state, event.source, event.index);
    case "clear":
      return cleared(state);
    case "undo":
    case "redo":
      return travelling(state, event.type);
    case "colour":
      return withView(state, { colour: event.colour });
    case "weight":
      // A threshold for one weight has no meaning for the other.
      return withView(state, { weight: event.weight, edges: 0 });
    case "edges":
      return withView(state, { edges: Math.min(1, Math.max(0, event.edges)) });
    case "pictures":
      return withView(state, { pictures: event.pictures });
    case "pies":
      return withView(state, event.pies ? { pies: true, colour: "label" } : { pies: false });
    case "palette":
      return withView(state, { palette: event.palette });
    case "mark":
      return withView(state, { marked: event.source });
    case "toggle":
      return withView(state, {
        marked: sameSource(event.source, state.view.marked) ? null : event.source,
      });
    case "points":
      return withView(state, { points: event.points });
    case "column":
      return withColumn(state, event.column);
    case "lines":
      return withView(state, { lines: { ...state.view.lines, ...event.change } });
    case "camera":
      return withView(state, { camera: event.camera });
    case "hover":
      return state.hover === event.node ? state : { ...state, hover: event.node };
    case "glance":
      return sameSource(state.glanced, event.source) ? state : { ...state, glanced: event.source };
    case "focus":
      return { ...state, focus: event.node, anchor: event.anchor };
    case "row":
      return state.row === event.row ? state : { ...state, row: event.row };
    case "exemplars":
      return { ...state, exemplars: event.kind };
    case "sort":
      return { ...state, sorting: event.sorting };
    case "letters":
      return { ...state, letters: event.letters };
    case "unnote":
      return { ...state, notes: [] };
    case "ask":
      return state;
  }
}

function withView(state: State, change: Partial<View>): State {
  return { ...state, view: { ...state.view, ...change } };
}

/** Colours show the column; a value of another column is not kept. */
function withColumn(state: State, column: string | null): State {
  const { colour, lines } = state.view;
  return withView(state, {
    column,
    colour: colour === "purity" || colour === "entropy" ? colour : "label",
    lines: { ...lines, only: null },
  });
}

function selecting(state: State, selected: NodeSource | null, index: number | null): State {
  return {
    ...withView(state, { selected }),
    followed: selected === null ? state.followed : null,
    // The button under the pointer may disappear, and then no event says that the pointer left.
    hover: null,
    glanced: null,
    row: null,
    notes: [],
    focus: index ?? state.focus,
    anchor: index,
  };
}

/** Another view for the same reader. */
function afresh(state: State, view: View): State {
  const { history, exemplars, sorting, letters, failure } = state;
  return { ...startState(view), history, exemplars, sorting, letters, failure };
}

/** One step of the history back or forth; the keyboard stays where it is in the same graph. */
function travelling(state: State, way: "undo" | "redo"): State {
  const step = travelled(state.history, state.view, way);
  if (!step) return state;
  const { view, history } = step;
  const there =
    view.layer === state.view.layer
      ? selecting(state, view.selected, state.focus)
      : afresh(state, view);
  return { ...there, view, history };
}

/** A layer has nodes of its own: unless one is named, the selected node becomes the followed one. */
function toLayer(state: State, layer: string, node: string | null): State {
  const { view } = state;
  if (layer === view.layer) return state;
  const before = view.selected ?? state.followed;
  const back = before?.layer === layer || node !== null;
  const own = back && view.selected === null ? before : null;
  const selected = node === null ? own : ({ kind: "node", layer, value: node } as const);
  // A structure belongs to one graph.
  const marked = view.marked?.kind === "structure" ? null : view.marked;
  const there = afresh(state, { ...view, layer, selected, marked, camera: null });
  return { ...there, followed: back ? null : before };
}

/** Drop what the layer does not have, with a note; the keyboard starts from the selected node. */
function checked(state: State, { layer, graph }: LayerData): State {
  const { selected, marked } = state.view;
  if (layer.id !== state.view.layer) return state;
  const index = selected && graph.indexOf.get(selected.value);
  let next = state;
  if (index === undefined) next = without(next, { selected: null }, selected!, layer.name);
  else if (index !== null) next = { ...next, focus: index, anchor: index };
  if (marked?.kind === "structure" && !structureOf(graph, marked))
    next = without(next, { marked: null }, marked, layer.name);
  return next;
}

function without(
  state: State,
  change: Partial<View>,
  { kind, value }: NodeSource | StructureSource,
  layer: string,
): State {
  const note = `${layer} has no ${kind} “${value}”`;
  const notes = [...state.notes.filter((each) => each !== note), note];
  return { ...withView(state, change), notes };
}

/** One step back at a time: the selection, then the mark, then the followed node. */
function cleared(state: State): State {
  if (state.view.selected !== null) return selecting(state, null, null);
  if (state.view.marked !== null) return withView(state, { marked: null });
  return { ...state, followed: null, notes: [] };
}

/** The event that selects a node of the layer on show, or clears the selection. */
export function selectNode({ layer, graph }: LayerData, node: number | null): Event {
  if (node === null) return { type: "select", source: null, index: null };
  const source = { kind: "node", layer: layer.id, value: graph.ids[node]! } as const;
  return { type: "select", source, index: node };
}
