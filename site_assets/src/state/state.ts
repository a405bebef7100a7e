// The state of the explorer and every way it can change. No DOM here.
import type { Camera } from "../look/camera";
import {
  type Arrangement,
  ofOtherGraph,
  PUBLISHED,
  rearranged,
  reprojected,
} from "./arrangement";
import type { ExemplarKind } from "../data/exemplars";
import type { LayerData } from "../data/layer";
import { ALONE, type Beside, promoted, withCamera } from "./beside";
import { type Place, samePlace } from "../data/live/place";
import type { CutEvent } from "./carried";
import type { Effect } from "./effect";
import type { Event } from "./event";
import { type History, NO_HISTORY, recorded, travelled } from "./history";
import {
  type Kept,
  type NodeSource,
  sameSource,
  type Source,
  type StructureSource,
} from "./source";
import { checked, cleared, comparing, selecting, withMark, withView } from "./selecting";
import type { ProjectionKind } from "../data/scatter";
import { type Manifest, VIEW_CHOICES } from "../data/schema";
import { type Colouring, firstColour, isAnyJudged } from "../look/figures";
import type { ChosenColour } from "../look/palette";
import { ALL_LINES, type LineChoice } from "../look/lines";

/** The weight by which edges are drawn, sorted and hidden. */
export type EdgeWeight = (typeof VIEW_CHOICES.weight)[number];

/** All that an address states. Two readers with the same View see the same. */
export interface View {
  readonly layer: string;
  /** The selection: the panel describes it, the graph fills its share, the scatter lights its rows. */
  readonly selected: Source | null;
  readonly colour: Colouring;
  readonly weight: EdgeWeight;
  /** Edges of a smaller weight are hidden. */
  readonly edges: number;
  readonly pictures: boolean;
  /** The second selection: rings show its share. Without a selection it stands for one. */
  readonly marked: Source | null;
  /** Whether the panel compares the two. */
  readonly comparing: boolean;
  /** Selections that the reader has named. */
  readonly kept: readonly Kept[];
  /** Whether the scatter shows the graph's colours or the labels. */
  readonly points: (typeof VIEW_CHOICES.points)[number];
  /** Which scatter is shown. */
  readonly projection: ProjectionKind;
  /** The further column of labels that colours, legend and panel show; null: the labels. */
  readonly column: string | null;
  /** Whether nodes are pies of the column's labels; only where the colours are of labels. */
  readonly pies: boolean;
  /** Colours of labels that the reader has chosen, by label. */
  readonly palette: readonly ChosenColour[];
  /** The lines of the concordance. */
  readonly lines: LineChoice;
  readonly arrangement: Arrangement;
  /** Which graph of the layer's family is shown; null: the author's. */
  readonly cut: Place | null;
  /** null: everything in view. */
  readonly camera: Camera | null;
  /** The graphs beside that of the layer. */
  readonly beside: Beside;
}

/** What the rows of the table are sorted by. */
export interface Sorting {
  readonly column: string;
  readonly up: boolean;
}

/** Where the next drag outlines an area, and by what. */
export interface AreaTool {
  readonly view: "graph" | "scatter";
  readonly shape: "lasso" | "box";
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
  /** Structure under the pointer or the keyboard, in the list. */
  readonly glanced: StructureSource | null;
  /** First node of a path whose last one the reader is about to choose. */
  readonly pathFrom: NodeSource | null;
  readonly area: AreaTool | null;
  /** Node under the pointer. */
  readonly hover: number | null;
  /** Edge under the pointer. */
  readonly edge: number | null;
  /** Node that has the keyboard focus. */
  readonly focus: number | null;
  /** Node whose neighbours the keyboard is cycling through. */
  readonly anchor: number | null;
  /** Row under the pointer. */
  readonly row: number | null;
  /** Which exemplars the reader wants to see, in all nodes that have them. */
  readonly exemplars: ExemplarKind;
  readonly sorting: Sorting;
  /** Whether the component of the node under the pointer or the focus is lit. */
  readonly component: boolean;
  /** Whether the controls of the live parameters are open. */
  readonly tuning: boolean;
  /** Whether single letters and signs are commands. */
  readonly letters: boolean;
  /** Messages about what could not be shown. */
  readonly notes: readonly string[];
  readonly failure: Failure | null;
}

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
    comparing: false,
    kept: [],
    points: "graph",
    projection: manifest.projections[0]!,
    column: null,
    pies: false,
    palette: [],
    lines: ALL_LINES,
    arrangement: PUBLISHED,
    cut: null,
    camera: null,
    beside: ALONE,
  };
}

export function startState(view: View): State {
  return {
    view,
    history: NO_HISTORY,
    glanced: null,
    pathFrom: null,
    area: null,
    hover: null,
    edge: null,
    focus: null,
    anchor: null,
    row: null,
    exemplars: "nearest",
    sorting: { column: "members", up: false },
    component: false,
    tuning: false,
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
      return toLayer(withView(state, event.carried ?? {}), event.layer, event.node ?? null);
    case "select":
      return selecting(state, event.source, event.index);
    case "cut":
      return toCut(state, event);
    case "clear":
      return cleared(state);
    case "undo":
    case "redo":
      return travelling(state, event.type);
    case "colour":
      return withView(state, coloured(state.view, event.colour));
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
      return withMark(state, event.source);
    case "toggle":
      return withMark(state, sameSource(event.source, state.view.marked) ? null : event.source);
    case "compare":
      return comparing(state, event.sources);
    case "kept":
      return withView(state, { kept: event.kept });
    case "path-from":
      return { ...state, pathFrom: event.node };
    case "area":
      return { ...state, area: event.area, pathFrom: null };
    case "points":
      return withView(state, { points: event.points });
    case "projection":
      return { ...state, view: reprojected(state.view, event.projection) };
    case "column":
      return withColumn(state, event.column);
    case "lines":
      return withView(state, { lines: { ...state.view.lines, ...event.change } });
    case "arrange":
    case "pin":
    case "callout":
      return { ...state, view: rearranged(state.view, event) };
    case "camera":
      return withView(state, { camera: event.camera });
    case "beside":
      return withView(state, { beside: event.beside });
    case "beside-camera":
      return withCameraBeside(state, event.graph, event.camera);
    case "hover":
      return hovering(state, event.node, event.edge ?? null);
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
    case "component":
      return { ...state, component: event.component };
    case "tuning":
      return { ...state, tuning: event.open };
    case "letters":
      return { ...state, letters: event.letters };
    case "unnote":
      return { ...state, notes: [] };
    case "ask":
      return state;
  }
}

function withCameraBeside(state: State, graph: string, camera: Camera | null): State {
  const beside = withCamera(state.view.beside, graph, camera);
  return beside === state.view.beside ? state : withView(state, { beside });
}

/** Pies are of labels: another colour is none. */
export function coloured({ pies }: View, colour: Colouring): Pick<View, "colour" | "pies"> {
  return { colour, pies: pies && colour === "label" };
}

function hovering(state: State, hover: number | null, edge: number | null): State {
  return state.hover === hover && state.edge === edge ? state : { ...state, hover, edge };
}

/** Colours show the column; a value of another column is not kept. */
function withColumn(state: State, column: string | null): State {
  const { colour, lines } = state.view;
  return withView(state, {
    column,
    ...coloured(state.view, colour === "purity" || colour === "entropy" ? colour : "label"),
    lines: { ...lines, only: null },
  });
}

/** Another view for the same reader. */
function afresh(state: State, view: View): State {
  const { history, exemplars, sorting, tuning, component, letters, failure } = state;
  const kept = { history, exemplars, sorting, tuning, component, letters, failure };
  return { ...startState(view), ...kept };
}

/** One step of the history back or forth; the keyboard stays where it is in the same graph. */
function travelling(state: State, way: "undo" | "redo"): State {
  const step = travelled(state.history, state.view, way);
  if (!step) return state;
  const { view, history } = step;
  const there =
    view.layer === state.view.layer && samePlace(view.cut, state.view.cut)
      ? selecting(state, view.selected, state.focus)
      : afresh(state, view);
  return { ...there, view, history };
}

/** What is selected and marked is kept by its rows; the node of an address, and the place, are not. */
function toLayer(state: State, layer: string, node: string | null): State {
  const { view } = state;
  if (layer === view.layer) return state;
  const selected = node === null ? view.selected : ({ kind: "node", layer, value: node } as const);
  const arrangement = ofOtherGraph(view.arrangement);
  return afresh(state, { ...view, selected, arrangement, cut: null, ...promoted(view, layer) });
}

function toCut(state: State, { cut, carried }: CutEvent): State {
  const arrangement = ofOtherGraph(state.view.arrangement);
  return afresh(state, { ...state.view, ...carried, cut, arrangement, comparing: false });
}

/** The event that selects a node of the layer on show, or clears the selection. */
export function selectNode({ layer, graph }: LayerData, node: number | null): Event {
  if (node === null) return { type: "select", source: null, index: null };
  const source = { kind: "node", layer: layer.id, value: graph.ids[node]! } as const;
  return { type: "select", source, index: node };
}
