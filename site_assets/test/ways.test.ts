import { expect, test } from "vitest";
import { graphOf } from "../src/data/graph";
import { componentOf, edgeBetween, nodesNear } from "../src/data/ways";
import { shortestPath } from "../src/tools/path";
import { smallArrays, smallGraph } from "./world";

const graph = smallGraph();

test("components and neighbourhoods follow the edges", () => {
  expect(componentOf(graph, 2).sort()).toEqual([0, 1, 2, 3]);
  expect(componentOf(graph, 4)).toEqual([4]);
  expect(nodesNear(graph, 1, 0)).toEqual([1]);
  expect(nodesNear(graph, 1, 1)).toEqual([1, 0]);
});

test("the shortest path is the one whose edges share most", () => {
  expect(shortestPath(graph, 1, 3)).toEqual([1, 0, 3]);
  expect(shortestPath(graph, 1, 1)).toEqual([1]);
  expect(shortestPath(graph, 1, 4)).toBeNull();
  // From 0 to 2 directly (0.9 long), or through 1 (0.2 + 0.3).
  const arrays = {
    ...smallArrays(),
    source: Uint32Array.of(0, 0, 1),
    target: Uint32Array.of(2, 1, 2),
    jaccard: Float32Array.of(0.1, 0.8, 0.7),
    edge_bootstrap: new Float32Array(0),
  };
  expect(shortestPath(graphOf(arrays, []), 0, 2)).toEqual([0, 1, 2]);
  expect(shortestPath(graphOf({ ...arrays, jaccard: Float32Array.of(0.6, 0.8, 0.7) }, []), 0, 2)).toEqual([0, 2]);
});

test("paths of random graphs are as short as those found by trying all", () => {
  let seed = 3;
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 20; round++) {
    const [source, target, jaccard]: [number[], number[], number[]] = [[], [], []];
    for (let a = 0; a < 5; a++)
      for (let b = a + 1; b < 5; b++)
        if (random() < 0.5) [source.push(a), target.push(b), jaccard.push(random())];
    const made = graphOf(
      {
        ...smallArrays(),
        source: Uint32Array.from(source),
        target: Uint32Array.from(target),
        jaccard: Float32Array.from(jaccard),
        edge_bootstrap: new Float32Array(0),
      },
      [],
    );
    const length = (path: readonly number[] | null): number =>
      path?.slice(1).reduce((sum, b, i) => sum + 1 - made.jaccard[edgeBetween(made, path[i]!, b)!]!, 0) ?? Infinity;
    expect(length(shortestPath(made, 0, 4))).toBeCloseTo(best(made, [0], 4, length), 5);
  }
});

function best(
  graph: ReturnType<typeof smallGraph>,
  path: readonly number[],
  to: number,
  length: (path: readonly number[]) => number,
): number {
  const here = path.at(-1)!;
  if (here === to) return length(path);
  const next = nodesNear(graph, here, 1).filter((node) => !path.includes(node));
  return Math.min(Infinity, ...next.map((node) => best(graph, [...path, node], to, length)));
}
