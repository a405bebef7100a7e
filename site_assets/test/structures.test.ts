import { expect, test } from "vitest";
import { appearance, colourIndex } from "../src/look/appearance";
import { framing, home, type Viewport } from "../src/look/camera";
import { OTHER, RAMP_STEPS } from "../src/look/palette";
import { structuresTouched } from "../src/look/holding";
import { coloursOf } from "../src/look/figures";
import { knownOf, selectionOf, shares, structureSource } from "../src/state/selection";
import { search } from "../src/state/search";
import { reduce, selectNode, startState, startView } from "../src/state/state";
import {
  boundsAround,
  countsInWords,
  edgesOf,
  leadingLabel,
  nullInWords,
  nullRows,
  structureInWords,
} from "../src/look/structures";
import { decodeView, encodeView } from "../src/state/url";
import { chosenLabels, dataOf, flare, fork, judged, layer, lookIn, manifest, smallGraph, smallRows } from "./world";

const graph = smallGraph();
const known = knownOf(dataOf(graph, smallRows()), null, manifest);
const source = { kind: "structure", layer: "low", value: fork.id } as const;
const fills = shares(selectionOf(source, known), graph);
const look = lookIn(graph, "stability", { fills, rings: null });

test("names and verdicts in words", () => {
  expect(structureInWords(fork, layer, manifest)).toBe(
    "Bifurcation at i0c0 with 3 arms, 8 rows, stable, " +
      "found in 83 % of 30 resamples and 90 % of 14 neighbouring settings",
  );
  expect(structureInWords(flare, layer, manifest)).toMatch(/not stable, found in 40 % of 30 res\w+$/);
  expect(structureInWords(flare, { ...layer, stability: null }, manifest)).toMatch(/, 6 rows$/);
  const digits = { noun: ["digit", "digits"] } as const;
  expect(structureInWords(fork, layer, digits)).toContain(", 8 digits, stable");
});

test("how many there are, and what noise gives", () => {
  expect(countsInWords([fork, flare], true)).toBe("1 bifurcation and 1 flare, 1 of them stable.");
  expect(countsInWords([fork], true)).toBe("1 bifurcation, stable.");
  expect(countsInWords([flare, fork], false)).toBe("1 bifurcation and 1 flare.");
  expect(countsInWords([], true)).toMatch(/^No island/);
  expect(nullInWords(judged)).toMatch(
    /4 copies .* finds 2.5 loops and 1 flare per copy\. .* found again in 43 % of the graphs\.$/,
  );
  expect(nullInWords(judged)).toContain("4 copies of the rows (rows with shuffled channels), the same");
  expect(nullInWords({ ...judged, null_model: "gaussian" })).toContain(
    "4 copies of the rows (rows drawn from one Gaussian), the same",
  );
  expect([judged, { ...judged, null_model: "gaussian" as const }].map(nullRows)).toEqual([
    "rows with shuffled channels",
    "rows drawn from one Gaussian",
  ]);
  const none = judged.kinds.map((kind) => ({ ...kind, null_count: 0 }));
  expect(nullInWords({ ...judged, kinds: none })).toMatch(/no such structure is found\.$/);
});

test("what belongs to a structure", () => {
  expect(structuresTouched([0], graph)).toEqual([fork, flare]);
  expect(structuresTouched([1, 4], graph)).toEqual([fork]);
  expect(edgesOf(graph, fork).sort()).toEqual([0, 1, 2]);
  expect(edgesOf(graph, flare)).toEqual([2]);
  const ofFlare = selectionOf(structureSource(dataOf(graph), flare), known);
  expect([...ofFlare.rows!]).toEqual([1, 1, 1, 1, 0, 0, 1, 1, 0, 0]);
  expect(leadingLabel(chosenLabels(graph), [0, 1])).toMatchObject({ label: 0, share: 5 / 7 });
  expect(leadingLabel(chosenLabels(graph, { ...manifest, labels: [] }), [0])).toBeNull();
});

test("a structure fills its nodes and the rest stands back", () => {
  expect(appearance(0, look)).toMatchObject({ fill: 1, faded: false });
  expect(appearance(4, look)).toMatchObject({ fill: 0, faded: true });
  const gone = selectionOf({ ...source, value: "loop-i9c9" }, known);
  expect([gone.rows, shares(gone, graph)]).toEqual([null, null]);
});

test("stability colours nodes only where it was judged", () => {
  expect(colourIndex(0, look)).toBe(RAMP_STEPS - 1);
  expect(colourIndex(4, look)).toBe(0);
  const without = { ...graph, node_bootstrap: new Float32Array(0) };
  expect(colourIndex(0, lookIn(without, "stability"))).toBe(OTHER);
  expect(coloursOf(manifest)).toContain("stability");
  const unjudged = { ...manifest, labels: [], layers: [{ ...layer, stability: null }] };
  expect(coloursOf(unjudged)).toEqual(["lens", "cohesion"]);
  expect(decodeView("#layer=low&colour=stability", unjudged)?.problems).toHaveLength(1);
});

test("an address marks a structure", () => {
  const view = { ...startView(manifest), marked: source };
  const text = encodeView(view, manifest);
  expect(text).toBe("layer=low&structure=bifurcation-i0c0");
  expect(decodeView(text, manifest)).toEqual({ view, problems: [] });
  expect(decodeView("layer=low&structure=loop-i1c0.2", manifest)?.problems).toEqual([]);
  for (const wrong of ["tree-i1c0", "loop", "mainland-i0c0"])
    expect(decodeView(`layer=low&structure=${wrong}`, manifest)?.problems).toEqual([
      `there is no structure “${wrong}”`,
    ]);
});

test("Escape unmarks a structure, another layer keeps it, a glance leaves no trace", () => {
  const start = startState(startView(manifest));
  const marked = reduce(start, { type: "mark", source });
  expect(reduce(marked, { type: "clear" }).view.marked).toBeNull();
  expect(reduce(marked, { type: "toggle", source }).view.marked).toBeNull();
  expect(reduce(marked, { type: "mark", source }).view.marked).toEqual(source);
  expect(reduce(marked, { type: "layer", layer: "high" }).view.marked).toEqual(source);
  const glance = structureSource(dataOf(graph), flare);
  const glanced = reduce(marked, { type: "glance", source: glance });
  expect(glanced.view).toBe(marked.view);
  expect(reduce(glanced, { type: "glance", source: { ...glance } })).toBe(glanced);
  expect(reduce(glanced, selectNode(dataOf(graph), 1)).glanced).toBeNull();
});

test("a structure is found by its kind", () => {
  const nothing = { labels: [], values: [], texts: null, nodes: [], names: [], origins: [], samples: [] };
  const catalogue = { ...nothing, structures: [fork.id, flare.id] };
  expect(search("bif", catalogue)).toEqual([{ kind: "structure", value: fork.id }]);
});

test("the camera goes near a small structure and stays away for a large one", () => {
  const bounds = { left: -10, right: 10, top: -10, bottom: 10 };
  const viewport: Viewport = { width: 400, height: 400, scale: 20, bounds, maxZoom: 8 };
  const small = framing({ left: 4, right: 6, top: 4, bottom: 5 }, viewport, 3);
  expect(small).toEqual({ x: 5, y: 4.5, zoom: 3 });
  expect(framing({ left: -4, right: 4, top: 0, bottom: 1 }, viewport, 3).zoom).toBe(2.5);
  expect(framing(bounds, viewport, 3)).toEqual(home(viewport));
  expect(boundsAround(graph, [0, 1]).right).toBeGreaterThan(1);
});
