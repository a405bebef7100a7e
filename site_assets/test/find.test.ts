// Unions, ranges, search for several words, and what directory, histogram and profile are made from.
import { expect, test } from "vitest";
import { nodeLabelsIn, publishedLabels } from "../src/data/label_columns";
import { absence, entriesOf, sectionsOf } from "../src/look/directory";
import { barsOf } from "../src/look/histogram";
import { OTHER, RAMP_STEPS } from "../src/look/palette";
import { classPurities } from "../src/look/profile";
import { rangeOf, rangeSource } from "../src/state/range";
import { type Catalogue, search, unmatched } from "../src/state/search";
import { sourceInWords } from "../src/look/source_words";
import { knownOf, selectionOf } from "../src/state/selection";
import { needsSamples } from "../src/state/source";
import { namesInShort, partsIn, toggled, unionOf } from "../src/state/union";
import { reduce, startState } from "../src/state/state";
import { decodeView, encodeView } from "../src/state/url";
import { dataOf, lookIn, manifest, samplesOf, smallGraph, smallRows } from "./world";

const graph = smallGraph();
const [a, b] = manifest.labels as [string, string];
const label = (value: string) => ({ kind: "label", value }) as const;
const samples = {
  ...samplesOf(Array.from({ length: 10 }, (_, i) => `s${i}`)),
  arrays: {
    ...samplesOf([]).arrays,
    label: Int16Array.of(0, 0, 1, 1, 1, 0, 0, 0, 0, -1),
  },
};
const known = knownOf(dataOf(graph, smallRows()), samples, manifest);
const rowsOf = (source: Parameters<typeof selectionOf>[0]) => {
  const { rows } = selectionOf(source, known);
  return rows && [...rows.keys()].filter((row) => rows[row]);
};

test("a union has the rows of all its parts, in whatever order they were chosen", () => {
  const one = unionOf([{ kind: "origin", value: "p" }, label(a)])!;
  expect(one).toEqual(unionOf([label(a), { kind: "origin", value: "p" }, label(a)]));
  expect(one).toEqual({ kind: "classes", value: "a,origin:p" });
  expect(rowsOf(one)).toEqual([0, 1, 4, 5, 6, 7, 8, 9]);
  expect(unionOf([label(a)])).toEqual(label(a));
  expect(unionOf([])).toBeNull();
});

test("labels of a union are counted before the samples have arrived", () => {
  const both = unionOf([label(a), label(b)])!;
  const early = selectionOf(both, knownOf(dataOf(graph), null, manifest));
  expect(early.rows).toBeNull();
  expect([...early.members!]).toEqual([4, 3, 2, 3, 0]);
  expect(needsSamples(both)).toBe(false);
  expect(needsSamples(unionOf([label(a), { kind: "origin", value: "p" }]))).toBe(true);
});

test("names with commas, backslashes and words before a colon come back from an address", () => {
  const parts = ["x,y", "z\\", "origin:q", b].map(label);
  const union = unionOf(parts)!;
  expect(new Set(partsIn(union).map(({ value }) => value))).toEqual(new Set(parts.map(({ value }) => value)));
  expect(partsIn(union).every(({ kind }) => kind === "label")).toBe(true);
  const view = { ...decodeView("#layer=low", manifest)!.view, marked: unionOf([label(a), label(b)]) };
  const address = encodeView(view, manifest);
  expect(address).toContain("classes=a,b+%26+c/d%5C,+e%3Df");
  expect(decodeView(`#${address}`, manifest)).toEqual({ view, problems: [] });
  expect(decodeView("#classes=a,nothing", manifest)!.problems).toEqual([
    "not all of the classes “a,nothing” are there",
  ]);
});

test("pressing adds a label, and pressing it again takes it away", () => {
  const two = toggled(label(a), label(b));
  expect(two!.kind).toBe("classes");
  expect(toggled(two, label(a))).toEqual(label(b));
  expect(toggled(label(b), label(b))).toBeNull();
  expect(toggled({ kind: "node", value: "i0c0" }, label(a))).toEqual(label(a));
});

test("of many names some are counted", () => {
  expect(namesInShort(["a", "b", "c", "d"])).toBe("a, b, c, d");
  expect(namesInShort(["a", "b", "c", "d", "e"])).toBe("a, b, c and 2 more");
});

test("a range selects the nodes in it, and all their rows", () => {
  const range = rangeSource("low", { colour: "lens", low: 2, high: 3, column: null });
  expect(range).toEqual({ kind: "range", layer: "low", value: "2,3:lens" });
  const { members } = selectionOf(range, known);
  expect([...members!]).toEqual([0, 3, 2, 0, 0]);
  expect(rowsOf(range)).toEqual([0, 2, 3, 4, 5]);
  expect(sourceInWords(range, manifest)).toBe("mean L2 norm 2 to 3");
  const { view } = decodeView("#layer=low&range=2,3:lens", manifest)!;
  expect(view.marked).toEqual(range);
  const event = { type: "arrived", data: dataOf(graph), announce: false } as const;
  expect(reduce(startState(view), event).view.marked).toEqual(range);
});

test("a value that is not known is in no range, and a range needs a figure with an order", () => {
  const { members } = selectionOf({ kind: "range", layer: "low", value: "0,1:purity" }, known);
  expect([...members!]).toEqual([4, 3, 2, 3, 0]);
  for (const text of ["0,1:label", "3,2:lens", "x,2:lens", "0,1:nothing", "lens"])
    expect(rangeOf(text), text).toBeNull();
  expect(decodeView("#range=3,2:lens", manifest)!.problems).toHaveLength(1);
});

const catalogue: Catalogue = {
  labels: ["cat", "dog", "hot dog", "x, y"],
  values: [],
  nodes: ["i0c0"],
  names: [],
  origins: ["cat.png"],
  samples: [],
  structures: [],
  texts: null,
};
const found = (query: string) =>
  search(query, catalogue).map(({ parts, value }) => parts?.map((part) => part.value) ?? value);

test("words between commas are searched together; the last one is completed", () => {
  expect(found("cat, do")).toEqual([["cat", "dog"], ["cat", "hot dog"]]);
  expect(found("ca, hot dog")).toEqual([["cat", "hot dog"]]);
  expect(found("cat, dog,")[0]).toEqual(["cat", "dog"]);
  expect(found("cat,")).not.toContainEqual(["cat", "cat"]);
  expect(found("cat, i0")).toEqual([]);
  expect(found("x, y")).toEqual(["x, y"]);
  expect(found("hot dog")).toEqual(["hot dog"]);
});

test("a word that nothing matches is named", () => {
  expect(found("cat, qqq, dog")).toEqual([]);
  expect(unmatched("cat, qqq, dog", catalogue)).toBe("qqq");
  expect(unmatched("cat, dog", catalogue)).toBeNull();
});

test("the directory counts rows and nodes, and says why a label cannot be chosen", () => {
  const labels = ["a", "b & c/d, e=f", "élan", "9 lives", "…"];
  const wide = { ...manifest, labels };
  const data = dataOf(graph, smallRows());
  const entries = entriesOf(data, publishedLabels(graph), samples, wide, { name: null, labels });
  expect(entries.map(({ rows, nodes }) => [rows, nodes])).toEqual([[6, 3], [3, 3], [0, 0], [0, 0], [0, 0]]);
  expect(sectionsOf(entries).map(({ title }) => title)).toEqual(["A", "B", "E", "Digits", "Signs"]);
  expect(entries.map(absence)).toEqual([null, null, ...Array(3).fill("no rows in this layer")]);
  expect(absence({ text: "", rows: 2, nodes: 0 })).toBe("in no node of this graph");
});

test("bars count nodes or members, and how many of them are selected", () => {
  const look = lookIn(graph, "lens");
  const members = Uint32Array.of(0, 3, 1, 0, 0);
  const sum = (counting: "nodes" | "rows") =>
    barsOf(look, members, counting).reduce((all, { count, lit }) => [all[0]! + count, all[1]! + lit], [0, 0]);
  expect(sum("nodes")).toEqual([5, 2]);
  expect(sum("rows")).toEqual([13, 4]);
  expect(barsOf(look, null, "nodes").map(({ count }) => count).filter(Boolean)).toEqual([1, 1, 1, 1, 1]);
  const byLabel = lookIn(graph, "label");
  expect(barsOf(byLabel, null, "nodes").map(({ colour, count }) => [colour, count])).toEqual([
    [RAMP_STEPS, 2],
    [RAMP_STEPS + 1, 2],
    [OTHER, 1],
  ]);
});

test("the purity of a class: where it leads, and how pure the nodes are that hold it", () => {
  const labels = nodeLabelsIn(dataOf(graph), null, manifest, null);
  const [first, none] = classPurities(labels, graph.n, [0, 7]);
  // Nodes 0 (2 of 4, a leads the tie), 1 (3 of 3) and 3 (1 of 3) hold a.
  expect(first).toMatchObject({ members: 6, nodes: 3 });
  expect(first!.leading).toBeCloseTo(5 / 6);
  expect(first!.purity).toBeCloseTo((2 * 0.5 + 3 * 1 + 1 * (2 / 3)) / 6);
  expect(none).toEqual({ members: 0, nodes: 0, leading: NaN, purity: NaN });
});
