// The state of the explorer and every way it can change. No DOM here.
import type { Camera } from "../draw/camera";
import type { ExemplarKind } from "../kinds/exemplar_kinds";
import type { Manifest } from "../data/schema";

export const COLOURINGS = ["lens", "second", "purity", "tightness", "label", "stability"] as const;
export type Colouring = (typeof COLOURINGS)[number];
const BY_LABEL: readonly Colouring[] = ["purity", "label"];

export const WEIGHTS = ["jaccard", "stability"] as const;
/** What edges are drawn, sorted and hidden by. */
export type EdgeWeight = (typeof WEIGHTS)[number];

export const MARK_KINDS = ["label", "origin", "sample", "structure"] as const;
/** What the rings point out: the share of a label, of an origin, one sample, or a structure. */
export interface Mark {
  readonly kind: (typeof MARK_KINDS)[number];
  readonly value: string;
}

/** What an address states: two readers with the same View see the same picture. */
export interface View {
  readonly layer: string;
  /** Name of the selected node. */
  readonly node: string | null;
  readonly colour: Colouring;
  readonly weight: EdgeWeight;
  /** Edges of a smaller weight are hidden. */
  readonly edges: number;
  readonly pictures: boolean;
  readonly mark: Mark | null;
  /** Whether the scatter shows the graph's colours or the labels. */
  readonly points: "graph" | "label";
  /** null: everything in view. */
  readonly camera: Camera | null;
}

/** A node of another layer whose inputs are followed into this one. */
export interface Followed {
  readonly layer: string;
  readonly node: string;
}

export interface State {
  readonly view: View;
  /** Node under the pointer. */
  readonly hover: number | null;
  /** Structure under the pointer, by its name. */
  readonly glance: string | null;
  /** Node the keyboard stands on. */
  readonly focus: number | null;
  /** Node whose neighbours the keyboard is cycling through. */
  readonly anchor: number | null;
  /** Row to point out in the scatter. */
  readonly row: number | null;
  readonly followed: Followed | null;
  /** Which exemplars the reader wants to see, in all nodes that have them. */
  readonly exemplars: ExemplarKind;
  /** Whether single letters and signs are commands. */
  readonly letters: boolean;
  /** What could not be shown, in words. */
  readonly notes: readonly string[];
}

export type Event =
  | { readonly type: "open"; readonly view: View; readonly notes: readonly string[] }
  | { readonly type: "layer"; readonly layer: string }
  | { readonly type: "select"; readonly node: string | null; readonly index: number | null }
  | { readonly type: "colour"; readonly colour: Colouring }
  | { readonly type: "weight"; readonly weight: EdgeWeight }
  | { readonly type: "edges"; readonly edges: number }
  | { readonly type: "pictures"; readonly pictures: boolean }
  | { readonly type: "mark"; readonly mark: Mark | null }
  | { readonly type: "points"; readonly points: "graph" | "label" }
  | { readonly type: "camera"; readonly camera: Camera | null }
  | { readonly type: "hover"; readonly node: number | null }
  | { readonly type: "glance"; readonly structure: string | null }
  | { readonly type: "focus"; readonly node: number | null; readonly anchor: number | null }
  | { readonly type: "row"; readonly row: number | null }
  | { readonly type: "exemplars"; readonly kind: ExemplarKind }
  | { readonly type: "letters"; readonly letters: boolean }
  | { readonly type: "note"; readonly note: string }
  | { readonly type: "unnote" }
  | { readonly type: "clear" };

/** What this exploration's nodes can be coloured by. */
export function coloursOf(manifest: Manifest): Colouring[] {
  return COLOURINGS.filter((colour) => {
    if (colour === "stability") return isAnyJudged(manifest);
    if (colour === "second") return manifest.second_lens !== null;
    return manifest.labels.length > 0 || !BY_LABEL.includes(colour);
  });
}

/** What this exploration's edges can be weighed by. */
export function weightsIn(manifest: Manifest): EdgeWeight[] {
  return WEIGHTS.filter((weight) => weight === "jaccard" || isAnyJudged(manifest));
}

function isAnyJudged({ layers }: Manifest): boolean {
  return layers.some((layer) => layer.stability !== null);
}

export function startView(manifest: Manifest): View {
  return {
    layer: manifest.start,
    node: null,
    colour: "lens",
    weight: "jaccard",
    edges: 0,
    pictures: false,
    mark: null,
    points: "graph",
    camera: null,
  };
}

export function startState(view: View): State {
  const nothing = { hover: null, glance: null, focus: null, anchor: null, row: null, followed: null };
  return { view, ...nothing, exemplars: "nearest", letters: true, notes: [] };
}

export function reduce(state: State, event: Event): State {
  switch (event.type) {
    case "open":
      return { ...afresh(state, event.view), notes: event.notes };
    case "layer":
      return toLayer(state, event.layer);
    case "select":
      return selecting(state, event.node, event.index);
    case "clear":
      return cleared(state);
    case "colour":
      return withView(state, { colour: event.colour });
    case "weight":
      // A threshold of the one weight says nothing of the other.
      return withView(state, { weight: event.weight, edges: 0 });
    case "edges":
      return withView(state, { edges: Math.min(1, Math.max(0, event.edges)) });
    case "pictures":
      return withView(state, { pictures: event.pictures });
    case "mark":
      return withView(state, { mark: sameMark(event.mark, state.view.mark) ? null : event.mark });
    case "points":
      return withView(state, { points: event.points });
    case "camera":
      return withView(state, { camera: event.camera });
    case "hover":
      return state.hover === event.node ? state : { ...state, hover: event.node };
    case "glance":
      return state.glance === event.structure ? state : { ...state, glance: event.structure };
    case "focus":
      return { ...state, focus: event.node, anchor: event.anchor };
    case "row":
      return state.row === event.row ? state : { ...state, row: event.row };
    case "exemplars":
      return { ...state, exemplars: event.kind };
    case "letters":
      return { ...state, letters: event.letters };
    case "note":
      return {
        ...state,
        notes: [...state.notes.filter((note) => note !== event.note), event.note],
      };
    case "unnote":
      return { ...state, notes: [] };
  }
}

export function sameMark(a: Mark | null, b: Mark | null): boolean {
  return a?.kind === b?.kind && a?.value === b?.value;
}

function withView(state: State, change: Partial<View>): State {
  return { ...state, view: { ...state.view, ...change } };
}

function selecting(state: State, node: string | null, index: number | null): State {
  const next = withView(state, { node });
  const followed = node === null ? state.followed : null;
  // The pointer may rest on a button that is about to go; nothing would tell that it left.
  return {
    ...next,
    followed,
    hover: null,
    glance: null,
    row: null,
    notes: [],
    focus: index ?? state.focus,
    anchor: index,
  };
}

/** Another view, but the same reader. */
function afresh({ exemplars, letters }: State, view: View): State {
  return { ...startState(view), exemplars, letters };
}

/** A layer has nodes of its own: the selection turns into something to follow. */
function toLayer(state: State, layer: string): State {
  const { view } = state;
  if (layer === view.layer) return state;
  let followed = view.node === null ? state.followed : { layer: view.layer, node: view.node };
  if (followed?.layer === layer) followed = null;
  const node = state.followed?.layer === layer && view.node === null ? state.followed.node : null;
  // Structures are named by their nodes, and so belong to one graph.
  const mark = view.mark?.kind === "structure" ? null : view.mark;
  return { ...afresh(state, { ...view, layer, node, mark, camera: null }), followed };
}

/** One step back at a time: first the selection, then what is marked, then what is followed. */
function cleared(state: State): State {
  if (state.view.node !== null) return selecting(state, null, null);
  if (state.view.mark !== null) return withView(state, { mark: null });
  return { ...state, followed: null, notes: [] };
}
