import { expect, test } from "vitest";
import { agreementInWords, classesOf, signed } from "../src/look/classes";
import { exemplarKindsOf, exemplarsOf } from "../src/data/exemplars";
import { pictureOf, seenBy, thumbnailOf } from "../src/kinds/images/pictures";
import { reduce, selectNode, startState, startView } from "../src/state/state";
import { stretch } from "../src/kinds/images/sheets";
import { dataWithExemplars, manifest, samplesOf } from "./world";

const data = dataWithExemplars();

test("exemplars of one kind, in their order", () => {
  const rows = (node: number, kind: "nearest" | "spread" | "label"): number[] =>
    exemplarsOf(data, node, kind).map(({ row }) => row);
  expect([rows(0, "nearest"), rows(0, "spread"), rows(0, "label")]).toEqual([[2, 0], [3], [1]]);
  expect([rows(1, "nearest"), rows(1, "spread"), rows(2, "nearest")]).toEqual([[4], [], []]);
  expect([exemplarKindsOf(data, 0), exemplarKindsOf(data, 1), exemplarKindsOf(data, 4)]).toEqual([
    ["nearest", "spread", "label"],
    ["nearest"],
    [],
  ]);
});

test("an exemplar has a part of its input and the class with the largest attribution", () => {
  const [only] = exemplarsOf(data, 1, "nearest");
  expect(seenBy(data, only!).top).toBeCloseTo(0.2, 4);
  expect(seenBy(data, only!).bottom).toBeCloseTo(0.4, 4);
  expect(only!.attribution).toEqual({ name: "Egyptian cat", value: 2 });
  expect(exemplarsOf(data, 0, "spread")[0]!.attribution).toBeNull();
});

test("the nearest exemplar stands for a node without a feature visualisation", () => {
  expect(pictureOf(data, 0)).toMatchObject({ column: 0, row: 1 });
  expect(pictureOf(data, 4)).toBeNull();
});

test("a sample's thumbnail is a part of a tile, and only some have one", () => {
  const samples = samplesOf([]);
  const sheets = samples.look.header.sheets;
  expect(thumbnailOf(samples, 2)).toMatchObject({
    tile: { sheet: sheets[0] },
    part: { top: 0, left: 0, bottom: 1, right: 1 },
  });
  const second = thumbnailOf(samples, 7)!;
  expect(second.tile).toMatchObject({ sheet: sheets[1], column: 0, row: 1 });
  expect(second.part.left).toBeCloseTo(0.2, 4);
  expect([0, 3, 9].map((sample) => thumbnailOf(samples, sample))).toEqual([null, null, null]);
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

test("classes with positive and negative attribution, each with its share of the largest", () => {
  expect(classesOf(data, 0)).toEqual({
    positive: [
      { name: "Egyptian cat", value: 0.5, share: 0.5 },
      { name: "tabby", value: 0.25, share: 0.25 },
    ],
    negative: [
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

test("the check by ablation in words", () => {
  expect(agreementInWords(0.87)).toContain("almost as predicted (correlation 0.87)");
  expect(agreementInWords(0.5)).toContain("roughly as predicted");
  expect(agreementInWords(0.36)).toContain("differently than predicted");
});

test("the kind of exemplars stays from node to node, from layer to layer, and in other views", () => {
  const start = startState(startView(manifest));
  const spread = reduce(start, { type: "exemplars", kind: "spread" });
  const elsewhere = reduce(spread, selectNode(data, 1));
  const layer = reduce(elsewhere, { type: "layer", layer: "high" });
  const opened = reduce(layer, {
    type: "open",
    view: start.view,
    notes: [],
    by: "link",
  });
  expect([spread, elsewhere, layer, opened].map(({ exemplars }) => exemplars)).toEqual(
    Array(4).fill("spread"),
  );
});
