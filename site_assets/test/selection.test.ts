import { expect, test } from "vitest";
import type { Samples } from "../src/data/layer";
import { knownOf, selectionOf, shares } from "../src/state/selection";
import { packedRows, unpackedRows } from "../src/data/row_set";
import { sameSource, type Source } from "../src/state/source";
import { dataOf, fork, manifest, samplesOf, smallGraph, smallRows } from "./world";

const graph = smallGraph();
const rows = smallRows();
const ids = Array.from({ length: 10 }, (_, i) => `s${i}`);
const samples = {
  ...samplesOf(ids),
  arrays: {
    ...samplesOf(ids).arrays,
    label: Int16Array.of(0, 0, 1, 1, 1, 0, 0, 0, 0, -1),
  },
};
const layer = "low";

function of(source: Source, names: Samples | null = samples) {
  const selection = selectionOf(source, knownOf(dataOf(graph, rows), names, manifest));
  const part = shares(selection, graph);
  return {
    rows: selection.rows && [...selection.rows.keys()].filter((row) => selection.rows![row]),
    shares: part && [...part].map((share) => Number(share.toFixed(2))),
  };
}

test("a node holds its members, and its neighbours hold some of them", () => {
  expect(of({ kind: "node", layer, value: "i1c0" })).toEqual({
    rows: [2, 3, 4],
    shares: [0.5, 1, 0, 0, 0],
  });
});

test("a structure holds the members of its nodes; other nodes have no share of it", () => {
  const { rows: members, shares: part } = of({ kind: "structure", layer, value: fork.id });
  expect(members).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(part).toEqual([1, 1, 1, 1, 0]);
});

test("an edge holds what both nodes hold, a path what any of its nodes holds", () => {
  expect(of({ kind: "edge", layer, value: "i0c0,i1c0" }).rows).toEqual([2, 3]);
  expect(of({ kind: "path", layer, value: "i1c0,i0c0,i1c1" }).rows).toEqual([0, 1, 2, 3, 4, 5]);
  expect(of({ kind: "nodes", layer, value: "i1c0,i12c3" }).rows).toEqual([2, 3, 4, 8]);
});

test("a component and a neighbourhood hold what their nodes hold", () => {
  expect(of({ kind: "component", layer, value: "i1c1" }).rows).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(of({ kind: "component", layer, value: "i12c3" }).rows).toEqual([8]);
  expect(of({ kind: "near", layer, value: "i1c0,0" }).rows).toEqual([2, 3, 4]);
  expect(of({ kind: "near", layer, value: "i1c0,1" }).rows).toEqual([0, 1, 2, 3, 4]);
});

test("rows that were chosen one by one are these rows", () => {
  const chosen = Uint8Array.of(0, 1, 0, 0, 1, 0, 0, 0, 0, 1);
  const value = packedRows(chosen);
  expect(of({ kind: "rows", layer, value })).toEqual({ rows: [1, 4, 9], shares: [0.25, 0.33, 0, 0.33, 0] });
});

test("a set of rows is a short text, whichever rows it has", () => {
  let seed = 7;
  for (const density of [0, 0.001, 0.1, 0.5, 1]) {
    const rows = Uint8Array.from({ length: 3000 }, () => {
      seed = (seed * 16807) % 2147483647;
      return seed / 2147483647 < density ? 1 : 0;
    });
    const text = packedRows(rows);
    expect(unpackedRows(text, 3000)).toEqual(rows);
    expect(text.length).toBeLessThanOrEqual(1 + Math.ceil((3000 / 8) * (4 / 3)));
  }
  expect(unpackedRows(packedRows(Uint8Array.of(0, 0, 1)), 2)).toBeNull();
  expect(unpackedRows("d!", 2)).toBeNull();
});

test("what is not there selects nothing", () => {
  const nothing = { rows: null, shares: null };
  expect(of({ kind: "node", layer, value: "i9c9" })).toEqual(nothing);
  expect(of({ kind: "path", layer, value: "i0c0,i9c9" })).toEqual(nothing);
  expect(of({ kind: "structure", layer, value: "loop-i9c9" })).toEqual(nothing);
});

test("in another layer a source selects the rows of its samples", () => {
  const home = knownOf(dataOf(graph, rows), samples, manifest);
  // The same samples in another order, two rows of each but the last.
  const other = smallRows([4, 3, 2, 1, 0, 4, 3, 2, 1, 9]);
  const there = knownOf(dataOf(smallGraph(), other), samples, manifest);
  const moved = selectionOf({ kind: "node", layer, value: "i1c0" }, there, home);
  expect([...moved.rows!]).toEqual([1, 1, 1, 0, 0, 1, 1, 1, 0, 0]);
  expect([moved.own, selectionOf(moved.source, home).own]).toEqual([false, true]);
  expect([...moved.members!]).toEqual([3, 1, 2, 3, 0]);
  // Until the other layer has arrived nothing is known.
  expect(selectionOf(moved.source, there, null)).toMatchObject({ rows: null, members: null });
});

test("in another graph of the same rows a source selects the same rows", () => {
  const home = knownOf(dataOf(graph, rows), samples, manifest);
  const cut = { ...rows, members: { offsets: Uint32Array.of(0, 2, 4), values: Uint32Array.of(0, 2, 4, 9) } };
  const there = { ...home, graph: smallGraph(), rows: cut };
  const found = selectionOf({ kind: "node", layer, value: "i1c0" }, there, home);
  expect([[...found.rows!].indexOf(1), [...found.members!]]).toEqual([2, [1, 1]]);
});

test("labels, origins and samples hold the rows of their samples", () => {
  expect(of({ kind: "label", value: "a" }).rows).toEqual([0, 1, 5, 6, 7, 8]);
  expect(of({ kind: "origin", value: "p" })).toEqual({
    rows: [4, 5, 6, 7, 8, 9],
    shares: [0, 0.33, 0.5, 0.67, 1],
  });
  expect(of({ kind: "sample", value: "s1" }).rows).toEqual([1]);
});

test("before the samples have arrived, only the shares of a label are known", () => {
  expect(of({ kind: "label", value: "a" }, null)).toEqual({
    rows: null,
    shares: [0.5, 1, 0, 0.33, 0],
  });
  expect(of({ kind: "origin", value: "p" }, null)).toEqual({ rows: null, shares: null });
});

test("before the rows have arrived, only the shares of a structure and of a label are known", () => {
  const early = (source: Source) => selectionOf(source, knownOf(dataOf(graph), samples, manifest));
  expect(early({ kind: "node", layer, value: "i1c0" })).toMatchObject({ rows: null, members: null });
  const structure = early({ kind: "structure", layer, value: fork.id });
  expect([structure.rows, [...structure.members!]]).toEqual([null, [4, 3, 2, 3, 0]]);
});

test("sources are the same by kind, value and layer", () => {
  const node = { kind: "node", layer, value: "i1c0" } as const;
  expect(sameSource(node, { ...node })).toBe(true);
  expect(sameSource(node, { ...node, layer: "high" })).toBe(false);
  expect(sameSource({ kind: "label", value: "a" }, { kind: "origin", value: "a" })).toBe(false);
  expect(sameSource(null, null)).toBe(true);
  expect(sameSource(node, null)).toBe(false);
});
