// How the two selections of a view change. Pure.
import type { Graph } from "../data/graph";
import type { LayerData } from "../data/layer";
import { knownNodes } from "./arrangement";
import { nodesNamed } from "./selection";
import { type GraphSource, isSet, type RowsSource, type Source } from "./source";
import type { State, View } from "./state";
import { gettext } from "../text";

export function withView(state: State, change: Partial<View>): State {
  return { ...state, view: { ...state.view, ...change } };
}

/** Who selects a node while a set is all there is keeps the set as the mark, and sees both. */
export function selecting(state: State, selected: Source | null, index: number | null): State {
  const { selected: before, marked } = state.view;
  const stays = selected && !isSet(selected) && before && isSet(before);
  const change = { selected, marked: marked ?? (stays ? before : null), comparing: false };
  return {
    ...withView(state, change),
    // The button under the pointer may disappear, and then no event says that the pointer left.
    hover: null,
    edge: null,
    glanced: null,
    pathFrom: null,
    area: null,
    row: null,
    notes: [],
    focus: index ?? state.focus,
    anchor: index,
  };
}

export function withMark(state: State, marked: Source | null): State {
  return withView(state, { marked, comparing: false });
}

export function comparing(state: State, sources: readonly [Source, Source] | null): State {
  if (!sources) return withView(state, { comparing: false });
  const [selected, marked] = sources;
  return withView(state, { selected, marked, comparing: true });
}

/** Drop what the layer does not have, with a note; the keyboard starts from the selected node. */
export function checked(state: State, { layer, graph, live }: LayerData): State {
  const { selected, marked, cut } = state.view;
  // Of a cut graph, the author's arrives first: the names in the address are not its.
  if (layer.id === state.view.layer && cut && !live) return state;
  const gone = (source: Source | null): GraphSource | null =>
    source && "layer" in source && source.layer === layer.id && !isThere(source, graph)
      ? (source as GraphSource)
      : null;
  const [lost, unmarked] = [gone(selected), gone(marked)];
  let next = live ? { ...state, tuning: true } : state;
  if (lost) next = without(next, { selected: null, comparing: false }, lost, layer.name);
  if (unmarked) next = without(next, { marked: null, comparing: false }, unmarked, layer.name);
  if (layer.id !== state.view.layer) return next;
  const { arrangement, unknown } = knownNodes(state.view.arrangement, graph);
  for (const value of unknown)
    next = without(next, { arrangement }, { kind: "node", value }, layer.name);
  const node = next.view.selected?.kind === "node" ? next.view.selected : null;
  if (node?.layer !== layer.id) return next;
  const index = graph.indexOf.get(node.value)!;
  return { ...next, focus: index, anchor: index };
}

/** Rows are named by numbers, and a range by values: they can be empty, but not missing. */
function isThere(source: GraphSource | RowsSource, graph: Graph): boolean {
  const { kind } = source;
  return kind === "rows" || kind === "range" || nodesNamed(source, graph) !== null;
}

function without(
  state: State,
  change: Partial<View>,
  { kind, value }: Pick<GraphSource, "kind" | "value">,
  layer: string,
): State {
  const note = gettext("{layer} has no {name} “{value}”", { layer, name: gettext(kind), value });
  const notes = [...state.notes.filter((each) => each !== note), note];
  return { ...withView(state, change), notes };
}

/** One step back at a time: what was begun, the comparison, the selection, the mark. */
export function cleared(state: State): State {
  if (state.pathFrom || state.area) return { ...state, pathFrom: null, area: null };
  if (state.view.comparing) return withView(state, { comparing: false });
  if (state.view.selected !== null) return selecting(state, null, null);
  if (state.view.marked !== null) return withMark(state, null);
  return { ...state, notes: [] };
}
