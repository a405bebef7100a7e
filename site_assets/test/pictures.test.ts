import { expect, test } from "vitest";
import { agreementInWords, classesOf, signed } from "../src/look/classes";
import { exemplarsOf, kindsOf, pictureOf, thumbnailOf } from "../src/kinds/pictures";
import { reduce, startState, startView } from "../src/state/state";
import { stretch } from "../src/draw/sprites";
import { dataWithExemplars, manifest, samplesOf } from "./world";

const data = dataWithExemplars();

test("exemplars of one kind, in their order", () => {
  const rows = (node: number, kind: "nearest" | "spread" | "label"): number[] =>
    exemplarsOf(data, node, kind).map(({ row }) => row);
  expect([rows(0, "nearest"), rows(0, "spread"), rows(0, "label")]).toEqual([[2, 0], [3], [1]]);
  expect([rows(1, "nearest"), rows(1, "spread"), rows(2, "nearest")]).toEqual([[4], [], []]);
  expect([kindsOf(data, 0), kindsOf(data, 1), kindsOf(data, 4)]).toEqual([
    ["nearest", "spread", "label"],
    ["nearest"],
    [],
  ]);
});

test("an exemplar says what it sees and what it speaks for", () => {
  const [only] = exemplarsOf(data, 1, "nearest");
  expect(only!.seen.top).toBeCloseTo(0.2, 4);
  expect(only!.seen.bottom).toBeCloseTo(0.4, 4);
  expect(only!.speaksFor).toEqual({ name: "Egyptian cat", value: 2 });
  expect(exemplarsOf(data, 0, "spread")[0]!.speaksFor).toBeNull();
});

test("the nearest exemplar stands for a node without a feature visualisation", () => {
  expect(pictureOf(data, 0)).toMatchObject({ column: 0, row: 1 });
  expect(pictureOf(data, 4)).toBeNull();
});

test("a sample's thumbnail is a part of a tile, and only some have one", () => {
  const samples = samplesOf([]);
  const sheets = [
    { file: "shared.webp", tile: 512, columns: 1, count: 1 },
    { file: "own.webp", tile: 128, columns: 2, count: 3 },
  ];
  expect(thumbnailOf(sheets, samples, 2)).toMatchObject({
    tile: { sheet: sheets[0] },
    place: { top: 0, left: 0, bottom: 1, right: 1 },
  });
  const second = thumbnailOf(sheets, samples, 7)!;
  expect(second.tile).toMatchObject({ sheet: sheets[1], column: 0, row: 1 });
  expect(second.place.left).toBeCloseTo(0.2, 4);
  expect([0, 3, 9].map((sample) => thumbnailOf(sheets, samples, sample))).toEqual([
    null,
    null,
    null,
  ]);
});

test("a stretch of a sheet fills an element", () => {
  // A size and a position in percent mean: what lies at start of the sheet lies at the start of
  // the element, and so with the end.
  for (const [start, length, total] of [
    [0, 1, 1],
    [2, 1, 4],
    [3.25, 0.125, 4],
    [0, 4, 4],
  ] as const) {
    const [position, size] = stretch(start, length, total);
    const scale = size / 100 / total;
    const offset = (position / 100) * (1 - size / 100);
    expect(offset + start * scale).toBeCloseTo(0, 9);
    expect(offset + (start + length) * scale).toBeCloseTo(1, 9);
  }
});

test("classes spoken for and against, each with its share of the largest", () => {
  expect(classesOf(data, 0)).toEqual({
    supported: [
      { name: "Egyptian cat", value: 0.5, share: 0.5 },
      { name: "tabby", value: 0.25, share: 0.25 },
    ],
    opposed: [
      { name: "plane", value: -1, share: 1 },
      { name: "ship", value: -0.125, share: 0.125 },
    ],
  });
  expect(classesOf(data, 1)).toBeNull();
  const without = { ...data, graph: { ...data.graph, attribution_offsets: new Uint32Array(0) } };
  expect(classesOf(without, 0)).toBeNull();
});

test("logits with their sign", () => {
  expect([0.423, -0.1, 1.234, 12.3, -9.99].map(signed)).toEqual([
    "+0.42",
    "−0.10",
    "+1.2",
    "+12",
    "−10.0",
  ]);
});

test("what is hardly foretold is said to be", () => {
  expect(agreementInWords(0.87)).toContain("much as this says (correlation 0.87)");
  expect(agreementInWords(0.5)).toContain("roughly so");
  expect(agreementInWords(0.36)).toContain("often otherwise");
});

test("the kind of exemplars stays from node to node, from layer to layer, and in other views", () => {
  const start = startState(startView(manifest));
  const spread = reduce(start, { type: "exemplars", kind: "spread" });
  const elsewhere = reduce(spread, { type: "select", node: "i1c0", index: 1 });
  const layer = reduce(elsewhere, { type: "layer", layer: "high" });
  const opened = reduce(layer, { type: "open", view: start.view, notes: [] });
  expect([spread, elsewhere, layer, opened].map(({ exemplars }) => exemplars)).toEqual(
    Array(4).fill("spread"),
  );
});
