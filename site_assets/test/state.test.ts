import { expect, test } from "vitest";
import { type Event, reduce, startState, startView, type State } from "../src/state/state";
import { manifest } from "./world";

const start = startState(startView(manifest));
const after = (...events: Event[]): State => events.reduce(reduce, start);
const select: Event = { type: "select", node: "i1c0", index: 1 };

test("selecting moves the keyboard there too", () => {
  const { view, focus, anchor } = after(select);
  expect([view.node, focus, anchor]).toEqual(["i1c0", 1, 1]);
});

test("Escape takes back the selection, then the mark", () => {
  const marked = after({ type: "mark", mark: { kind: "label", value: "a" } }, select, {
    type: "clear",
  });
  expect(marked.view.node).toBeNull();
  expect(marked.view.mark).not.toBeNull();
  expect(reduce(marked, { type: "clear" }).view.mark).toBeNull();
});

test("marking the same again unmarks it", () => {
  const mark: Event = { type: "mark", mark: { kind: "label", value: "a" } };
  expect(after(mark, mark).view.mark).toBeNull();
});

test("a selection turns into something to follow when the layer changes, and back", () => {
  const there = after(select, { type: "layer", layer: "high" });
  expect(there.view.node).toBeNull();
  expect(there.followed).toEqual({ layer: "low", node: "i1c0" });
  const back = reduce(there, { type: "layer", layer: "low" });
  expect(back.view.node).toBe("i1c0");
  expect(back.followed).toBeNull();
});

test("a layer change keeps colours, mark and threshold but not the camera", () => {
  const { view } = after(
    { type: "colour", colour: "purity" },
    { type: "edges", edges: 0.2 },
    { type: "camera", camera: { x: 1, y: 2, zoom: 3 } },
    { type: "layer", layer: "high" },
  );
  expect(view).toMatchObject({ colour: "purity", edges: 0.2, camera: null, layer: "high" });
});

test("the threshold is held to 0..1, and the state is never changed in place", () => {
  const frozen = Object.freeze({ ...start, view: Object.freeze({ ...start.view }) });
  expect(reduce(frozen, { type: "edges", edges: 7 }).view.edges).toBe(1);
  const half = reduce(frozen, { type: "edges", edges: 0.5 });
  expect(reduce(half, { type: "weight", weight: "stability" }).view).toMatchObject({
    weight: "stability",
    edges: 0,
  });
  expect(reduce(frozen, { type: "hover", node: null })).toBe(frozen);
});

test("opening an address keeps what the reader switched off", () => {
  const opened = after(
    { type: "letters", letters: false },
    { type: "open", view: { ...start.view, layer: "high" }, notes: ["n"] },
  );
  expect([opened.letters, opened.view.layer, opened.notes]).toEqual([false, "high", ["n"]]);
});
