// Colours by shares, numbers and entropy; pies; and colours that a reader chooses.
import { expect, test } from "vitest";
import { countedLabels, type LabelColumn } from "../src/data/label_columns";
import { labelRanks, rowColours, UNLIT } from "../src/look/appearance";
import { type Colouring, coloursOf, figureOf, shownFigures } from "../src/look/figures";
import { type ChosenColour, labelIndex, OTHER, RAMP_STEPS, shapeOf, withChosen } from "../src/look/palette";
import { piesOf } from "../src/look/pies";
import { entropies, figured, valuesOf } from "../src/look/values";
import { paletteFrom, paletteInWords } from "../src/state/palette_words";
import { rangeOf, rangeSource } from "../src/state/range";
import { selectionOf } from "../src/state/selection";
import { reduce, startState, startView } from "../src/state/state";
import { decodeView, encodeView } from "../src/state/url";
import { chosenLabels, figureData, layer, lookIn, manifest as small, samplesOf, smallGraph, smallRows } from "./world";

const graph = smallGraph();
const rows = smallRows();
const manifest = {
  ...small,
  columns: [{ name: "tag", labels: ["x", "y"] }],
  numbers: [
    { name: "age", source: "table" },
    { name: "confidence", source: "network" },
  ] as const,
  numbers_chunk: "data/numbers.js",
};
// Row k is of sample k. The age of sample 3 is unknown, and node 4 holds sample 8 alone.
const age = [10, 20, 30, NaN, 50, 60, 70, 80, NaN, 100];
const confidence = age.map((_, k) => k / 10);
const numbers = { numbers: Float32Array.of(...age, ...confidence) };
const data = figureData(graph, rows, { manifest, numbers });
const values = (colour: Colouring, known = data): number[] => [...Array.from(valuesOf(figureOf(colour), known))];

test("a number of a node is the mean of the members that have one; of none it is unknown", () => {
  expect(values("number:age")).toEqual([20, 40, 35, Math.fround(170 / 3), NaN]);
  expect(figured(figureOf("number:age"), layer, data).scale).toMatchObject({ low: 20 });
  expect(values("confidence")[4]).toBeCloseTo(0.8);
  expect(values("number:age", { ...data, numbers: null })).toEqual(Array(5).fill(NaN));
});

test("rows have their own numbers, and unknown ones no colour", () => {
  const shown = figured(figureOf("number:age"), layer, data);
  const colours = rowColours({ graph, ...shown, ranks: new Int16Array(2), ...UNLIT, size: "members", radii: new Float32Array(5) }, rows, null, "graph");
  expect([colours[0], colours[3], colours[9]]).toEqual([0, OTHER, RAMP_STEPS - 1]);
});

test("the share of a label is known before the samples, that of a value after them", () => {
  expect(values("share:a")).toEqual([0.5, 1, 0, Math.fround(1 / 3), 0]);
  expect(values("share:tag:y")).toEqual(Array(5).fill(NaN));
  const ids = Array.from({ length: 10 }, (_, k) => `s${k}`);
  const base = samplesOf(ids);
  const tags = Int16Array.of(1, 1, 0, 0, 0, 0, 0, 0, 0, -1);
  const samples = { ...base, arrays: { ...base.arrays, columns: tags } };
  expect(values("share:tag:y", { ...data, samples })[0]).toBe(0.5);
});

test("the entropy of labels is 0 for one label and 1 where all are equally frequent", () => {
  const of = (counts: number[][], labels: number): number[] =>
    [...entropies({ composition: (k) => counts[k]!.map((count, label) => ({ label, count })), majority: [], purity: [] }, counts.length, labels)];
  expect(of([[5], [3, 3], [], [1, 1, 1, 1]], 2).slice(0, 3)).toEqual([0, 1, NaN]);
  expect(of([[2, 2], [1, 1, 1, 1]], 4)).toEqual([0.5, 1]);
  expect(values("entropy")[0]).toBeCloseTo(1);
});

test("pies have the parts in the order of colours, and the rest last", () => {
  const ranks = Int16Array.of(1, -1);
  const { offsets, colour, end } = piesOf(graph, chosenLabels(graph).nodeLabels!, ranks);
  expect([...colour.subarray(0, offsets[1])]).toEqual([labelIndex(1), OTHER]);
  expect([...end.subarray(0, offsets[1])]).toEqual([0.5, 1]);
  // Node 4 has no label at all.
  expect([...colour.subarray(offsets[4], offsets[5])]).toEqual([OTHER]);
});

test("pies show labels: they choose that colour, and another colour is no pie", () => {
  let state = startState(startView(small));
  state = reduce(state, { type: "pies", pies: true });
  expect(state.view).toMatchObject({ pies: true, colour: "label" });
  expect(encodeView(state.view, small)).toBe("layer=low&colour=label&pies=1");
  expect(reduce(state, { type: "colour", colour: "lens" }).view.pies).toBe(false);
  expect(decodeView("#pies=1&colour=lens", small)!.view).toMatchObject({ pies: false, colour: "lens" });
  expect(decodeView("#layer=low&pies=1", small)!.view.colour).toBe("label");
});

test("addresses name shares and numbers that are there, and no others", () => {
  for (const colour of ["share:a", "share:b & c/d, e=f", "share:tag:x", "number:age"] as const) {
    const view = { ...startView(manifest), colour };
    expect(decodeView(`#${encodeView(view, manifest)}`, manifest)).toEqual({ view, problems: [] });
  }
  for (const bad of ["share:z", "share:", "share", "number:confidence", "number:x", "shares:a"])
    expect(decodeView(`#colour=${bad}`, manifest)!.problems).toHaveLength(1);
  expect(coloursOf(manifest)).toContain("confidence");
  expect(coloursOf(small)).not.toContain("confidence");
  expect(shownFigures(manifest, "share:a").map(({ id }) => id).slice(-2)).toEqual(["number:age", "share:a"]);
});

test("a range of a number, of a share and of an entropy selects whole nodes", () => {
  const in_ = (text: string): number[] => {
    const source = { kind: "range", layer: "low", value: text } as const;
    return [...(selectionOf(source, data).members ?? [])];
  };
  const source = rangeSource("low", { colour: "number:age", low: 30, high: 50, column: "tag" });
  expect(source.value).toBe("30,50:number:age");
  expect(in_(source.value)).toEqual([0, 3, 2, 0, 0]);
  expect(in_("0.4,1:share:a")).toEqual([4, 3, 0, 0, 0]);
  expect(in_("0.9,1:entropy")).toEqual([4, 0, 0, 3, 0]);
  expect(in_("1,2:number:x")).toEqual([]);
  expect(rangeOf("0,1:entropy:tag")).toMatchObject({ colour: "entropy", column: "tag" });
  const given = `#layer=low&range=${encodeURIComponent("30,50:number:age")}`;
  expect(decodeView(given, manifest)!.view.marked).toEqual(source);
});

const chosen: ChosenColour[] = [
  { label: "l13", colour: "010203" },
  { label: "l0", colour: "ffffff" },
];
const column: LabelColumn = { name: null, labels: Array.from({ length: 15 }, (_, k) => `l${k}`) };

test("a chosen colour replaces that of a label, and gives a rare label one", () => {
  const ranks = labelRanks(column.labels, null, chosen);
  expect([ranks[0], ranks[11], ranks[12], ranks[13]]).toEqual([0, 11, -1, 12]);
  const plain = Array.from({ length: OTHER + 1 }, () => [9, 9, 9] as const);
  const colours = withChosen(plain, column.labels, ranks, chosen);
  expect(colours[RAMP_STEPS]).toEqual([255, 255, 255]);
  expect(labelIndex(ranks[13]!)).toBe(OTHER + 1);
  expect(colours[OTHER + 1]).toEqual([1, 2, 3]);
  expect(colours[OTHER]).toEqual([9, 9, 9]);
  expect([shapeOf(labelIndex(0)), shapeOf(OTHER + 1)]).toEqual(["circle", "circle"]);
});

test("a palette in an address names labels that are there, and colours of six digits", () => {
  const labels = { labels: ["a", "b:ffffff,b", "c"], columns: [] };
  for (const palette of [chosenAs(["a", "c"]), chosenAs(["b:ffffff,b"]), []])
    expect(paletteFrom(paletteInWords(palette), labels)).toEqual(palette.length ? palette : []);
  for (const bad of ["a", "a:fff", "a:gggggg", "z:000000", "a:000000,a:111111", "a:000000,", "A:000000", "a:00000G"])
    expect(paletteFrom(bad, labels)).toBeUndefined();
});

test("a column of labels is counted for its pies as well", () => {
  const label = Int16Array.of(0, 0, 1, 1, -1, 0, 0, 0, 1, 1);
  const { colour, offsets } = piesOf(graph, countedLabels(graph, rows, label), Int16Array.of(0, 1));
  expect([...colour.subarray(offsets[1], offsets[2])]).toEqual([labelIndex(1), OTHER]);
  expect(lookIn(graph, "share:a").figure.legend).toBe("share of a");
});

function chosenAs(labels: readonly string[]): ChosenColour[] {
  return labels.map((label, k) => ({ label, colour: `00000${k}` }));
}
