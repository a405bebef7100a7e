import { expect, test } from "vitest";
import { overlap } from "../src/draw/boxes";
import { placeCallOuts } from "../src/draw/callouts";
import { drawCaptions, leadersOf } from "../src/draw/captions";
import type { Scene } from "../src/draw/graph_painter";
import { Hits } from "../src/draw/hits";
import { MovingNodes } from "../src/draw/moving_nodes";
import type { Pen } from "../src/draw/pen";
import { publishedLabels } from "../src/data/label_columns";
import type { CallOut } from "../src/look/callouts";
import { isWanted } from "../src/tools/minimap";
import { smallGraph } from "./world";

const graph = smallGraph();
const scene = {
  graph,
  looks: Array.from({ length: graph.n }, () => ({ radius: 0.2, faded: false })),
  leaders: leadersOf(graph, publishedLabels(graph)),
  named: true,
  nameOf: (node: number) => `name ${node}`,
  theme: { paper: [0, 0, 0], ink: [1, 1, 1] },
  contents: false,
  content: () => null,
  shown: { weight: "jaccard", edges: 0.15 },
} as unknown as Scene;
const at = { k: 60, ox: 200, oy: 200, zoom: 1 };
const size = { width: 900, height: 400 };
const callout = (node: number): CallOut => ({
  node,
  id: graph.ids[node]!,
  members: "4 members",
  bars: [],
  more: "and 2 more labels",
});

function namesDrawn(zoom: number, k: number, named = scene): string[] {
  const drawn: string[] = [];
  const pen = {
    measureText: (text: string) => ({ width: 6 * text.length }),
    fillText: (text: string) => drawn.push(text),
    strokeText: () => undefined,
  } as unknown as Pen;
  drawCaptions(pen, named, { ...at, zoom, k }, size, []);
  return drawn;
}

test("call-outs cover neither their nodes nor each other", () => {
  const placed = placeCallOuts([callout(0), callout(1), callout(2)], scene, at, size);
  expect(placed).toHaveLength(3);
  placed.forEach(({ box }, i) => {
    const { x, y } = graph;
    const [sx, sy] = [x[i]! * at.k + at.ox, y[i]! * at.k + at.oy];
    const disc = { left: sx - 12, right: sx + 12, top: sy - 12, bottom: sy + 12 };
    expect(overlap(box, disc)).toBe(false);
    for (const other of placed.slice(i + 1)) expect(overlap(box, other.box)).toBe(false);
    expect(box.left >= 0 && box.right <= size.width && box.bottom <= size.height).toBe(true);
  });
});

test("a narrow window has one call-out, and a node outside the window none", () => {
  const narrow = placeCallOuts([callout(0), callout(1)], scene, at, { width: 320, height: 400 });
  expect(narrow.map(({ callout: { node } }) => node)).toEqual([1]);
  expect(placeCallOuts([callout(4)], scene, at, { width: 600, height: 400 })).toEqual([]);
});

test("from afar regions have names, and more nodes the nearer the reader is", () => {
  const far = namesDrawn(1, 60);
  expect(far).toHaveLength(scene.leaders.length);
  expect(namesDrawn(4, 60).length).toBeGreaterThan(far.length);
  expect(namesDrawn(1, 60, { ...scene, nameOf: () => null })).toEqual([]);
});

test("a pointer hits nodes before edges, and only edges that are shown", () => {
  const hits = new Hits();
  expect(hits.node(scene, at, 200, 200)).toBe(0);
  expect(hits.edge(scene, at, 200, 200)).toBeNull();
  expect(hits.edge(scene, at, 232, 203)).toBe(0);
  // Its Jaccard index is below the threshold.
  expect(hits.edge(scene, at, 170, 200)).toBeNull();
});

test("nodes begin where they were seen, and one can follow the pointer", () => {
  const moving = new MovingNodes();
  const other = { ...graph, x: graph.x.map((x) => x + 5) };
  moving.begin(other, at, { ...at, k: 30 });
  const now = moving.of(graph);
  expect(now.x[0]! * 30).toBeCloseTo(5 * 60, -1);
  moving.stop();
  moving.take(graph, 1, 2, 99);
  expect(moving.of(graph).x[1]).toBe(2);
  expect(moving.of(graph).y[1]).toBeCloseTo(graph.bounds.bottom, 5);
  expect(graph.x[1]).toBe(1);
});

test("phones have a minimap where readers ask for it", () => {
  expect([isWanted("auto", 479), isWanted("auto", 480)]).toEqual([false, true]);
  expect([isWanted("on", 320), isWanted("off", 1440)]).toEqual([true, false]);
});
