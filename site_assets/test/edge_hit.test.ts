import { expect, test } from "vitest";
import { edgeAt } from "../src/data/edge_hit";
import { graphOf } from "../src/data/graph";
import { smallArrays, smallGraph } from "./world";

const graph = smallGraph();

test("the nearest edge within the radius is found, and none beyond its ends", () => {
  expect(edgeAt(graph, 0.5, 0.1, 0.2)).toBe(0);
  expect(edgeAt(graph, 0.06, -0.5, 0.2)).toBe(1);
  expect(edgeAt(graph, -0.5, 0.05, 0.2)).toBe(2);
  expect(edgeAt(graph, 1.3, 0.1, 0.2)).toBeNull();
  expect(edgeAt(graph, 0.5, 0.4, 0.2)).toBeNull();
});

test("hidden edges are not found, and an edge without length is a point", () => {
  expect(edgeAt(graph, 0.5, 0.1, 0.2, (edge) => edge !== 0)).toBeNull();
  const same = graphOf({ ...smallArrays(), x: new Float32Array(5), y: new Float32Array(5) }, []);
  expect(edgeAt(same, 0.1, 0, 0.2)).toBe(0);
  expect(edgeAt(same, 0.3, 0, 0.2)).toBeNull();
});
