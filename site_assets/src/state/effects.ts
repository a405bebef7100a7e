// Which effects an event has, given the states before and after it. Pure.
import type { LayerData } from "../data/layer";
import { countOf } from "../data/row_set";
import type { Manifest } from "../data/schema";
import { type ChosenLabels, nodeName, plural } from "../look/describe";
import { rowOf } from "../look/noun";
import { sourceInWords } from "../look/source_words";
import { structureInWords } from "../look/structures";
import { besideInWords } from "./beside";
import { figureOf, formOf } from "../look/figures";
import { type Effect, say } from "./effect";
import { rangeOf } from "./range";
import { type Selection, structureOf } from "./selection";
import { layerOf, needsSamples, type Source } from "./source";
import type { Event } from "./event";
import { type State, startView, type View } from "./state";
import { changeInWords } from "./url";
import { gettext } from "../text";

/** The data that announcements are made from: the layer on show. */
export interface Shown extends ChosenLabels {
  readonly manifest: Manifest;
  readonly data: LayerData | null;
  readonly selection: Selection | null;
}

/** The effects of an event that led from one state to another. */
export function effects(before: State, after: State, event: Event, shown: Shown): Effect[] {
  return [...ofEvent(before, after, event, shown), ...ofChange(before, after, event)];
}

/** What follows from a change, whatever event made it. */
function ofChange(before: State, after: State, event: Event): Effect[] {
  const opened = event.type === "open";
  const { view } = after;
  const list: Effect[] = [];
  if (opened || view.layer !== before.view.layer)
    list.push({ do: "load", what: "layer", layer: view.layer, announce: isLink(event) });
  if (needsOver(view) && (opened || !needsOver(before.view)))
    list.push({ do: "tool", name: "over" });
  if (!opened && view.layer !== before.view.layer) list.push({ do: "tool", name: "motion" });
  // An address that was just opened stays as it was written.
  if (view !== before.view && !opened && event.type !== "arrived") list.push({ do: "address" });
  if (!opened && needsPanel(view) && !needsPanel(before.view)) list.push(panel());
  if (isAnyNew(before.view, view)) {
    // The first view waits for the samples only where it cannot do without them.
    const needed = opened ? needsSamples : (source: Source | null) => source !== null;
    if ([view.selected, view.marked].some(needed)) list.push(samples());
    list.push(...homes(view));
  }
  if (view.column !== before.view.column) list.push(samples());
  if (opened || view.colour !== before.view.colour || view.marked !== before.view.marked)
    list.push(...neededBy(view));
  if (view.projection !== before.view.projection) list.push(scatter(view));
  if (view.beside.length && view.beside !== before.view.beside)
    list.push({ do: "tool", name: "beside" });
  return list;
}

/** Whether the panel shows what the second script draws: a selection, or those with a name. */
function needsPanel({ selected, marked, kept }: View): boolean {
  return selected !== null || marked !== null || kept.length > 0;
}

function panel(): Effect {
  return { do: "tool", name: "selection" };
}

/** Whether call-outs or the minimap lie over the graph. */
function needsOver({ arrangement, camera }: View): boolean {
  const isNear = camera !== null && camera.zoom > 1;
  return arrangement.callouts.length > 0 || (isNear && arrangement.minimap !== "off");
}

/** Whether sources, or the layer that they are shown in, have changed. */
function isAnyNew(before: View, after: View): boolean {
  return (
    before.selected !== after.selected ||
    before.marked !== after.marked ||
    before.layer !== after.layer
  );
}

/** The layers that the sources are named in, with their rows. */
function homes({ selected, marked, layer }: View): Effect[] {
  const named = [selected, marked].map((source) => source && layerOf(source));
  return [...new Set(named)].flatMap((home) =>
    home === null || home === layer ? [] : [{ do: "load", what: "rows", layer: home }],
  );
}

/** Whether the reader followed a link to a view, which is announced when it is there. */
function isLink(event: Event): boolean {
  if (event.type === "open") return event.by !== "start";
  return event.type === "layer" && event.node !== undefined;
}

function ofEvent(before: State, after: State, event: Event, shown: Shown): Effect[] {
  switch (event.type) {
    case "ask":
      return [event.effect];
    case "retry":
      return before.failure ? [before.failure.retry] : [];
    case "open":
      return ofOpening(event.by);
    case "arrived":
      return event.data.layer.id === after.view.layer ? ofArrival(after, event, shown) : [];
    case "beside":
      return [say(besideInWords(after.view, shown.manifest))];
    case "select":
      return ofSelection(event, shown);
    case "mark":
    case "toggle":
      return ofMark(before, after, shown);
    case "path-from":
      return event.node ? [say(gettext("Choose the last node of the path from {value}", event.node.value))] : [];
    case "area":
      return event.area ? [{ do: "tool", name: "area" }] : [];
    case "pin":
      return [say(gettext("Node {node} moved", event.pin.node))];
    case "callout":
      return ofCallOut(after, event.node);
    case "arrange":
      return event.change.layout ? [say(gettext("Layout by {name}", event.change.layout))] : [];
    case "undo":
    case "redo":
      return ofTravel(before, after, event.type, shown);
    case "tuning":
      return event.open ? [{ do: "tool", name: "live" }] : [];
    case "focus":
      return onNode(event.node, shown, (name) => name + event.say);
    default:
      return [];
  }
}

function ofOpening(by: (Event & { type: "open" })["by"]): Effect[] {
  if (by === "start") return [];
  return by === "link" ? [{ do: "scroll", unless: "filled" }] : [{ do: "land" }];
}

/** Rows, and the names of the samples, are loaded after the graph, which the first view needs. */
function ofArrival(
  { view }: State,
  { data, announce }: Event & { type: "arrived" },
  shown: Shown,
): Effect[] {
  const index = nodeIn(view.selected, data);
  const soon = view.selected === null && view.column === null && !needsSamples(view.marked);
  return [
    { do: "load", what: "rows", layer: view.layer },
    ...(view.projection === shown.manifest.projections[0] ? [] : [scatter(view)]),
    { do: "load", what: "samples", soon },
    // Words name the nodes that have no labels.
    ...(index === undefined && shown.manifest.labels.length ? [] : look(data)),
    ...(view.cut && !data.live ? [live(view.layer)] : []),
    ...(data.live ? [{ do: "tool", name: "live" } as const] : []),
    ...(needsPanel(view) ? [panel()] : []),
    ...(announce ? [say(gettext("Shown: {name}", arrivalInWords(view, index, data, shown)))] : []),
  ];
}

/** The node that is selected in a layer. */
function nodeIn(source: Source | null, { layer, graph }: LayerData): number | undefined {
  const isHere = source?.kind === "node" && source.layer === layer.id;
  return isHere ? graph.indexOf.get(source.value) : undefined;
}

function arrivalInWords(
  view: State["view"],
  index: number | undefined,
  { graph }: LayerData,
  shown: Shown,
): string {
  if (index !== undefined) return nodeName(graph, index, shown);
  return changeInWords({ ...startView(shown.manifest), layer: "" }, view);
}

/** Says what was undone or redone: the same words for the same step. */
function ofTravel(before: State, after: State, way: "undo" | "redo", shown: Shown): Effect[] {
  if (before.view === after.view) return [say(way === "undo" ? gettext("Nothing to undo") : gettext("Nothing to redo"))];
  const words =
    way === "undo"
      ? gettext("Undone: {name}", changeInWords(after.view, before.view))
      : gettext("Redone: {name}", changeInWords(before.view, after.view));
  return [say(words), ...(after.view.selected ? look(shown.data) : [])];
}

function ofCallOut({ view }: State, node: string): Effect[] {
  const isOpen = view.arrangement.callouts.includes(node);
  return [say(isOpen ? gettext("Call-out of {node} opened", node) : gettext("Call-out of {node} closed", node))];
}

function ofSelection({ source, index }: Event & { type: "select" }, shown: Shown): Effect[] {
  if (source === null) return [say(gettext("Selection cleared"))];
  if (source.kind === "node" && index !== null)
    return [
      ...onNode(index, shown, (name) => gettext("Selected. {name}", name)),
      ...look(shown.data),
    ];
  return [say(gettext("Selected. {name}", setInWords(source, shown))), ...look(shown.data)];
}

/** "path from i0c0 to i3c1, 120 rows" */
function setInWords(source: Source, { selection, manifest, data }: Shown): string {
  const words = sourceInWords(source, manifest, data?.layer.id ?? null);
  const rows = selection?.rows;
  return rows ? `${words}, ${plural(countOf(rows), ...rowOf(manifest))}` : words;
}

function ofMark(before: State, after: State, { data, manifest }: Shown): Effect[] {
  const { marked } = after.view;
  if (marked === null) return before.view.marked?.kind === "structure" ? [say(gettext("Mark cleared"))] : [];
  const structure =
    data && layerOf(marked) === data.layer.id ? structureOf(data.graph, marked) : undefined;
  if (!structure || !data) return [];
  return [
    { do: "frame", nodes: structure.nodes },
    say(gettext("Marked. {name}", structureInWords(structure, data.layer, manifest))),
    // On a phone the list of structures is below the graph.
    { do: "scroll", unless: "seen" },
  ];
}

function onNode(
  node: number,
  shown: Shown,
  words: (name: string) => string,
): Effect[] {
  if (!shown.data) return [];
  return [{ do: "reveal", node }, say(words(nodeName(shown.data.graph, node, shown)))];
}

/** What the kind shows of nodes, where it has not arrived with the graph. */
function look(data: LayerData | null): Effect[] {
  if (!data || data.look || data.layer.look === null) return [];
  return [{ do: "load", what: "look", layer: data.layer.id }];
}

function scatter({ layer, projection }: View): Effect {
  return { do: "load", what: "scatter", layer, projection };
}

function live(layer: string): Effect {
  return { do: "load", what: "live", layer };
}

/** What colours, and ranges of figures, need beyond the graph and its rows. */
function neededBy({ colour, marked, selected }: State["view"]): Effect[] {
  const ranges = [marked, selected].map((source) =>
    source?.kind === "range" ? rangeOf(source.value)?.colour : null,
  );
  const colours = [colour, ...ranges].flatMap((each) => each ?? []);
  return [
    ...(colours.some((each) => figureOf(each).number !== null) ? [NUMBERS] : []),
    ...(colours.some((each) => formOf(each)[0] === "share") ? [samples()] : []),
  ];
}

const NUMBERS: Effect = { do: "load", what: "numbers" };

function samples(): Effect {
  return { do: "load", what: "samples", soon: false };
}
