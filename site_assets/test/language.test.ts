// @vitest-environment happy-dom
// What sets a node of texts apart: read from its chunk, and shown with what shuffled nodes reach.
import { expect, test, vi } from "vitest";
import type { Chunks, ChunkKind } from "../src/data/decode";
import { predictionsOf, termsOf } from "../src/data/language";
import { createExplorer } from "../src/explorer";
import { languageSections } from "../src/kinds/texts/language";
import { texts } from "../src/kinds/texts/texts";
import { isBeyond, predictionSections, trustInWords } from "../src/kinds/texts/predictions";
import type { Model } from "../src/state/model";
import { selectNode } from "../src/state/state";
import { stubCanvas } from "./canvas";
import * as world from "./world";

const graph = world.smallGraph();

function shown(node: number): HTMLElement {
  const data = { ...world.dataOf(graph), look: world.smallLanguage() };
  return languageSections({} as Model, data, node)[0]!;
}

test("terms stand by node and class, those that are only of the group apart", () => {
  const [near, label] = termsOf(world.smallLanguage(), 0);
  expect(near!.of).toEqual({ source: "context", name: "" });
  expect([near!.units, near!.rest, near!.within]).toEqual([4, 6, 1.5]);
  expect(near!.beyond).toEqual([{ text: "cave", z: 2.5, here: 3, elsewhere: 1 }]);
  expect(near!.ofGroup.map(({ text }) => text)).toEqual(["bat"]);
  expect(label!.within).toBeNull();
  expect(label!.beyond).toEqual([{ text: "animal", z: 3, here: 4, elsewhere: 0 }]);
  expect(termsOf(world.smallLanguage(), 1).map(({ beyond }) => beyond)).toEqual([[], []]);
});

test("where nodes have no labels, their terms name them on the graph", () => {
  const data = { ...world.dataOf(graph), look: world.smallLanguage() };
  expect(texts.words!(data, 0)).toBe("cave, animal");
  expect(texts.words!(data, 1)).toBeNull();
  expect(texts.words!(world.dataOf(graph), 0)).toBeNull();
});

test("a node's terms are shown with their counts, their z and what shuffled nodes reach", () => {
  const text = shown(0).textContent;
  expect(text).toContain("Words around itof 4of 6zcave312.5");
  expect(text).toContain("Not beyond its word formsbat211.4");
  expect(text).toContain("Shuffled nodes: z up to 1.0, of the same forms 1.5");
  expect(text).toContain("in 99 shuffled nodes");
  expect(shown(1).textContent).toContain("none is more frequent here than chance allows.");
});

test("without its chunk nothing is said of a node; the chunk is loaded when a node is opened", async () => {
  stubCanvas();
  expect(languageSections({} as Model, world.dataOf(graph), 0)).toEqual([]);
  const root = document.body.appendChild(document.createElement("section"));
  const layer = { ...world.layer, look: "data/low-language.js" };
  const manifest = { ...world.manifest, kind: "texts", layers: [layer], samples_look: null };
  const chunks: Partial<Chunks> = {
    graph: {
      header: { kind: "graph", layer: "low", structures: [], classes: [], agreement: null, names: [] },
      arrays: world.smallArrays(),
    },
    rows: {
      header: { kind: "rows", layer: "low", projection: "PCA" },
      arrays: world.rowsArrays(Array.from({ length: 10 }, (_, i) => i)),
    },
    samples: world.samplesOf(Array.from({ length: 10 }, (_, i) => `s${i}`)),
    language: world.smallLanguage(),
  };
  const loaded: string[] = [];
  const load = <K extends ChunkKind>(_: string, kind: K): Promise<Chunks[K]> => {
    loaded.push(kind);
    return Promise.resolve(chunks[kind] as Chunks[K]);
  };
  const explorer = createExplorer(root, manifest, { loader: { load } });
  await explorer.ready;
  await vi.waitFor(() => expect(loaded).toContain("rows"));
  expect(loaded).not.toContain("language");
  explorer.dispatch(selectNode(world.dataOf(graph), 0));
  await vi.waitFor(() => expect(root.querySelector(".terms")!.textContent).toContain("cave"));
  explorer.dispatch(selectNode(world.dataOf(graph), 1));
  expect(loaded.filter((kind) => kind === "language")).toEqual(["language"]);
});

test("predictions stand by kind and node, with what shuffled nodes reach", () => {
  const language = world.smallLanguage();
  const [state, place] = predictionsOf(language, 0);
  expect(state!.tokens.map(({ text }) => text)).toEqual(["owl", "bat"]);
  expect(state!.tokens[1]).toMatchObject({ share: expect.closeTo(0.48), usual: 0.125 });
  expect([state!.rows, state!.within]).toEqual([4, expect.closeTo(0.3)]);
  expect([place!.rows, place!.tokens[0]!.text]).toEqual([3, "cave"]);
  expect(predictionsOf(language, 1)[1]!.tokens[0]!.text).toBe("owl");
  const words = [0, 1, 2, 3].map((node) => {
    const found = predictionsOf(language, node)[0]!;
    return [isBeyond(found), trustInWords(found, "form").split(". ")[1]];
  });
  expect(words).toEqual([
    [true, "It differs more than all of 19 shuffled nodes."],
    [false, "It differs no more than shuffled nodes do."],
    [false, "It differs no more than shuffled nodes of the same forms do."],
    [true, "It differs more than all of 19 shuffled nodes."],
  ]);
});

test("the panel shows what is predicted, and nothing without a head or without rows", () => {
  const language = world.smallLanguage();
  const text = predictionSections(language, 0)[0]!.textContent;
  expect(text).toContain("From its mean vectornodelayerowl50");
  expect(text).toContain("In the word’s placenodelayercave");
  expect(text).toContain("mean of 3 members.");
  expect(predictionSections(language, 1)[0]!.querySelectorAll("table").length).toBe(1);
  const none = { ...language, header: { ...language.header, predictions: [] } };
  expect(predictionSections(none, 0)).toEqual([]);
});
