// Which effects an event has, given the states before and after it. Pure.
import type { LayerData } from "../data/layer";
import type { Manifest } from "../data/schema";
import { type ChosenLabels, nodeName } from "../look/describe";
import { structureInWords } from "../look/structures";
import { type Colouring, figureOf, formOf } from "../look/figures";
import { type Effect, say } from "./effect";
import { needsSamples, structureOf } from "./selection";
import { type Event, type State, startView } from "./state";
import { changeInWords } from "./url";

/** The data that announcements are made from: the layer on show. */
export interface Shown extends ChosenLabels {
  readonly manifest: Manifest;
  readonly data: LayerData | null;
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
  // An address that was just opened stays as it was written.
  if (view !== before.view && !opened && event.type !== "arrived") list.push({ do: "address" });
  if (view.marked !== before.view.marked && needsSamples(view.marked)) list.push(samples());
  if (view.column !== before.view.column) list.push(samples());
  if (opened || view.colour !== before.view.colour) list.push(...neededBy(view.colour));
  return list;
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
    case "select":
      return ofSelection(event.index, shown);
    case "mark":
    case "toggle":
      return ofMark(before, after, shown);
    case "undo":
    case "redo":
      return ofTravel(before, after, event.type, shown);
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
  const index = view.selected ? data.graph.indexOf.get(view.selected.value) : undefined;
  const soon = view.selected === null && view.column === null && !needsSamples(view.marked);
  return [
    { do: "load", what: "rows", layer: view.layer },
    { do: "load", what: "samples", soon },
    ...(index === undefined ? [] : look(data)),
    ...(announce ? [say(`Shown: ${arrivalInWords(view, index, data, shown)}`)] : []),
  ];
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
  if (before.view === after.view) return [say(`Nothing to ${way}`)];
  const words =
    way === "undo"
      ? `Undone: ${changeInWords(after.view, before.view)}`
      : `Redone: ${changeInWords(before.view, after.view)}`;
  return [say(words), ...(after.view.selected ? [samples(), ...look(shown.data)] : [])];
}

function ofSelection(node: number | null, shown: Shown): Effect[] {
  if (node === null) return [say("Selection cleared")];
  return [...onNode(node, shown, (name) => `Selected. ${name}`), samples(), ...look(shown.data)];
}

function ofMark(before: State, after: State, { data, manifest }: Shown): Effect[] {
  const { marked } = after.view;
  if (marked === null) return before.view.marked?.kind === "structure" ? [say("Mark cleared")] : [];
  const structure = data && structureOf(data.graph, marked);
  if (!structure) return [];
  return [
    { do: "frame", nodes: structure.nodes },
    say(`Marked. ${structureInWords(structure, data.layer, manifest)}`),
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

/** What a colour needs beyond the graph and its rows. */
function neededBy(colour: Colouring): Effect[] {
  if (figureOf(colour).number !== null) return [{ do: "load", what: "numbers" }];
  return formOf(colour)[0] === "share" ? [samples()] : [];
}

function samples(): Effect {
  return { do: "load", what: "samples", soon: false };
}
