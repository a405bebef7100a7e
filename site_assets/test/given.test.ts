// An exploration of a graph that another tool has made, without vectors and without a lens.
import { expect, test } from "vitest";
import { exemplarsOf } from "../src/data/exemplars";
import { graphOf } from "../src/data/graph";
import type { Manifest } from "../src/data/schema";
import { graphName, intervalInWords, lensesOf, nodeName } from "../src/look/describe";
import { coloursOf, figuresOf, firstColour, hasVectors, scaleOf, figureOf } from "../src/look/figures";
import { ordersOf } from "../src/look/lines";
import { search } from "../src/state/search";
import { startView } from "../src/state/state";
import { chosenLabels, dataOf, layer, manifest, smallArrays } from "./world";

const bare = { ...layer, channels: 0, intervals: [], stability: null, unjudged: "No vectors." };
const given: Manifest = { ...manifest, given: true, lens: null, labels: [], layers: [bare] };
const names = ["cube0_cluster0", "cube1_cluster0", "cube1_cluster1", "cube2_cluster0", "x"];
const graph = graphOf(smallArrays(), [], names);

test("nodes are coloured by what there is: lens, value, label, else members", () => {
  expect(coloursOf(given)).toEqual(["members"]);
  expect([given, manifest].map(firstColour)).toEqual(["members", "lens"]);
  expect(firstColour({ ...given, labels: ["a"] })).toBe("label");
  expect(firstColour({ ...given, labels: ["a"], node_value: "score" })).toBe("value");
  expect(startView(given).colour).toBe("members");
  expect(coloursOf(manifest)).not.toContain("members");
});

test("figures of vectors and of a lens are not there", () => {
  expect(figuresOf(given).map(({ id }) => id)).toEqual(["members", "neighbours"]);
  expect(hasVectors(given)).toBe(false);
  expect(lensesOf(given)).toEqual([]);
  expect(ordersOf(given)[0]).toEqual(["near", "number of the row"]);
});

test("a value that is unknown for some nodes does not spoil the scale", () => {
  const some = { ...graph, node_value: Float32Array.of(2, NaN, 5, 3, NaN) };
  expect(scaleOf(figureOf("value"), bare, some.node_value)).toEqual({ low: 2, high: 5 });
});

test("a node is found by its name in the file, and announced with it", () => {
  const empty = { labels: [], values: [], origins: [], samples: [], structures: [], texts: null };
  const found = search("cube1", { ...empty, nodes: graph.ids, names });
  expect(found).toEqual([
    { kind: "node", value: graph.ids[1], name: "cube1_cluster0" },
    { kind: "node", value: graph.ids[2], name: "cube1_cluster1" },
  ]);
  const said = nodeName(graph, 1, { manifest: given, ...chosenLabels(graph, given) });
  expect(said).toContain(`Node ${graph.ids[1]!}, cube1_cluster0, `);
  expect(graphName(bare, given)).toMatch(/^Mapper graph: 5 nodes/);
});

test("the element of the cover is named where it is known", () => {
  expect(intervalInWords(3, bare, given)).toBeNull();
  expect(intervalInWords(3, { ...bare, intervals: [4] }, given)).toBe("element 3 of the cover");
});

test("members that are drawn have no similarity", () => {
  const drawn = {
    ...graph,
    exemplar_offsets: Uint32Array.of(0, 2, 2, 2, 2, 2),
    exemplar_kind: Uint8Array.of(3, 3),
    exemplar_row: Uint32Array.of(0, 1),
    exemplar_similarity: new Float32Array(0),
  };
  const found = exemplarsOf(dataOf(drawn), 0, "member");
  expect(found.map(({ row, similarity }) => [row, similarity])).toEqual([[0, null], [1, null]]);
});
