// What the panel says of any set of rows, the files of it, and the areas that make one.
import { expect, test } from "vitest";
import { graphOf } from "../src/data/graph";
import { nodesHolding, nodesOf } from "../src/look/holding";
import { sourceInWords } from "../src/look/source_words";
import type { Model } from "../src/state/model";
import { knownOf, selectionOf } from "../src/state/selection";
import type { Source } from "../src/state/source";
import { boxOf, insideOf } from "../src/tools/area";
import { csvOf, jsonOf } from "../src/tools/selection/export";
import {
  exemplarsAmong,
  histogram,
  labelDifferences,
  labelShares,
  overlapOf,
  quartiles,
  someRows,
  stabilityOf,
} from "../src/tools/selection/facts";
import { dataOf, dataWithExemplars, manifest, samplesOf, smallGraph, smallRows } from "./world";

const graph = smallGraph();
const rows = smallRows();
const data = dataOf(graph, rows);
const ids = ["s0", 'a "b", c', "=1+1", ...Array.from({ length: 7 }, (_, i) => `s${i + 3}`)];
const labelled = samplesOf(ids);
const samples = {
  ...labelled,
  arrays: { ...labelled.arrays, label: Int16Array.of(0, 0, 1, 1, 1, 0, 0, 0, 0, -1) },
};
const model = {
  manifest,
  data,
  samples,
  column: { name: null, labels: manifest.labels },
} as unknown as Model;
const layer = "low";
const of = (source: Source) => selectionOf(source, knownOf(data, samples, manifest));
const path = of({ kind: "path", layer, value: "i2c0,i0c0,i1c0" });

test("labels of a selection stand beside those of all rows", () => {
  const node = of({ kind: "node", layer, value: "i1c0" });
  expect(labelShares(model, node.rows!)).toEqual([
    { label: 1, share: 1, usual: 0.3 },
    { label: 0, share: 0, usual: 0.6 },
  ]);
  const other = labelShares(model, of({ kind: "node", layer, value: "i0c0" }).rows!);
  expect(labelDifferences(labelShares(model, node.rows!), other)).toEqual([
    { label: 0, one: 0, other: 0.5 },
    { label: 1, one: 1, other: 0.5 },
  ]);
});

test("histograms have parts of one width, and every value is in one", () => {
  const values = Float32Array.of(0, 1, 2, 3, 4);
  const { low, high, parts } = histogram(values, [Uint8Array.of(1, 0, 0, 0, 1), null], 4);
  expect([low, high]).toEqual([0, 4]);
  expect(parts).toEqual([
    [0.5, 0, 0, 0.5],
    [0.2, 0.2, 0.2, 0.4],
  ]);
  expect(histogram(Float32Array.of(2, 2), [null], 2).parts).toEqual([[1, 0]]);
  expect(quartiles(values, null)).toEqual([1, 2, 3]);
  expect(quartiles(values, new Uint8Array(5))).toBeNull();
});

test("nodes with most rows come first, those of a path in its order", () => {
  expect(nodesHolding(path, graph).map(({ node }) => node)).toEqual([3, 0, 1]);
  const label = of({ kind: "label", value: "a" });
  expect(nodesHolding(label, graph).map(({ node, members }) => [node, members])).toEqual([
    [1, 3],
    [0, 2],
    [3, 1],
  ]);
  expect(nodesOf(label, graph)).toEqual([1, 0]);
  expect(nodesOf(of({ kind: "near", layer, value: "i1c0,1" }), graph)).toEqual([1, 0]);
});

test("stability is the mean over the nodes, with its range", () => {
  const [mean, low, high] = stabilityOf([0, 2], graph)!;
  expect([mean, low, high].map((share) => Number(share.toFixed(2)))).toEqual([0.75, 0.5, 1]);
  expect(stabilityOf([], graph)).toBeNull();
  const unjudged = graphOf({ ...graph, node_bootstrap: new Float32Array(0) }, []);
  expect(stabilityOf([0], unjudged)).toBeNull();
});

test("exemplars are among the rows, of each node in turn", () => {
  const shown = { ...dataWithExemplars(), rows };
  const all = { ...path, rows: new Uint8Array(10).fill(1), members: shown.graph.size };
  const found = (most: number) => exemplarsAmong(all, shown, most).map(({ node, exemplar }) => [node, exemplar.row]);
  expect(found(9)).toEqual([[0, 2], [1, 4], [0, 0]]);
  expect(found(2)).toEqual([[0, 2], [1, 4]]);
  const none = { ...all, rows: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0) };
  expect(exemplarsAmong(none, shown, 9).map(({ exemplar }) => exemplar.row)).toEqual([0]);
  expect(someRows(Uint8Array.of(1, 1, 0, 1, 1), 2)).toEqual([0, 3]);
});

test("the rows that two selections share", () => {
  const [one, other] = [Uint8Array.of(1, 1, 0, 0), Uint8Array.of(0, 1, 1, 0)];
  expect(overlapOf(one, other)).toEqual({ shared: 1, jaccard: 1 / 3 });
  expect(overlapOf(new Uint8Array(2), new Uint8Array(2)).jaccard).toBe(0);
});

test("files have a line for each row, and no cell that a spreadsheet computes", () => {
  const chosen = of({ kind: "node", layer, value: "i1c0" });
  expect(csvOf(model, chosen.rows!).split("\r\n")).toEqual([
    "sample,origin,label,row,nodes",
    "'=1+1,o,\"b & c/d, e=f\",2,i0c0 i1c0",
    "s3,o,\"b & c/d, e=f\",3,i0c0 i1c0",
    "s4,p,\"b & c/d, e=f\",4,i1c0",
    "",
  ]);
  expect(csvOf(model, Uint8Array.of(0, 1, 0, 0, 0, 0, 0, 0, 0, 0))).toContain('"a ""b"", c",o,a,1,i0c0 i2c0');
  const document = JSON.parse(jsonOf(model, chosen, "file:///x#layer=low&node=i1c0")) as {
    rows: object[];
  };
  expect(document).toMatchObject({ exploration: "small", layer: "low.0", selection: "i1c0", source: chosen.source });
  expect(document.rows[0]).toEqual({
    row: 2,
    sample: "=1+1",
    origin: "o",
    labels: { label: "b & c/d, e=f" },
    nodes: ["i0c0", "i1c0"],
  });
});

test("a point is inside an area by the even-odd rule", () => {
  const box = insideOf(boxOf([4, 6], [1, 2]));
  expect([box(2, 3), box(0, 3), box(2, 7)]).toEqual([true, false, false]);
  // A notch is outside though the bounds have it.
  const notched = insideOf([[0, 0], [10, 0], [10, 10], [5, 2], [0, 10]]);
  expect([notched(5, 1), notched(5, 5), notched(1, 6)]).toEqual([true, false, true]);
});

test("sources have names for readers", () => {
  const words = (source: Source): string => sourceInWords(source, manifest, "high");
  expect(words({ kind: "path", layer, value: "i1c0,i0c0,i2c0" })).toBe("path from i1c0 to i2c0 of low.0");
  expect(words({ kind: "near", layer: "high", value: "i1c0,2" })).toBe("2 steps around i1c0");
  expect(words({ kind: "rows", layer: "high", value: "dAA" })).toBe("chosen vectors");
  expect(words({ kind: "label", value: "a" })).toBe("a");
});
