import type { Graph } from "../src/data/graph";
import { expect, test } from "vitest";
import {
  between,
  clamped,
  home,
  panned,
  transformOf,
  viewportFor,
  zoomedAt,
} from "../src/look/camera";
import { stepOf, thresholdAt } from "../src/views/controls_view";
import {
  figure,
  intervalInWords,
  lensInWords,
  nodeName,
  percent,
  plural,
} from "../src/look/describe";
import { commandFor } from "../src/state/keyboard";
import { roundCounts } from "../src/look/sizes";
import { screenRadius, type Scene } from "../src/draw/graph_painter";
import { paletteFor, rampIndex, RAMP_STEPS } from "../src/look/palette";
import { search } from "../src/state/search";
import { packed, splat, stampOf } from "../src/draw/splat";
import { tileOf } from "../src/kinds/images/sheets";
import { chosenLabels, layer, manifest, smallGraph } from "./world";

const named = (graph: Graph) => ({ manifest, ...chosenLabels(graph) });
const bounds = { left: 0, top: 0, right: 10, bottom: 5 };
const viewport = viewportFor(bounds, 400, 300, { padding: 0, maxScale: 100, closest: 400 });

test("everything fits at zoom 1, centred", () => {
  const { k, ox, oy } = transformOf(home(viewport), viewport);
  expect([k, ox, oy + 2.5 * k]).toEqual([40, 0, 150]);
});

test("zooming leaves the point under the pointer where it is", () => {
  const camera = { x: 5, y: 2.5, zoom: 2 };
  const [sx, sy] = [130, 90];
  const before = transformOf(camera, viewport);
  const after = transformOf(zoomedAt(camera, viewport, 1.7, [sx, sy]), viewport);
  expect((sx - after.ox) / after.k).toBeCloseTo((sx - before.ox) / before.k, 9);
  expect((sy - after.oy) / after.k).toBeCloseTo((sy - before.oy) / before.k, 9);
});

test("panning stays where there is something to see, flying ends at its goal", () => {
  const far = panned({ x: 5, y: 2.5, zoom: 1 }, viewport, -1e6, 1e6);
  expect([far.x, far.y]).toEqual([10, 0]);
  expect(clamped({ x: 0, y: 0, zoom: 1e9 }, viewport).zoom).toBe(viewport.maxZoom);
  const goal = { x: 3, y: 1, zoom: 4 };
  const end = between({ x: 0, y: 0, zoom: 1 }, goal, 1);
  expect(end.x).toBeCloseTo(3);
  expect(end.zoom).toBeCloseTo(4);
});

test("content is as large as there is room, so that none lies on another", () => {
  const graph = smallGraph();
  const looks = Array.from({ length: graph.n }, () => ({ radius: 0.5 }));
  const scene = { graph, looks, contents: true } as unknown as Scene;
  for (const k of [15, 40, 200]) {
    const r = (node: number): number => screenRadius(scene, node, k);
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
    ] as const) {
      const apart = Math.hypot(graph.x[a]! - graph.x[b]!, graph.y[a]! - graph.y[b]!) * k;
      expect(r(a) + r(b)).toBeLessThanOrEqual(Math.max(10, apart));
    }
  }
  expect(screenRadius(scene, 4, 40)).toBeGreaterThan(20);
});

test("search puts the same before beginnings before words before the rest", () => {
  const catalogue = {
    labels: ["tomcat", "cat", "black cat", "catfish", "dog"],
    nodes: ["i1c0", "i11c0"],
    values: ["animal:lion"],
    texts: null,
    origins: ["cat.png"],
    structures: [],
    names: [],
    samples: ["cat-1", "cat-2"],
  };
  expect(search("cat", catalogue).map((result) => result.value)).toEqual([
    "cat",
    "catfish",
    "black cat",
    "tomcat",
    "cat.png",
    "cat-1",
    "cat-2",
  ]);
  expect(search(" I1C", catalogue)).toEqual([{ kind: "node", value: "i1c0" }]);
  expect(search("zebra", catalogue)).toEqual([]);
  expect(search("", catalogue).map((result) => result.kind)).toEqual(Array(5).fill("label"));
});

test("keys; letters and signs can be switched off, arrows cannot", () => {
  const key = (name: string, more = {}) => ({
    key: name,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...more,
  });
  expect(commandFor(key("ArrowUp"), false)).toEqual({ do: "walk", way: [0, -1] });
  expect(commandFor(key("/"), true)).toEqual({ do: "search" });
  expect(commandFor(key("/"), false)).toBeNull();
  expect(commandFor(key("p", { ctrlKey: true }), true)).toBeNull();
  expect(commandFor(key("Enter", { shiftKey: true }), false)).toEqual({ do: "path" });
  expect(commandFor(key("x"), true)).toBeNull();
  expect(commandFor(key("toString"), true)).toBeNull();
});

test("numbers for people", () => {
  expect([0, 0.00012, 0.1234, 12.345, 1234.5, -3].map(figure)).toEqual([
    "0",
    "1.2e-4",
    "0.123",
    "12.3",
    "1,235",
    "-3",
  ]);
  expect([0, 0.001, 0.5, 0.999, 1].map(percent)).toEqual([
    "0 %",
    "< 1 %",
    "50 %",
    "> 99 %",
    "100 %",
  ]);
  expect([plural(1, "edge"), plural(2000, "edge")]).toEqual(["1 edge", "2,000 edges"]);
  expect(nodeName(smallGraph(), 1, named(smallGraph()))).toBe(
    "Node i1c0, 3 members, mostly a, 100 %, mean L2 norm 2, 1 neighbour",
  );
  expect(nodeName(smallGraph(), 4, named(smallGraph()))).toBe(
    "Node i12c3, 1 member, mean L2 norm 5, 0 neighbours",
  );
});

test("lenses and intervals in words", () => {
  const names = [
    "l1_norm",
    "component:3",
    "knn_distance",
    "logit:sea star",
    "probability:sea star",
    "entropy",
    "metadata: age",
    "raw:l2_norm",
    "raw:component:2",
    "file:lenses/my.py:spread",
    "own",
  ];
  expect(names.map(lensInWords)).toEqual([
    "L1 norm",
    "principal component 3",
    "distance to the 5 nearest rows",
    "logit of sea star",
    "probability of sea star",
    "entropy of the prediction",
    "age",
    "L2 norm of the rows before preparation",
    "principal component 2 of the rows before preparation",
    "spread in lenses/my.py",
    "own",
  ]);
  expect(intervalInWords(12, layer, manifest)).toBe("interval 12 of the lens");
  expect(intervalInWords(12, { ...layer, ball_radius: 0.5 }, manifest)).toBe("ball 12");
  const two = { ...manifest, second_lens: "component:1" };
  expect(intervalInWords(14, { ...layer, intervals: [4, 5] }, two)).toBe(
    "box 14: interval 2 of L2 norm, 4 of principal component 1",
  );
  const graph = { ...smallGraph(), second_lens: Float32Array.of(0, -0.5, 1, 1, 1) };
  expect(nodeName(graph, 1, { ...named(graph), manifest: two })).toContain("mean L2 norm 2, mean principal component 1 -0.5");
});

test("the legend's counts are round and in order", () => {
  expect(roundCounts(847)).toEqual([20, 100, 500]);
  expect(roundCounts(1)).toEqual([1]);
  for (let largest = 1; largest < 3000; largest += 7) {
    const counts = roundCounts(largest);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts.at(-1)).toBeLessThanOrEqual(largest);
  }
});

test("the slider's steps come back as they went in", () => {
  for (let step = 0; step <= 100; step++)
    expect(thresholdAt(stepOf(thresholdAt(step)))).toBe(thresholdAt(step));
  expect([thresholdAt(0), thresholdAt(100)]).toEqual([0, 1]);
});

test("ramps run from end to end", () => {
  expect([rampIndex(0, 0, 1), rampIndex(1, 0, 1), rampIndex(-9, 0, 1), rampIndex(9, 0, 1)]).toEqual(
    [0, RAMP_STEPS - 1, 0, RAMP_STEPS - 1],
  );
  expect(paletteFor(false, [1, 2, 3]).ramp[0]).toEqual([0x44, 0x01, 0x54]);
});

test("points are written where they belong and nowhere else", () => {
  const image = new Uint32Array(20 * 10);
  const ink = {
    paper: [255, 255, 255] as const,
    colours: [
      [10, 20, 30],
      [200, 0, 0],
    ] as const,
    dot: 1,
  };
  const at = { k: 1, ox: 0, oy: 0, zoom: 1 };
  const points = {
    x: Uint16Array.of(3, 19, 900),
    y: Uint16Array.of(4, 9, 4),
    colour: Uint8Array.of(0, 1, 1),
    lit: null,
  };
  splat(image, 20, points, at, ink);
  const written = [...image.entries()].filter(([, value]) => value !== 0xffffffff).map(([i]) => i);
  expect(written.length).toBe(2);
  expect(image[written[0]!]).toBe(packed([10, 20, 30]));
  splat(image, 20, { ...points, lit: Uint8Array.of(0, 1, 0) }, at, ink);
  expect(image[written[0]!]! & 255).toBeGreaterThan(200);
});

test("a stamp covers as much as its disc", () => {
  const { cover } = stampOf(7);
  const area = cover.reduce((sum, share) => sum + share, 0) / 256;
  expect(Math.abs(area - Math.PI * 3.5 ** 2)).toBeLessThan(1.5);
});

test("picture k is on the first sheet whose counts, added up, exceed k", () => {
  const sheets = [
    { file: "a", tile: 8, columns: 2, count: 3 },
    { file: "b", tile: 8, columns: 2, count: 3 },
  ];
  expect(tileOf(sheets, 2)).toMatchObject({ sheet: sheets[0], column: 0, row: 1, rows: 2 });
  expect(tileOf(sheets, 3)).toMatchObject({ sheet: sheets[1], column: 0, row: 0 });
  expect(tileOf(sheets, 6)).toBeNull();
});
