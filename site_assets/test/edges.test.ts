import { expect, test } from "vitest";
import {
  edgeClasses,
  edgeInWords,
  hasDoubtful,
  isDoubtful,
  neighboursOf,
  type Shown,
  shownInShort,
  shownInWords,
} from "../src/look/edges";
import { graphOf } from "../src/data/graph";
import { smallArrays, smallGraph } from "./world";

const graph = smallGraph();
/** The same graph where stability was not judged. */
const unjudged = graphOf({ ...smallArrays(), edge_bootstrap: new Float32Array(0) }, []);
const jaccard = (edges: number): Shown => ({ weight: "jaccard", edges });
const stability = (edges: number): Shown => ({ weight: "stability", edges });
const edgesOf = (shown: Shown, of = graph): number[] =>
  edgeClasses(of, shown).flatMap(({ edges }) => [...edges]);

test("edges below the threshold of their weight are in no class", () => {
  expect(edgesOf(jaccard(0))).toHaveLength(3);
  expect(edgesOf(jaccard(0.2)).sort()).toEqual([0, 1]);
  expect(edgesOf(stability(0.5)).sort()).toEqual([0, 1]);
  expect(edgesOf(stability(0.51))).toEqual([0]);
});

test("the heaviest edge has the widest class, whatever the weight", () => {
  for (const shown of [jaccard(0), stability(0)]) {
    const classes = edgeClasses(graph, shown);
    expect([...classes.at(-1)!.edges]).toEqual([0]);
    expect(classes.at(-1)!.share).toBeCloseTo(11 / 12);
    expect(classes.map(({ share }) => share)).toEqual(
      classes.map(({ share }) => share).sort((a, b) => a - b),
    );
  }
});

test("edges in less than half of the resamples are dashed, and only these", () => {
  const dashed = edgeClasses(graph, jaccard(0)).filter((each) => each.dashed);
  expect(dashed.flatMap(({ edges }) => [...edges])).toEqual([2]);
  expect([0, 1, 2].map((edge) => isDoubtful(graph, edge))).toEqual([false, false, true]);
  expect(hasDoubtful(graph)).toBe(true);
});

test("where nobody judged, edges are weighed by their Jaccard index and none is dashed", () => {
  expect(edgesOf(stability(0.2), unjudged).sort()).toEqual([0, 1]);
  expect(hasDoubtful(unjudged)).toBe(false);
  expect(shownInShort(unjudged, stability(0.2))).toBe("≥ 0.20: 2");
  expect(neighboursOf(unjudged, 1, stability(0))[0]!.bootstrap).toBeNull();
});

test("an edge in words", () => {
  expect(neighboursOf(graph, 0, jaccard(0)).map(edgeInWords)).toEqual([
    "Jaccard index 0.40, found in 100 % of the resamples",
    "Jaccard index 0.20, found in 50 % of the resamples",
    "Jaccard index 0.10, found in 0 % of the resamples",
  ]);
  expect(edgeInWords(neighboursOf(unjudged, 1, jaccard(0))[0]!)).toBe("Jaccard index 0.40");
});

test("what is shown, in words", () => {
  expect(shownInShort(graph, jaccard(0))).toBe("all 3");
  expect(shownInShort(graph, stability(0.5))).toBe("≥ 50 %: 2");
  expect(shownInWords(graph, stability(0.5))).toBe(
    "Share of the resamples at least 50 %, 2 of 3 edges",
  );
  expect(shownInWords(graph, jaccard(0.05))).toBe("Jaccard index at least 0.05, 3 of 3 edges");
});
