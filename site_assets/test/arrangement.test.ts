import { expect, test } from "vitest";
import { pinnedAt, placed, placedByRows } from "../src/data/placing";
import { radiiOf, sizeLegend } from "../src/look/sizes";
import { PUBLISHED } from "../src/state/arrangement";
import { effects } from "../src/state/effects";
import { commandFor, obey } from "../src/state/keyboard";
import type { Event } from "../src/state/event";
import { reduce, startState, startView, type State } from "../src/state/state";
import { layoutFile, layoutFrom } from "../src/tools/layout_file";
import { chosenLabels, dataOf, layer, manifest, smallGraph, smallRows } from "./world";

const graph = smallGraph();
const data = dataOf(graph);
const start = startState(startView(manifest));
const after = (state: State, ...events: Event[]): State => events.reduce(reduce, state);
const pin = (node: string, x: number, y: number): Event => ({ type: "pin", pin: { node, x, y } });

test("nodes stand at the mean of their rows, as far apart as in the published layout", () => {
  const rows = smallRows();
  const x = Uint16Array.of(0, 100, 200, 300, 400, 0, 0, 0, 65535, 0);
  const there = placedByRows(graph, rows, { ...rows.arrays, x });
  const scale = (graph.bounds.right - graph.bounds.left) / (65535 - 0);
  expect(there.x[0]).toBeCloseTo(150 * scale, 3);
  expect(there.x[4]).toBeCloseTo(65535 * scale, 3);
  expect([there.ids, there.source]).toEqual([graph.ids, graph.source]);
  expect(there.ids).toBe(graph.ids);
});

test("a pinned node stays within the bounds, and the plane stays as it is", () => {
  const there = pinnedAt(graph, [{ node: "i1c0", x: 99, y: 0.2 }, { node: "i9c9", x: 0, y: 0 }]);
  expect(there.x[1]).toBeCloseTo(graph.bounds.right, 5);
  expect(there.y[1]).toBeCloseTo(0.2, 5);
  expect(there.bounds).toBe(graph.bounds);
  expect(there.unit).toBe(graph.unit);
  expect(graph.x[1]).toBe(1);
  expect(placed(graph, graph.x, graph.y).bounds).toEqual(graph.bounds);
});

test("radii and their legend show members, nothing, or stability", () => {
  expect(radiiOf(graph, "members")[0]).toBeGreaterThan(radiiOf(graph, "members")[4]!);
  expect(new Set(radiiOf(graph, "constant")).size).toBe(1);
  expect([...radiiOf(graph, "stability")]).toEqual([...radiiOf(graph, "stability")].sort().reverse());
  const unjudged = { ...graph, node_bootstrap: new Float32Array(0) };
  expect(sizeLegend(unjudged, "stability").title).toBe("members");
  expect(sizeLegend(graph, "stability").marks.map(({ text }) => text)).toEqual(["10 %", "50 %", "100 %"]);
  expect(sizeLegend(graph, "constant").marks).toEqual([]);
});

test("another layout drops the pins and the place of the camera; another layer also the call-outs", () => {
  const moved = after(start, pin("i0c0", 1, 2), { type: "callout", node: "i1c0" }, {
    type: "camera",
    camera: { x: 0, y: 0, zoom: 2 },
  });
  const by = after(moved, { type: "arrange", change: { layout: "projection" } });
  expect(by.view.arrangement).toMatchObject({ pinned: [], callouts: ["i1c0"] });
  expect(by.view.camera).toBeNull();
  const same = after(moved, { type: "arrange", change: { layout: "stress", size: "constant" } });
  expect(same.view.arrangement.pinned).toHaveLength(1);
  expect(same.view.camera).not.toBeNull();
  const anew = { ...by.view, camera: { x: 0, y: 0, zoom: 2 } };
  const projected = after(startState(anew), pin("i0c0", 1, 2), { type: "projection", projection: "tsne" });
  expect(projected.view).toMatchObject({ camera: null, arrangement: { pinned: [] } });
  const elsewhere = after(moved, { type: "projection", projection: "tsne" });
  expect(elsewhere.view).toMatchObject({ camera: { zoom: 2 }, projection: "tsne" });
  const other = after(by, { type: "layer", layer: "high" });
  expect(other.view.arrangement).toEqual({ ...PUBLISHED, layout: "projection" });
});

test("steps of one node in a row are one step back", () => {
  const twice = after(start, pin("i0c0", 1, 0), pin("i0c0", 2, 0), pin("i1c0", 0, 0));
  expect(after(twice, { type: "undo" }).view.arrangement.pinned).toEqual([
    { node: "i0c0", x: 2, y: 0 },
  ]);
  expect(after(twice, { type: "undo" }, { type: "undo" }).view.arrangement.pinned).toEqual([]);
});

test("nodes that the graph does not have are dropped and named", () => {
  const view = { ...start.view, arrangement: { ...PUBLISHED, callouts: ["i0c0", "i9c9"] } };
  const checked = after(startState(view), { type: "arrived", data, announce: false });
  expect(checked.view.arrangement.callouts).toEqual(["i0c0"]);
  expect(checked.notes).toEqual(["low.0 has no node “i9c9”"]);
});

test("Alt with an arrow moves the node with the focus, c opens its call-out, and both are said", () => {
  const key = { ctrlKey: false, metaKey: false, altKey: true, shiftKey: false, key: "ArrowRight" };
  const state = { ...start, focus: 1 };
  const standing = { state, data, described: null, selected: null };
  const [moved] = obey(commandFor(key, false)!, standing);
  expect(moved).toMatchObject({ type: "pin", pin: { node: "i1c0", y: graph.y[1] } });
  expect(commandFor({ ...key, key: "Enter" }, true)).toBeNull();
  const [callout] = obey(commandFor({ ...key, altKey: false, key: "c" }, true)!, standing);
  expect(callout).toEqual({ type: "callout", node: "i1c0" });
  const shown = { manifest, data, selection: null, ...chosenLabels(graph) };
  expect(effects(state, reduce(state, callout!), callout!, shown)).toEqual([
    { do: "say", text: "Call-out of i1c0 opened" },
    { do: "tool", name: "over" },
    { do: "address" },
  ]);
});

test("a layout file is read back, and refused where it is of another graph or none", () => {
  const kept = { layout: "projection", pinned: [{ node: "i0c0", x: 1.25, y: -2 }] } as const;
  const text = layoutFile(kept, layer, manifest);
  expect(layoutFrom(text, layer, manifest)).toEqual(kept);
  expect(layoutFrom(text, { ...layer, graph: "data/other.js" }, manifest)).toEqual({
    problem: "This layout file is of another graph: layer low of small. Nothing was changed.",
  });
  for (const wrong of ["", "[]", "null", '{"format": "x"}', text.replace("1.25", '"a"')])
    expect(layoutFrom(wrong, layer, manifest)).toEqual({
      problem: "This is no layout file. Nothing was changed.",
    });
});
