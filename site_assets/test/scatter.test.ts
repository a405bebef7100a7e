// @vitest-environment happy-dom
// The choice of the scatter: loaded when it is chosen, stated in the address, undone; points move.
import { beforeEach, expect, test, vi } from "vitest";
import type { ChunkKind, Chunks } from "../src/data/decode";
import { LayerStore, type Loader } from "../src/data/layers";
import { MovingPoints } from "../src/draw/moving_points";
import { createExplorer } from "../src/explorer";
import { decodeView, encodeView } from "../src/state/url";
import { stubCanvas } from "./canvas";
import { flare, fork, manifest, rowsArrays, samplesOf, smallArrays } from "./world";

const header = { layer: "low", structures: [fork, flare], classes: [], names: [], agreement: null };
const tsne = {
  header: { kind: "projection", layer: "low", projection: "t-SNE, perplexity 30" },
  arrays: { x: Uint16Array.from({ length: 10 }, (_, i) => 10 * i), y: new Uint16Array(10) },
} as const;
const chunks: Partial<Chunks> = {
  graph: { header: { kind: "graph", ...header }, arrays: smallArrays() },
  rows: {
    header: { kind: "rows", layer: "low", projection: "PCA, 40 % of the variance" },
    arrays: rowsArrays([...Array(10).keys()]),
  },
  samples: samplesOf(Array.from({ length: 10 }, (_, i) => `s${i}`)),
  projection: tsne,
};
const asked = vi.fn();
const loader: Loader = {
  load: <K extends ChunkKind>(path: string, kind: K) => {
    asked(path);
    return Promise.resolve(chunks[kind] as Chunks[K]);
  },
};

beforeEach(() => {
  stubCanvas();
  asked.mockClear();
  document.body.replaceChildren(document.createElement("section"));
});

async function opened(of = manifest) {
  const root = document.querySelector("section")!;
  const explorer = createExplorer(root, of, { loader });
  await explorer.ready;
  await vi.waitFor(() => expect(caption(root)).toBe("PCA, 40 % of the variance."));
  return { explorer, root, choice: root.querySelector<HTMLSelectElement>("[aria-label=Projection]")! };
}

const caption = (root: Element): string => root.querySelector(".scatter-caption")!.textContent!;

test("a further scatter is loaded when it is chosen, once, and the choice is undone", async () => {
  const { explorer, root, choice } = await opened();
  expect([...choice.options].map((option) => option.text)).toEqual(["PCA", "t-SNE"]);
  expect(asked).not.toHaveBeenCalledWith("data/low-tsne.js");
  choice.value = "tsne";
  choice.dispatchEvent(new Event("change"));
  expect(explorer.state.view.projection).toBe("tsne");
  await vi.waitFor(() => expect(caption(root)).toBe("t-SNE, perplexity 30."));
  explorer.dispatch({ type: "undo" });
  expect([choice.value, caption(root)]).toEqual(["pca", "PCA, 40 % of the variance."]);
  explorer.dispatch({ type: "redo" });
  expect([choice.value, caption(root)]).toEqual(["tsne", "t-SNE, perplexity 30."]);
  expect(asked.mock.calls.filter(([path]) => path === "data/low-tsne.js")).toHaveLength(1);
});

test("another layer has the same projection", async () => {
  const { explorer } = await opened();
  explorer.dispatch({ type: "projection", projection: "tsne" });
  const layers = [manifest.layers[0]!, { ...manifest.layers[1]!, projections: ["data/high.js"] }];
  const store = new LayerStore({ ...manifest, layers }, loader, { layer: null, samples: null });
  await store.loadScatter("high", "tsne");
  expect(asked).toHaveBeenCalledWith("data/high.js");
  expect(store.scatter("high", "tsne")?.words).toBe("t-SNE, perplexity 30");
});

test("with one scatter there is no choice", async () => {
  const { choice } = await opened({ ...manifest, projections: ["pca"] });
  expect(choice.closest<HTMLElement>(".projection-choice")!.hidden).toBe(true);
});

test("an address states the projection, and one that is not published is a problem", () => {
  const { view } = decodeView("#layer=low&projection=tsne", manifest)!;
  expect(view.projection).toBe("tsne");
  expect(encodeView(view, manifest)).toBe("layer=low&projection=tsne");
  const { problems } = decodeView("#layer=low&projection=umap", manifest)!;
  expect(problems).toEqual(["“umap” is no value for “projection”"]);
});

test("points move for half a second, unless there are too many", () => {
  const points = { ...tsne.arrays, colour: new Uint8Array(10), lit: null };
  const from = { x: new Uint16Array(10), y: new Uint16Array(10) };
  const moving = new MovingPoints();
  moving.start(from, points, 1000);
  expect(moving.at(points, 1000).x[9]).toBe(0);
  expect(moving.at(points, 1250).x[9]).toBe(45);
  expect(moving.at(points, 1500)).toBe(points);
  expect(moving.isMoving).toBe(false);
  const many = { x: new Uint16Array(50_001), y: new Uint16Array(50_001) };
  moving.start(many, many, 2000);
  expect(moving.isMoving).toBe(false);
});
