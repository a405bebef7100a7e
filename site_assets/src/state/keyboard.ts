// Which key means what, and the event each command leads to. Letters and signs can be switched off
// (WCAG 2.1.4); arrows, Enter and Escape always work while the graph has the focus.
import type { LayerData } from "../data/layer";
import { within } from "../data/placing";
import { edgeInWords } from "../look/edges";
import { type Effect, type Made, say } from "./effect";
import { chooseNode } from "./made";
import type { Selection } from "./selection";
import type { Event } from "./event";
import type { State } from "./state";
import { cycle, entrance, step } from "./walk";
import { gettext } from "../text";

/** How far a key moves a node, in typical edge lengths. */
const MOVE = 0.2;

export type Command =
  | { readonly do: "walk"; readonly way: readonly [number, number] }
  | { readonly do: "move"; readonly way: readonly [number, number] }
  | { readonly do: "cycle"; readonly way: 1 | -1 }
  | { readonly do: "zoom"; readonly factor: number }
  | {
      readonly do:
        | ("select" | "path" | "add" | "component" | "wider" | "narrower")
        | ("clear" | "home" | "search" | "help" | "pictures" | "callout");
    };

const ALWAYS = new Map<string, Command>(
  Object.entries({
    ArrowLeft: { do: "walk", way: [-1, 0] },
    ArrowRight: { do: "walk", way: [1, 0] },
    ArrowUp: { do: "walk", way: [0, -1] },
    ArrowDown: { do: "walk", way: [0, 1] },
    "Alt+ArrowLeft": { do: "move", way: [-1, 0] },
    "Alt+ArrowRight": { do: "move", way: [1, 0] },
    "Alt+ArrowUp": { do: "move", way: [0, -1] },
    "Alt+ArrowDown": { do: "move", way: [0, 1] },
    Enter: { do: "select" },
    "Shift+Enter": { do: "path" },
    " ": { do: "add" },
    Escape: { do: "clear" },
  } satisfies Record<string, Command>),
);

const SIGNS = new Map<string, Command>(
  Object.entries({
    "[": { do: "cycle", way: -1 },
    "]": { do: "cycle", way: 1 },
    "+": { do: "zoom", factor: 1.4 },
    "=": { do: "zoom", factor: 1.4 },
    "-": { do: "zoom", factor: 1 / 1.4 },
    "0": { do: "home" },
    "/": { do: "search" },
    "?": { do: "help" },
    p: { do: "pictures" },
    c: { do: "callout" },
    g: { do: "component" },
    n: { do: "wider" },
    N: { do: "narrower" },
  } satisfies Record<string, Command>),
);

export function commandFor(
  key: {
    readonly key: string;
    readonly ctrlKey: boolean;
    readonly metaKey: boolean;
    readonly altKey: boolean;
    readonly shiftKey: boolean;
  },
  letters: boolean,
): Command | null {
  if (key.ctrlKey || key.metaKey) return null;
  const chord = key.altKey ? `Alt+${key.key}` : key.shiftKey ? `Shift+${key.key}` : key.key;
  const always = ALWAYS.get(chord) ?? (key.altKey ? undefined : ALWAYS.get(key.key));
  return always ?? (letters && !key.altKey ? SIGNS.get(key.key) : undefined) ?? null;
}

/** Keys with Ctrl, or with Cmd on a Mac. */
const HISTORY = new Map<string, "undo" | "redo">([
  ["Z", "undo"],
  ["Shift+Z", "redo"],
  ["Y", "redo"],
]);

/** Undo or redo: Ctrl or Cmd with Z, with Shift and Z, and with Y. */
export function historyCommand(key: {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}): "undo" | "redo" | null {
  if (key.altKey || key.ctrlKey === key.metaKey) return null;
  // Where letters are not Latin, the place of the key counts.
  const letter = /^[a-z]$/i.test(key.key) ? key.key : key.code.slice(3);
  return HISTORY.get(`${key.shiftKey ? "Shift+" : ""}${letter.toUpperCase()}`) ?? null;
}

export type CommandName = Command["do"] | "undo" | "redo";

/** A command with all keys that lead to it. */
export interface Keys {
  readonly name: CommandName;
  readonly keys: readonly string[];
  /** Whether it is a single letter or sign, which can be switched off. */
  readonly sign: boolean;
}

/** Every key that has a meaning, from the tables above; the help lists them. */
export function allKeys(): Keys[] {
  const chords = [...HISTORY].map(([key, name]) => [`Ctrl+${key}`, name] as const);
  const single = (keys: ReadonlyMap<string, Command>) =>
    [...keys].map(([key, { do: name }]) => [key, name] as const);
  return [
    ...grouped(single(ALWAYS), false),
    ...grouped(chords, false),
    ...grouped(single(SIGNS), true),
  ];
}

function grouped(
  pairs: readonly (readonly [key: string, name: CommandName])[],
  sign: boolean,
): Keys[] {
  const names = [...new Set(pairs.map(([, name]) => name))];
  return names.map((name) => ({
    name,
    keys: pairs.filter((pair) => pair[1] === name).map(([key]) => key),
    sign,
  }));
}

/** What a command needs to know. */
export interface Standing {
  readonly state: State;
  readonly data: LayerData;
  readonly described: Selection | null;
  /** Index of the selected node. */
  readonly selected: number | null;
}

/** The events that a command leads to. */
export function obey(command: Command, standing: Standing): Event[] {
  const { state, data } = standing;
  switch (command.do) {
    case "walk":
      return [walk(command.way, standing)];
    case "move":
      return moving(command.way, standing);
    case "cycle":
      return [cycling(command.way, standing)];
    case "zoom":
      return [ask({ do: "zoom", factor: command.factor })];
    case "select":
      return state.focus === null ? [] : [chooseNode(data, state, state.focus)];
    case "path":
    case "add":
    case "component":
    case "wider":
    case "narrower":
      return [making(command.do, standing)];
    case "clear":
      return [ask({ do: "release" }), { type: "clear" }];
    case "search":
      return [ask({ do: "focus", what: "search" })];
    case "callout":
      return state.focus === null ? [] : [{ type: "callout", node: data.graph.ids[state.focus]! }];
    case "pictures":
      return [{ type: "pictures", pictures: !state.view.pictures }];
    case "home":
      return [ask({ do: "home" })];
    case "help":
      return [ask({ do: "tool", name: "help" })];
  }
}

/** Asks for what is selected around the node that has the focus, else around the selected one. */
function making(what: Made, { state, selected }: Standing): Event {
  const node = state.focus ?? selected;
  return ask(node === null ? say(gettext("There is no node here")) : { do: "make", what, node });
}

/** The graph gets the focus: on the node that had it, else the selected or the largest one. */
export function enter({ state, data, selected }: Standing): Event[] {
  const node = state.focus ?? entrance(data.graph, selected);
  return node === null ? [] : [focus(node, node)];
}

function walk(way: readonly [number, number], { state, data, selected }: Standing): Event {
  const from = state.focus ?? entrance(data.graph, selected);
  if (from === null) return ask(say(gettext("There are no nodes")));
  const node = state.focus === null ? from : step(data.graph, from, way, state.view);
  return node === null ? ask(say(gettext("No edge leads that way"))) : focus(node, node);
}

/** The node with the focus is pinned a step farther. */
function moving(way: readonly [number, number], { state, data: { graph } }: Standing): Event[] {
  const node = state.focus;
  if (node === null) return [];
  const step = MOVE * graph.unit;
  const [x, y] = within(graph, graph.x[node]! + way[0] * step, graph.y[node]! + way[1] * step);
  return [{ type: "pin", pin: { node: graph.ids[node]!, x, y } }];
}

function cycling(way: 1 | -1, { state, data, selected }: Standing): Event {
  const { graph } = data;
  const from = state.anchor ?? state.focus ?? entrance(graph, selected);
  const next = from === null ? null : cycle(graph, from, state.focus ?? from, way, state.view);
  if (from === null || !next) return ask(say(gettext("No neighbours")));
  const place = gettext("neighbour {what} of {value} of {from}", { what: next.place, value: next.of, from: graph.ids[from]! });
  return focus(next.node, from, `; ${place}, ${edgeInWords(next)}`);
}

function focus(node: number, anchor: number, words = ""): Event {
  return { type: "focus", node, anchor, say: words };
}

function ask(effect: Effect): Event {
  return { type: "ask", effect };
}
