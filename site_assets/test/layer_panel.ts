// An explorer of one small layer, as tests of its panel need it.
import type { Chunks, ChunkKind } from "../src/data/decode";
import type { Layer } from "../src/data/schema";
import { createExplorer } from "../src/explorer";
import { layer, manifest, rowsArrays, samplesOf, smallArrays } from "./world";

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

/** What the panel of a small explorer says of its layer with some fields changed. */
export async function panelOf(changed: Partial<Layer>): Promise<string> {
  const root = document.createElement("section");
  document.body.replaceChildren(root);
  const layers = [{ ...layer, ...changed }];
  await createExplorer(root, { ...manifest, layers }, { loader }).ready;
  return root.querySelector(".viewer-panel")!.textContent;
}
