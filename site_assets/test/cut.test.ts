import { expect, test } from "vitest";
import families from "../../tests/fixtures/cut/families.json";
import { type Cut, cutAt, roomFor, treesOf } from "../src/data/cut";
import { type Chunks, fromBase64, gunzip, parseChunk } from "../src/data/decode";

interface Expected {
  readonly cover: number;
  readonly level: number;
  readonly nodes: Readonly<Record<string, readonly number[]>>;
  readonly edges: readonly (readonly number[])[];
  readonly shared: readonly number[];
  readonly jaccard: readonly number[];
  readonly structures: readonly unknown[];
}

async function familyOf(name: keyof typeof families): Promise<Chunks["family"]> {
  return parseChunk(await gunzip(fromBase64(families[name].chunk)), "family");
}

/** A cut as the fixture has it. */
function plain(cut: Cut): Omit<Expected, "cover" | "level" | "structures"> {
  const nodes: Record<string, number[]> = {};
  for (let i = 0; i < cut.nNodes; i++)
    nodes[`i${cut.interval[i]!}c${cut.cluster[i]!}`] = [
      ...cut.members.subarray(cut.offsets[i], cut.offsets[i + 1]),
    ];
  const edges = Array.from({ length: cut.nEdges }, (_, e) => [cut.source[e]!, cut.target[e]!]);
  return {
    nodes,
    edges,
    shared: [...cut.shared.subarray(0, cut.nEdges)],
    jaccard: [...cut.jaccard.subarray(0, cut.nEdges)],
  };
}

const names = Object.keys(families) as (keyof typeof families)[];

test.each(names)("%s: nodes and edges are those that Python finds", async (name) => {
  const chunk = await familyOf(name);
  const graphs = families[name].graphs as unknown as readonly Expected[];
  const rooms = chunk.header.covers.map((_, cover) => {
    const trees = treesOf(chunk, cover);
    return { trees, room: roomFor(trees) };
  });
  expect(graphs.length).toBeGreaterThan(1);
  // Backwards too: nothing may be left over from the cut before.
  for (const graph of [...graphs, ...graphs.slice().reverse()]) {
    const { trees, room } = rooms[graph.cover]!;
    const { cover: _cover, level, structures: _structures, ...wanted } = graph;
    const found = plain(cutAt(trees, level, room));
    expect(found).toEqual(wanted);
    expect(Object.keys(found.nodes)).toEqual(Object.keys(wanted.nodes));
  }
});

test("below the first level there is nothing, from the last on no more changes", async () => {
  const trees = treesOf(await familyOf("blobs"), 0);
  const room = roomFor(trees);
  expect(cutAt(trees, -1, room).nNodes).toBe(0);
  expect(room.nEdges).toBe(0);
  const last = plain(cutAt(trees, 253, room));
  expect(plain(cutAt(trees, 254, room))).toEqual(last);
  const ids = Object.keys(last.nodes);
  expect(ids.every((id) => id.endsWith("c0"))).toBe(true);
});

test("the header says how many border rows could be labelled otherwise", async () => {
  const { header, arrays } = await familyOf("grid");
  const room = roomFor(treesOf({ header, arrays }, 0));
  const at = header.own!;
  cutAt(treesOf({ header, arrays }, 0), at, room);
  const trees = treesOf({ header, arrays }, 0);
  let borders = 0;
  for (let m = 0; m < trees.core.length; m++)
    if (trees.core[m]! > at && room.node[m]! >= 0) borders++;
  expect(arrays.borders[at]).toBe(borders);
  expect(arrays.ambiguous[at]!).toBeLessThanOrEqual(borders);
});
