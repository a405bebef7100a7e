import { expect, test } from "vitest";
import { effects } from "../src/state/effects";
import { historyCommand } from "../src/state/keyboard";
import type { Event } from "../src/state/event";
import { reduce, selectNode, startState, startView, type State } from "../src/state/state";
import { changeInWords } from "../src/state/url";
import { chosenLabels, dataOf, manifest, smallGraph } from "./world";

const data = dataOf(smallGraph());
const start = startState(startView(manifest));
const undo = { type: "undo" } as const;
const redo = { type: "redo" } as const;
const purity = { type: "colour", colour: "purity" } as const;
const layer = { type: "layer", layer: "high" } as const;
const camera = (x: number, automatic = false): Event => ({
  type: "camera",
  camera: { x, y: 0, zoom: 2 },
  automatic,
});
const edges = (from: number): Event => ({ type: "edges", edges: from });
const after = (...events: Event[]): State => events.reduce(reduce, start);
const steps = ({ history: { past, future } }: State): [number, number] => [
  past.length,
  future.length,
];

function said(before: State, event: Event): string[] {
  const shown = { manifest, data, selection: null, ...chosenLabels(data.graph) };
  const list = effects(before, reduce(before, event), event, shown);
  return list.flatMap((effect) => (effect.do === "say" ? effect.text : []));
}

test("undo and redo go through the views one step at a time", () => {
  const there = after(purity, selectNode(data, 1), layer);
  const back = after(purity, selectNode(data, 1), layer, undo);
  expect(back.view).toEqual(after(purity, selectNode(data, 1)).view);
  expect(reduce(back, redo).view).toEqual(there.view);
  expect([undo, undo].reduce(reduce, back).view).toEqual(start.view);
  expect(steps([undo, undo, undo].reduce(reduce, back))).toEqual([0, 3]);
  expect(steps(reduce(back, edges(0.2)))).toEqual([3, 0]);
});

test("moves of the camera in a row are one step, and so is a drag of the slider", () => {
  expect(steps(after(camera(1), camera(2), camera(3)))).toEqual([1, 0]);
  const dragged = after(edges(0.1), edges(0.2), purity, edges(0.3), edges(0.4));
  expect(steps(dragged)).toEqual([3, 0]);
  expect(reduce(dragged, undo).view.edges).toBe(0.2);
  const typed = ["a", "ab"].map((filter): Event => ({ type: "lines", change: { filter } }));
  expect(steps(after(...typed, { type: "lines", change: { order: "word" } }))).toEqual([2, 0]);
  expect(steps(after(edges(0.1), undo, edges(0.1)))).toEqual([1, 0]);
});

test("what changes nothing, or leads back to where it began, is no step", () => {
  expect(steps(after(edges(0), { type: "colour", colour: start.view.colour }))).toEqual([0, 0]);
  expect(steps(after(edges(0.1), edges(0)))).toEqual([0, 0]);
  expect(steps(after({ type: "hover", node: 1 }, { type: "letters", letters: false }))).toEqual([
    0, 0,
  ]);
});

test("the camera that follows a change belongs to its step", () => {
  const marked = after(purity, camera(1, true));
  expect(steps(marked)).toEqual([1, 0]);
  const back = reduce(marked, undo);
  expect(back.view).toEqual(start.view);
  // The flight back ends with an event of its own, which must not end the future.
  expect(steps(reduce(back, { ...camera(0, true), camera: null } as Event))).toEqual([0, 1]);
  expect(reduce(back, redo).view).toEqual(marked.view);
});

test("links are steps; the address that the page was opened at is none", () => {
  const open = (by: "link" | "landing"): Event => ({
    type: "open",
    view: { ...start.view, layer: "high" },
    notes: [],
    by,
  });
  expect(steps(after(open("landing")))).toEqual([0, 0]);
  expect(steps(after(open("link")))).toEqual([1, 0]);
});

test("at most 200 steps are kept", () => {
  const many = Array.from({ length: 300 }, (_, i): Event[] => [edges(i / 400), camera(i)]).flat();
  expect(steps(after(...many))).toEqual([200, 0]);
});

test("the keyboard stays where it is, except in another graph", () => {
  const walked: Event = { type: "focus", node: 2, anchor: 2, say: "" };
  expect(after(purity, walked, undo).focus).toBe(2);
  expect(after(layer, walked, undo).focus).toBeNull();
});

test("what was undone is said", () => {
  expect(said(after(layer), undo)).toEqual(["Undone: layer high"]);
  expect(said(after(layer, undo), redo)).toEqual(["Redone: layer high"]);
  expect(said(after(selectNode(data, 1)), undo)).toEqual(["Undone: node i1c0"]);
  expect(said(after(camera(1)), undo)).toEqual(["Undone: place in the graph"]);
  expect(said(start, undo)).toEqual(["Nothing to undo"]);
  expect(said(start, redo)).toEqual(["Nothing to redo"]);
});

test("a selection that comes back loads what it needs", () => {
  const before = after(selectNode(data, 1), { type: "clear" });
  const shown = { manifest, data, selection: null, ...chosenLabels(data.graph) };
  expect(effects(before, reduce(before, undo), undo, shown)).toContainEqual({
    do: "load",
    what: "samples",
    soon: false,
  });
});

test("a change is said by the parts that differ", () => {
  const { view } = after(purity, edges(0.25), selectNode(data, 1));
  expect(changeInWords(start.view, view)).toBe("node i1c0, colour purity, edges 0.25");
  expect(changeInWords(view, start.view)).toBe("no node, colour lens, edges 0");
  expect(said(after({ type: "pictures", pictures: true }), undo)).toEqual(["Undone: pictures"]);
});

test("keys of undo and redo, with Ctrl or Cmd, on any layout", () => {
  const none = { code: "KeyZ", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  const ctrl = { ...none, ctrlKey: true };
  expect(historyCommand({ ...ctrl, key: "z" })).toBe("undo");
  expect(historyCommand({ ...ctrl, key: "Z", shiftKey: true })).toBe("redo");
  expect(historyCommand({ ...none, metaKey: true, key: "z" })).toBe("undo");
  expect(historyCommand({ ...ctrl, key: "y" })).toBe("redo");
  expect(historyCommand({ ...ctrl, key: "я" })).toBe("undo");
  expect(historyCommand({ ...none, key: "z" })).toBeNull();
  expect(historyCommand({ ...ctrl, key: "z", altKey: true })).toBeNull();
  expect(historyCommand({ ...ctrl, key: "x", code: "KeyX" })).toBeNull();
  // Firefox shows the downloads by it.
  expect(historyCommand({ ...ctrl, key: "Y", shiftKey: true })).toBeNull();
});
