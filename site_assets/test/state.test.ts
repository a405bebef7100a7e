import { expect, test } from "vitest";
import {
  type Event,
  reduce,
  selectNode,
  startState,
  startView,
  type State,
} from "../src/state/state";
import { dataOf, fork, manifest, smallGraph } from "./world";

const start = startState(startView(manifest));
const after = (...events: Event[]): State => events.reduce(reduce, start);
const data = dataOf(smallGraph());
const node = { kind: "node", layer: "low", value: "i1c0" } as const;
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

test("a selection turns into something to follow when the layer changes, and back", () => {
  const there = after(select, { type: "layer", layer: "high" });
  expect(there.view.selected).toBeNull();
  expect(there.followed).toEqual(node);
  const back = reduce(there, { type: "layer", layer: "low" });
  expect(back.view.selected).toEqual(node);
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
  const elsewhere = reduce(
    { ...opened, view: { ...view, layer: "high" } },
    {
      type: "arrived",
      data,
      announce: false,
    },
  );
  expect(elsewhere.view.selected).toEqual(gone);
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
