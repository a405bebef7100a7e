// @vitest-environment happy-dom
// What the panel says where balls cover the rows, and where contained nodes were merged.
import { beforeEach, expect, test } from "vitest";
import type { Chunks, ChunkKind } from "../src/data/decode";
import type { Layer } from "../src/data/schema";
import { createExplorer } from "../src/explorer";
import { GlossaryView } from "../src/tools/glossary_view";
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

test("the panel counts balls and says how wide they are", async () => {
  const quality = { ...layer.quality, coverage: 1, dominant_share: null };
  const said = await panelOf({ ball_radius: 0.567, intervals: [7], quality });
  expect(said).toContain("are in 7 balls of radius 0.567, which make 5 nodes.");
  expect(said).not.toContain("are noise");
  expect(said).not.toContain("interval");
});

test("the glossary says what a ball is, and that the lens is a colour", () => {
  const glossary = document.createElement("details");
  const terms = new GlossaryView({ panel: { glossary } });
  const data = dataOf(smallGraph());
  terms.update({ manifest, data: { ...data, layer: { ...layer, ball_radius: 0.567 } } });
  const said = terms.root.textContent;
  expect(said).toContain("All activation vectors within the cosine distance 0.567 of one of them");
  expect(said).toContain("The graph does not depend on it.");
  expect(said).toContain("A node is a set of similar activation vectors.");
  expect(said).not.toMatch(/interval|cluster/);
});

test("rows that a clusterer leaves out of balls are noise", async () => {
  const said = await panelOf({ ball_radius: 2, intervals: [1] });
  expect(said).toMatch(/in 1 ball of radius 2.*% of them are noise/);
});

test("merged nodes are counted", async () => {
  expect(await panelOf({ contracted: 1 })).toContain(
    "1 further node was contained in a neighbour and merged into it.",
  );
  expect(await panelOf({ contracted: 0 })).toContain("0 further nodes were contained");
  const kept = await panelOf({});
  expect(kept).toContain("were grouped into 5 nodes.");
  expect(kept).not.toContain("merged");
});
