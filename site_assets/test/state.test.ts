import { expect, test } from "vitest";
import type { Event } from "../src/state/event";
import { reduce, selectNode, startState, startView, type State } from "../src/state/state";
import { dataOf, fork, manifest, smallGraph } from "./world";

const start = startState(startView(manifest));
const after = (...events: Event[]): State => events.reduce(reduce, start);
const data = dataOf(smallGraph());
const node = { kind: "node", layer: "low", value: "i1c0" } as const;
const loopSource = { kind: "structure", layer: "low", value: fork.id } as const;
const label = { kind: "label", value: "a" } as const;
const select = selectNode(data, 1);

test("selecting moves the keyboard there too", () => {
  const { view, focus, anchor } = after(select);
  expect([view.selected, focus, anchor]).toEqual([node, 1, 1]);
});

test("Escape takes back the selection, then the mark", () => {
  const marked = after({ type: "mark", source: label }, select, { type: "clear" });
  expect(marked.view.selected).toBeNull();
  expect(marked.view.marked).toEqual(label);
  expect(reduce(marked, { type: "clear" }).view.marked).toBeNull();
});

test("marking the same again unmarks it", () => {
  const toggle: Event = { type: "toggle", source: label };
  expect(after(toggle).view.marked).toEqual(label);
  expect(after(toggle, toggle).view.marked).toBeNull();
});

test("selection and mark stay when the layer changes, the place does not", () => {
  const there = after(select, { type: "mark", source: loopSource }, { type: "layer", layer: "high" });
  expect([there.view.selected, there.view.marked]).toEqual([node, loopSource]);
  expect([there.focus, there.view.camera]).toEqual([null, null]);
});

test("a set stays marked while one looks at nodes, and is selected again afterwards", () => {
  const path = { kind: "path", layer: "low", value: "i1c0,i0c0,i2c0" } as const;
  const onPath = after({ type: "select", source: path, index: null });
  const looking = reduce(onPath, select);
  expect([looking.view.selected, looking.view.marked]).toEqual([node, path]);
  expect(reduce(looking, selectNode(data, 2)).view.marked).toEqual(path);
  expect(reduce(looking, { type: "clear" }).view).toMatchObject({ selected: null, marked: path });
  // A label that is marked stays, and a node makes room for a node.
  const both = after({ type: "mark", source: label }, { type: "select", source: path, index: null }, select);
  expect(both.view.marked).toEqual(label);
  expect(after(select, selectNode(data, 2)).view.marked).toBeNull();
});

test("two selections are compared until one of them changes", () => {
  const sources = [node, label] as const;
  const compared = after({ type: "compare", sources });
  expect(compared.view).toMatchObject({ selected: node, marked: label, comparing: true });
  expect(reduce(compared, { type: "clear" }).view).toMatchObject({ selected: node, comparing: false });
  expect(reduce(compared, select).view.comparing).toBe(false);
  expect(reduce(compared, { type: "mark", source: null }).view.comparing).toBe(false);
  expect(reduce(compared, { type: "compare", sources: null }).view).toMatchObject({
    selected: node,
    comparing: false,
  });
});

test("kept selections are part of the view, and can be undone", () => {
  const kept = [{ name: "mine", source: node }];
  const state = after({ type: "kept", kept });
  expect(state.view.kept).toEqual(kept);
  expect(reduce(state, { type: "undo" }).view.kept).toEqual([]);
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
    { type: "open", view: { ...start.view, layer: "high" }, notes: ["n"], by: "link" },
  );
  expect([opened.letters, opened.view.layer, opened.notes]).toEqual([false, "high", ["n"]]);
});

test("what a layer does not have is dropped with a note once the layer has arrived", () => {
  const gone = { kind: "node", layer: "low", value: "i9c9" } as const;
  const loop = { kind: "structure", layer: "low", value: "loop-i9c9" } as const;
  const view = { ...start.view, selected: gone, marked: loop };
  const opened = after({ type: "open", view, notes: [], by: "start" });
  const checked = reduce(opened, { type: "arrived", data, announce: false });
  expect([checked.view.selected, checked.view.marked]).toEqual([null, null]);
  expect(checked.notes).toEqual(["low.0 has no node “i9c9”", "low.0 has no structure “loop-i9c9”"]);
  // Also where another layer is on show, and the keyboard stays where it is.
  const there = { ...opened, view: { ...view, layer: "high", marked: label } };
  const later = reduce(there, { type: "arrived", data, announce: false });
  expect([later.view.selected, later.view.marked, later.focus]).toEqual([null, label, null]);
  const other = { ...data, layer: { ...data.layer, id: "high" } };
  expect(reduce(opened, { type: "arrived", data: other, announce: false }).view.selected).toEqual(gone);
});

test("what the layer has is kept, and the keyboard starts from the selected node", () => {
  const there = { kind: "structure", layer: "low", value: fork.id } as const;
  const view = { ...start.view, selected: node, marked: there };
  const opened = after({ type: "open", view, notes: [], by: "start" });
  const checked = reduce(opened, {
    type: "arrived",
    data: dataOf(smallGraph()),
    announce: false,
  });
  expect(checked.view).toBe(opened.view);
  expect([checked.focus, checked.anchor]).toEqual([1, 1]);
});
