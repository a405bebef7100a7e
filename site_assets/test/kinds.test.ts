// @vitest-environment happy-dom
// A kind is one file and one entry of the table: the explorer shows what it says, and nothing else.
import { beforeEach, expect, test, vi } from "vitest";
import type { Chunks, ChunkKind } from "../src/data/decode";
import type { Manifest } from "../src/data/schema";
import type { Tools } from "../src/tools/contract";
import { TERMS } from "../src/kinds/terms";
import { GlossaryView } from "../src/tools/glossary_view";
import { createExplorer } from "../src/explorer";
import type { Kind } from "../src/kinds/kind";
import { KINDS, kindOf } from "../src/kinds/kinds";
import { vectors } from "../src/kinds/vectors";
import { selectNode } from "../src/state/state";
import { el } from "../src/views/dom";
import { stubCanvas } from "./canvas";
import * as world from "./world";

/** A toy kind: the card of a row is its number, that of a node its name. */
const toy: Kind = {
  chunks: { layer: null, samples: null },
  exemplars: "cards",
  fill: (button, { row }) => button.append(`toy ${row}`),
  thumbnail: ({ graph }, node) => el("span", { class: "toy" }, graph.ids[node]!),
  sections: () => [el("section", {}, "a toy section")],
};

const data = world.dataWithExemplars();
const header = { kind: "graph", layer: "low", structures: [], agreement: null, names: [] } as const;
const chunks: Partial<Chunks> = {
  graph: { header: { ...header, classes: [] }, arrays: data.graph },
  rows: {
    header: { kind: "rows", layer: "low", projection: "PCA" },
    arrays: world.rowsArrays(Array.from({ length: 10 }, (_, i) => i)),
  },
  samples: world.samplesOf(Array.from({ length: 10 }, (_, i) => `s${i}`)),
};

beforeEach(() => {
  stubCanvas();
  document.body.replaceChildren(document.createElement("section"));
});

const tools = (): Promise<Tools> =>
  Promise.resolve({ glossary: (_, parts) => new GlossaryView(parts) } as Partial<Tools> as Tools);

async function shown(kind: string): Promise<HTMLElement> {
  const root = document.querySelector("section")!;
  const manifest: Manifest = { ...world.manifest, kind };
  const load = <K extends ChunkKind>(_: string, wanted: K): Promise<Chunks[K]> =>
    Promise.resolve(chunks[wanted] as Chunks[K]);
  const explorer = createExplorer(root, manifest, { loader: { load }, tools });
  await explorer.ready;
  explorer.dispatch(selectNode(data, 0));
  await vi.waitFor(() => expect(root.querySelector(".exemplars .tile")).not.toBeNull());
  return root;
}

test("two entries make a kind: its cards, thumbnails, sections and terms are shown", async () => {
  KINDS.set("toy", toy);
  TERMS.set("toy", () => [["Toy", "A word of this kind."]]);
  const root = await shown("toy");
  const cards = [...root.querySelectorAll(".exemplars.cards .tile")];
  expect(cards.map((card) => card.textContent)).toEqual([
    "toy 2, cosine 0.90: mark this input in every node",
    "toy 0, cosine 0.80: mark this input in every node",
  ]);
  expect(root.querySelector(".viewer-panel")!.textContent).toContain("a toy section");
  const glossary = root.querySelector<HTMLDetailsElement>(".glossary")!;
  glossary.open = true;
  glossary.dispatchEvent(new Event("toggle"));
  await vi.waitFor(() => expect(glossary.textContent).toContain("A word of this kind."));
  // It draws nothing into discs, so there is no switch for that.
  const toggles = [...root.querySelectorAll<HTMLElement>("button.toggle")];
  expect(toggles.find(({ textContent }) => textContent === "Pictures")!.hidden).toBe(true);
});

test("bare vectors are cards with id, label and origin", async () => {
  const root = await shown("vectors");
  await vi.waitFor(() => expect(root.querySelector(".tile")!.textContent).toContain("s2"));
  expect(root.querySelector(".tile")!.textContent).toMatch(/^s2ao, cosine 0\.90: mark/);
});

test("a kind that the viewer does not know is shown as bare vectors", () => {
  expect(kindOf({ kind: "sounds" })).toBe(vectors);
});
