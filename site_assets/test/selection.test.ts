import { expect, test } from "vitest";
import type { Samples } from "../src/data/layer";
import { knownOf, sameSource, selectionOf, shares, type Source } from "../src/state/selection";
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

test("what belongs to another layer, or is not there, selects nothing", () => {
  const nothing = { rows: null, shares: null };
  expect(of({ kind: "node", layer: "high", value: "i1c0" })).toEqual(nothing);
  expect(of({ kind: "structure", layer: "high", value: fork.id })).toEqual(nothing);
  expect(of({ kind: "node", layer, value: "i9c9" })).toEqual(nothing);
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
