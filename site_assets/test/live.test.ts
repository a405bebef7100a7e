/// <reference types="vite/client" />
import { expect, test } from "vitest";
import definitions from "../../docs/structures.md?raw";
import type { LayerData } from "../src/data/layer";
import { wayOf } from "../src/data/live/coarseness";
import { recurrenceOf } from "../src/data/live/recurrence";
import { changesOf } from "../src/data/live/changes";
import { matched, type Reference } from "../src/data/live/matching";
import { placeOf, spotOf } from "../src/data/live/place";
import { structuresOf } from "../src/data/live/shape";
import { lentTo } from "../src/data/live/types";
import { inverse, listOf, type Lists } from "../src/data/graph";
import { familyOf, graphsOf, liveOf, type Name } from "./family";

const NAMES: readonly Name[] = ["blobs", "grid", "heavy", "few", "same", "ring"];

function lists(...nodes: number[][]): Lists {
  const offsets = [0];
  for (const node of nodes) offsets.push(offsets.at(-1)! + node.length);
  return { offsets: Uint32Array.from(offsets), values: Uint32Array.from(nodes.flat()) };
}

function reference(...nodes: number[][]): Reference {
  const { offsets, values } = lists(...nodes);
  return {
    nodes: inverse(offsets, values, 100),
    sizes: Uint32Array.from(nodes, (node) => node.length),
    ids: nodes.map((_, k) => `i${k}c0`),
  };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, k) => from + k);

test("the graph at the author's cover and eps is the author's", async () => {
  for (const name of ["grid", "same", "ring"] as const) {
    const live = await liveOf(name);
    const { graph, rows, live: known } = live.at({ cover: null, level: null })!;
    const { author } = live;
    expect(graph.ids).toEqual(author.graph.ids);
    expect(rows!.members).toEqual(author.rows.members);
    for (const array of ["x", "y", "source", "target", "jaccard", "lens", "cohesion"] as const)
      expect(graph[array]).toEqual(author.graph[array]);
    expect(known!.changes.same).toEqual(author.graph.ids.map((_, node) => [node, node]));
    expect([...known!.matching.to.jaccard].every((jaccard) => jaccard === 1)).toBe(true);
  }
});

test("structures are those that Python finds", async () => {
  for (const name of NAMES) {
    const live = await liveOf(name);
    for (const { cover, level, structures } of graphsOf(name)) {
      const found = live.atSpot({ cover, level }).graph.structures;
      expect(found.map(({ id, nodes, arms, rows }) => [id, nodes, arms, rows])).toEqual(structures);
      expect(found.every(({ bootstrap, stable }) => bootstrap === null && !stable)).toBe(true);
    }
  }
});

test("structures are those of the worked examples in docs/structures.md", () => {
  const examples = [...definitions.matchAll(/```example\n(.*?)```/gs)].map((match) => match[1]!);
  expect(examples.length).toBeGreaterThan(3);
  for (const example of examples) {
    const [edges = "", wanted = ""] = example.split("\n\n");
    expect(foundIn(edges)).toEqual(
      wanted.trim().split("\n").filter((line) => !line.startsWith("largest_component")),
    );
  }
});

/** The structures of a graph of edges: 10 rows of its own for each node, 5 for each edge. */
function foundIn(text: string): string[] {
  const lines = [...text.matchAll(/(\w+) - (\w+)(?: \((\d+)\))?/g)];
  const ids = [...new Set(lines.flatMap(([, u, v]) => [u!, v!]))].sort();
  const rows: number[][] = ids.map((_, node) => range(10 * node, 10 * node + 10));
  let next = 1000;
  const shared = lines.map(([, , , count]) => Number(count ?? 5));
  const source = lines.map(([, u]) => ids.indexOf(u!));
  const target = lines.map(([, , v]) => ids.indexOf(v!));
  lines.forEach((_, edge) => {
    for (let k = 0; k < shared[edge]!; k++, next++) {
      rows[source[edge]!]!.push(next);
      rows[target[edge]!]!.push(next);
    }
  });
  const jaccard = shared.map(
    (count, k) => count / (rows[source[k]!]!.length + rows[target[k]!]!.length - count),
  );
  const rowsOf = (nodes: readonly number[]): number =>
    new Set(nodes.flatMap((node) => rows[node]!)).size;
  const shape = { n: ids.length, ids, source, target, shared, jaccard, nRows: rowsOf([...ids.keys()]), rowsOf };
  const words = (nodes: readonly number[]): string => nodes.map((node) => ids[node]!).join(" ");
  return structuresOf(shape).map(({ id, kind, nodes, arms }) =>
    kind === "bifurcation"
      ? `${id}: ${[words(nodes.slice(0, 1)), ...arms.map(words)].join(" | ")}`
      : `${id}: ${words(nodes)}`,
  );
}

test("what stays, splits, merges, vanishes and is new is counted", () => {
  const author = [range(0, 10), range(10, 20), range(20, 24), range(24, 28), range(30, 40), range(90, 95)];
  const nodes = [range(0, 9), range(10, 15), range(15, 20), range(20, 28), range(50, 60)];
  const changes = changesOf(
    matched(lists(...nodes), [], reference(...author)),
    Uint32Array.from(author, (node) => node.length),
    0.5,
  );
  expect(changes).toEqual({
    same: [[0, 0]],
    split: [{ author: 1, nodes: [1, 2] }],
    merged: [{ node: 3, authors: [2, 3] }],
    fresh: [4],
    gone: [4, 5],
  });
});

test("a node that lost half of its rows is another one", () => {
  const author = [range(0, 10)];
  const after = (rows: number[]): number[] => {
    const changes = changesOf(matched(lists(rows), [], reference(...author)), Uint32Array.of(10), 0.5);
    return [changes.same.length, changes.fresh.length, changes.gone.length];
  };
  expect(after(range(0, 5))).toEqual([1, 0, 0]);
  expect(after(range(0, 4))).toEqual([0, 1, 1]);
});

function plain({ graph }: LayerData): unknown {
  return [graph.ids, [...graph.x], [...graph.y], [...graph.lens], graph.structures];
}

test("the same place has the same graph and layout, whatever was seen before", async () => {
  const [one, other] = [await liveOf("ring"), await liveOf("ring")];
  const levels = [...one.header.levels.keys()];
  for (const level of levels) one.atSpot({ cover: 0, level });
  for (const spot of [{ cover: 1, level: 40 }, { cover: 0, level: 20 }, { cover: 1, level: 80 }])
    expect(plain(one.atSpot(spot))).toEqual(plain(other.atSpot(spot)));
});

test("every node has a place within the author's window", async () => {
  for (const name of NAMES) {
    const live = await liveOf(name);
    for (const { cover, level } of graphsOf(name)) {
      const { graph } = live.atSpot({ cover, level });
      const { left, right, top, bottom } = live.author.graph.bounds;
      const room = 1e-5;
      expect([...graph.x].every((x) => x >= left - room && x <= right + room)).toBe(true);
      expect([...graph.y].every((y) => y >= top - room && y <= bottom + room)).toBe(true);
      expect(graph.bounds).toBe(live.author.graph.bounds);
    }
  }
});

test("nodes that are the author's stand where these do, with their cohesion and stability", async () => {
  const live = await liveOf("ring");
  const data = live.atSpot({ cover: 0, level: live.usual + 2 });
  const { same } = data.live!.changes;
  expect(same.length).toBeGreaterThan(2);
  for (const [node, author] of same) {
    expect([data.graph.x[node], data.graph.y[node]]).toEqual([
      live.author.graph.x[author],
      live.author.graph.y[author],
    ]);
    expect(data.graph.cohesion[node]).toBe(live.author.graph.cohesion[author]);
    expect(data.graph.node_bootstrap[node]).toBe(live.author.graph.node_bootstrap[author]);
    expect(lentTo(data, node)).toMatchObject({ node: author, data: live.author });
  }
  expect(data.graph.node_family).toHaveLength(0);
});

test("labels and the mean lens are those of the members", async () => {
  const live = await liveOf("ring");
  const { graph, rows } = live.atSpot({ cover: 1, level: 60 });
  const members = [...listOf(rows!.members, 0)];
  const ones = members.filter((row) => row % 3 === 1).length;
  const twos = members.filter((row) => row % 3 === 2).length;
  expect(graph.purity[0]).toBeCloseTo(Math.max(ones, twos) / (ones + twos), 6);
  expect(graph.majority[0]).toBe(ones >= twos ? 0 : 1);
  expect(graph.lens[0]).toBeCloseTo(members.reduce((a, b) => a + b, 0) / members.length, 3);
});

test("places are spots in words, and null is the author's", async () => {
  const { header } = await familyOf("ring");
  expect(placeOf(header, { cover: 0, level: header.own! })).toBeNull();
  for (let cover = 0; cover < header.covers.length; cover++)
    for (let level = 0; level < header.levels.length; level++) {
      const place = placeOf(header, { cover, level }) ?? { cover: null, level: null };
      expect(spotOf(header, place, 0)).toEqual({ cover, level });
    }
  expect(placeOf(header, { cover: 1, level: header.own! })).toEqual({ cover: "14x0.6", level: null });
  expect(spotOf(header, { cover: "99x0.3", level: null }, 0)).toBeNull();
});

test("without one eps the level is that with about as many members", async () => {
  const live = await liveOf("heavy");
  expect(live.header.own).toBeNull();
  expect(live.usual).toBe(0);
  expect(live.at({ cover: null, level: null })!.live!.spot).toEqual({ cover: 0, level: 0 });
});

test("the way from many small nodes to few large ones leads through the author's graph", async () => {
  const live = await liveOf("ring");
  const { spots, own } = wayOf(live);
  expect(spots[own]).toEqual({ cover: 0, level: live.usual });
  const counts = spots.map((spot) => live.labels(spot).nNodes);
  counts.slice(1).forEach((count, k) => expect(count).toBeLessThan(counts[k]!));
  spots.slice(1).forEach(({ level }, k) => expect(level).toBeGreaterThanOrEqual(spots[k]!.level));
  expect(spots.length).toBeGreaterThan(5);
});

test("a set of rows is found again in so many settings", async () => {
  const live = await liveOf("ring");
  const { rows } = live.author;
  const steps = recurrenceOf(live, listOf(rows.members, 0), 0.5, 0);
  let step = steps.next();
  while (!step.done) step = steps.next();
  const { settings, found, levels } = step.value;
  expect(settings).toBe(2 * live.header.levels.length);
  expect(levels[live.usual]).toBe(1);
  expect(found).toBeGreaterThanOrEqual(levels.reduce((sum, one) => sum + one, 0));
  const similar = live.header.levels.filter((_, level) => {
    const { to } = live.atSpot({ cover: 0, level }).live!.matching;
    return [...to.node].some((node, k) => node === 0 && to.jaccard[k]! >= 0.5);
  });
  expect(levels.reduce((sum, one) => sum + one, 0)).toBe(similar.length);
});

test("a graph of a sample says so; the author's place is the author's graph", async () => {
  const live = await liveOf("blobs");
  const { layer } = live.atSpot({ cover: 1, level: 30 });
  expect(layer.notices).toEqual(["This graph is of a sample: 100 of the 120 rows."]);
  expect(layer).toMatchObject({ n_intervals: [7], stability: null, eps: live.header.levels[30] });
  expect(placeOf(live.header, { cover: 0, level: live.header.own! })).toBeNull();
});
