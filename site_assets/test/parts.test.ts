// @vitest-environment happy-dom
// What the panel says where class probabilities split the rows into parts.
import { beforeEach, expect, test } from "vitest";
import type { Chunks, ChunkKind } from "../src/data/decode";
import type { Layer } from "../src/data/schema";
import { createExplorer } from "../src/explorer";
import { intervalInWords } from "../src/look/describe";
import { GlossaryView } from "../src/tools/glossary_view";
import { reason } from "../src/tools/live_view";
import { stubCanvas } from "./canvas";
import {
  dataOf,
  layer,
  manifest,
  rowsArrays,
  samplesOf,
  smallArrays,
  smallGraph,
} from "./world";

const ids = Array.from({ length: 10 }, (_, i) => `s${i}`);
const header = { kind: "graph", layer: "low", structures: [], classes: [], agreement: null, names: [] } as const;
const chunks: Partial<Chunks> = {
  graph: { header, arrays: smallArrays() },
  rows: {
    header: { kind: "rows", layer: "low", projection: "PCA" },
    arrays: rowsArrays([...ids.keys()]),
  },
  samples: samplesOf(ids),
};
const loader = {
  load: <K extends ChunkKind>(_: string, kind: K) => Promise.resolve(chunks[kind] as Chunks[K]),
};

beforeEach(stubCanvas);

async function panelOf(changed: Partial<Layer>): Promise<string> {
  const root = document.createElement("section");
  document.body.replaceChildren(root);
  const layers = [{ ...layer, ...changed }];
  await createExplorer(root, { ...manifest, layers }, { loader }).ready;
  return root.querySelector(".viewer-panel")!.textContent;
}

const parts: Partial<Layer> = { n_intervals: [], intervals: [5], eps: null };

test("the panel says that rows were split, and of no interval", async () => {
  const quality = { ...layer.quality, coverage: 1, dominant_share: null };
  const said = await panelOf({ ...parts, quality });
  expect(said).toContain("were grouped into 5 nodes.");
  expect(said).not.toMatch(/interval|cluster|are noise/);
});

test("the glossary says what a part is, and that the lens is a colour", () => {
  const glossary = document.createElement("details");
  const terms = new GlossaryView({ panel: { glossary } });
  const data = dataOf(smallGraph());
  terms.update({ manifest, data: { ...data, layer: { ...layer, ...parts } } });
  const said = terms.root.textContent;
  expect(said).toContain("Connected vectors of like class probabilities.");
  expect(said).toContain("The graph does not depend on it.");
  expect(said).not.toMatch(/interval|cluster/);
});

test("nodes are of parts, and the page cannot cut them", () => {
  expect(intervalInWords(3, { ...layer, ...parts }, manifest)).toBe("part 3");
  expect(reason({ ...layer, ...parts }, manifest)).toContain("no intervals cover the rows");
});
