import {
  compositionOf,
  counterpartOf,
  inverse,
  listOf,
  nextNodeOfRow,
} from "../src/data/graph";
import { radiusOf } from "../src/look/sizes";
import { expect, test } from "vitest";
import {
  appearance,
  colourIndex,
  type Look,
  rowColours,
} from "../src/look/appearance";
import { neighboursOf, type Shown } from "../src/look/edges";
import { Grid } from "../src/data/grid";
import { OTHER, RAMP_STEPS, shapeOf } from "../src/look/palette";
import { membersOf, type Samples } from "../src/data/layer";
import type { Colouring } from "../src/look/figures";
import { knownOf, selectionOf, shares } from "../src/state/selection";
import type { SampleSource } from "../src/state/source";
import { cycle, entrance, step } from "../src/state/walk";
import { dataOf, lookIn, manifest, samplesOf, smallGraph, smallRows } from "./world";

const graph = smallGraph();
const rows = smallRows();
const by = (colour: Colouring): Look => lookIn(graph, colour);
const look = by("lens");
const sharesOf = (source: SampleSource, samples: Samples | null = null): Float32Array | null => {
  const arrived = samples && rows;
  return shares(
    selectionOf(source, knownOf(dataOf(graph, arrived), samples, manifest)),
    graph,
  );
};

const above = (edges: number): Shown => ({ weight: "jaccard", edges });

test("names, members and neighbours", () => {
  expect(graph.ids).toEqual(["i0c0", "i1c0", "i1c1", "i2c0", "i12c3"]);
  expect([...membersOf(rows, 3)]).toEqual([1, 6, 7]);
  expect(neighboursOf(graph, 0, above(0)).map((each) => each.node)).toEqual([1, 2, 3]);
  expect(neighboursOf(graph, 0, above(0.15)).map((each) => each.node)).toEqual([1, 2]);
  expect(neighboursOf(graph, 4, above(0))).toEqual([]);
  expect(compositionOf(graph, 3)).toEqual([
    { label: 1, count: 2 },
    { label: 0, count: 1 },
  ]);
  expect([...graph.bySize]).toEqual([0, 1, 3, 2, 4]);
});

test("lists turned round", () => {
  const lists = inverse(Uint32Array.of(0, 2, 2, 4), Uint32Array.of(1, 3, 0, 1), 4);
  expect([0, 1, 2, 3].map((i) => [...listOf(lists, i)])).toEqual([[2], [0, 2], [], [0]]);
});

test("arrows follow the edge that leads that way, if it is shown", () => {
  expect(step(graph, 0, [1, 0], above(0))).toBe(1);
  expect(step(graph, 0, [0, -1], above(0))).toBe(2);
  expect(step(graph, 0, [-1, 0], above(0))).toBe(3);
  expect(step(graph, 0, [-1, 0], above(0.15))).toBeNull();
  expect(step(graph, 0, [0, 1], above(0))).toBeNull();
  expect(step(graph, 4, [-1, 0], above(0))).toBeNull();
});

test("brackets go round the neighbours by weight", () => {
  const order = [0, 1, 2, 3].reduce<number[]>(
    (seen, _) => [...seen, cycle(graph, 0, seen[seen.length - 1] ?? 0, 1, above(0))!.node],
    [],
  );
  expect(order).toEqual([1, 2, 3, 1]);
  expect(cycle(graph, 0, 1, -1, above(0))).toMatchObject({ node: 3, place: 3, of: 3 });
  expect(cycle(graph, 4, 4, 1, above(0))).toBeNull();
  expect([entrance(graph, null), entrance(graph, 2)]).toEqual([0, 2]);
});

test("colour, size and shape", () => {
  expect(appearance(0, look).colour).toBe(0);
  expect(appearance(4, look).colour).toBe(RAMP_STEPS - 1);
  expect(appearance(4, by("purity")).colour).toBe(OTHER);
  expect(appearance(2, by("label")).colour).toBe(RAMP_STEPS + 1);
  expect(appearance(4, by("label")).colour).toBe(OTHER);
  expect(radiusOf(4, 4)).toBeGreaterThan(radiusOf(1, 4));
  expect([0, 4, 8].map((rank) => shapeOf(RAMP_STEPS + rank))).toEqual([
    "circle",
    "square",
    "diamond",
  ]);
  expect(shapeOf(OTHER)).toBe("circle");
});

test("what holds nothing of a selection stands back", () => {
  const shares = sharesOf({ kind: "label", value: "a" })!;
  expect([...shares].map((share) => Number(share.toFixed(2)))).toEqual([0.5, 1, 0, 0.33, 0]);
  const filled = { ...look, fills: shares };
  expect(appearance(2, filled)).toMatchObject({ faded: true, fill: 0, share: 0 });
  expect(appearance(3, filled)).toMatchObject({ faded: false, fill: shares[3], share: 0 });
  const ringed = { ...look, rings: shares };
  expect(appearance(2, ringed)).toMatchObject({ faded: true, fill: 1, share: 0 });
  expect(appearance(1, ringed)).toMatchObject({ faded: false, fill: 1, share: 1 });
  // What has members of either is seen.
  expect(appearance(4, { ...filled, rings: new Float32Array(5).fill(1) }).faded).toBe(false);
});

test("a sample is found in its nodes once the names are there", () => {
  const ids = Array.from({ length: 10 }, (_, i) => `s${i}`);
  const samples = samplesOf(ids);
  const inNodes = sharesOf({ kind: "sample", value: "s1" }, samples)!;
  expect([...inNodes]).toEqual([0.25, 0, 0, Math.fround(1 / 3), 0]);
  expect([...sharesOf({ kind: "origin", value: "p" }, samples)!].map((s) => s > 0)).toEqual([
    false,
    true,
    true,
    true,
    true,
  ]);
  expect(sharesOf({ kind: "sample", value: "s1" })).toBeNull();
});

test("with two lenses nodes and rows can be coloured by the second", () => {
  const second = Float32Array.of(-1, 0, 1, 2, 3);
  const own = { ...rows, arrays: { ...rows.arrays, second_lens: Float32Array.of(-1, 3, 9) } };
  const two = lookIn({ ...graph, second_lens: second }, "second", undefined, own);
  expect([0, 1, 4].map((node) => colourIndex(node, two))).toEqual([0, 12, RAMP_STEPS - 1]);
  expect([...rowColours(two, own, null, "graph")]).toEqual([0, RAMP_STEPS - 1, RAMP_STEPS - 1]);
});

test("rows take the colour of their largest node; noise takes none", () => {
  const colours = rowColours(by("purity"), smallRows(Array(10).fill(0)), null, "graph");
  expect(colours[9]).toBe(OTHER);
  expect(colours[2]).toBe(appearance(0, by("purity")).colour);
  expect(colours[4]).toBe(appearance(1, by("purity")).colour);
});

test("a row is in several nodes; asking again goes on to the next", () => {
  const lists = rows.nodes;
  expect(nextNodeOfRow(graph, lists, 1, null)).toBe(3);
  expect(nextNodeOfRow(graph, lists, 1, 3)).toBe(0);
  expect(nextNodeOfRow(graph, lists, 1, 0)).toBe(3);
  expect(nextNodeOfRow(graph, lists, 9, null)).toBeNull();
});

test("each node has a counterpart in other layers, or none", () => {
  expect(counterpartOf(graph, 1, 1, 2)).toEqual({ id: "i1c0", jaccard: 0.5, shared: 2 });
  expect(counterpartOf(graph, 1, 0, 2)).toBeNull();
  expect(counterpartOf(graph, 4, 1, 2)).toBeNull();
});

test("the grid finds what brute force finds", () => {
  let seed = 3;
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const [x, y] = [0, 1].map(() => Float32Array.from({ length: 500 }, () => random() * 20 - 10)) as [
    Float32Array,
    Float32Array,
  ];
  const grid = new Grid(x, y);
  for (let i = 0; i < 200; i++) {
    const [px, py, reach] = [random() * 24 - 12, random() * 24 - 12, random() * 3];
    let [best, least] = [null as number | null, reach];
    for (let k = 0; k < 500; k++) {
      const distance = Math.hypot(x[k]! - px, y[k]! - py);
      if (distance <= least) [best, least] = [k, distance];
    }
    expect(grid.nearest(px, py, reach)).toBe(best);
  }
  expect(new Grid(new Float32Array(0), new Float32Array(0)).nearest(0, 0, 9)).toBeNull();
  expect(new Grid(Float32Array.of(2), Float32Array.of(3)).nearest(2, 3, 0.1)).toBe(0);
});
