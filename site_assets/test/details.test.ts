// @vitest-environment happy-dom
// What a table says of samples: on cards, in captions, and as links that are safe to follow.
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Chunks, ChunkKind } from "../src/data/decode";
import { detailsOf } from "../src/data/details";
import type { Manifest } from "../src/data/schema";
import { createExplorer } from "../src/explorer";
import { selectNode } from "../src/state/state";
import { stubCanvas } from "./canvas";
import * as world from "./world";

const ids = Array.from({ length: 10 }, (_, i) => `s${i}`);

describe("the details of a sample", () => {
  const samples = { ...world.samplesOf(ids), details: world.smallDetails() };

  test("are the values of its columns that are not empty", () => {
    expect(detailsOf(samples, 1)?.values).toEqual([
      ["age", "12"],
      ["place", "Rome"],
    ]);
    expect(detailsOf(samples, 4)).toEqual({ values: [["place", "Rome"]], link: null });
    expect(detailsOf(samples, 2)).toBeNull();
    expect(detailsOf(null, 1)).toBeNull();
  });

  test("have an address of the web or none", () => {
    expect(detailsOf(samples, 1)?.link).toBe("https://example.org/1");
    const { header, arrays } = world.smallDetails();
    for (const link of ["javascript:alert(1)", "data:text/html,x", "//example.org", " https://a"]) {
      const details = { header: { ...header, links: [link, ""] }, arrays };
      expect(detailsOf({ ...samples, details }, 1)?.link).toBeNull();
    }
  });
});

const data = world.dataWithExemplars();
const graph = { kind: "graph", layer: "low", structures: [], agreement: null, classes: [], names: [] } as const;
const details = world.smallDetails();
const chunks: Partial<Chunks> = {
  graph: { header: graph, arrays: data.graph },
  rows: {
    header: { kind: "rows", layer: "low", projection: "PCA" },
    arrays: world.rowsArrays([...ids.keys()]),
  },
  samples: { ...world.samplesOf(ids), header: { kind: "samples", ids, origins: [] } },
  // Row 2 is the first exemplar.
  details: {
    header: details.header,
    arrays: { ...details.arrays, sample: Uint32Array.of(2, 4) },
  },
  channels: {
    ...world.smallChannels(),
    arrays: { ...world.smallChannels().arrays, row: Uint32Array.of(2) },
  },
};

beforeEach(() => {
  stubCanvas();
  document.body.replaceChildren(document.createElement("section"));
});

async function shown(): Promise<HTMLElement> {
  const root = document.querySelector("section")!;
  const layers = world.manifest.layers.map((layer) => ({ ...layer, look: "data/channels.js" }));
  const noun = ["direction", "directions"] as const;
  const manifest: Manifest = { ...world.manifest, layers, noun, kind: "vectors", details: "d.js" };
  const load = <K extends ChunkKind>(_: string, kind: K): Promise<Chunks[K]> =>
    Promise.resolve(chunks[kind] as Chunks[K]);
  const explorer = createExplorer(root, manifest, { loader: { load } });
  await explorer.ready;
  explorer.dispatch(selectNode(data, 0));
  await vi.waitFor(() => expect(root.querySelector(".exemplar-link")).not.toBeNull());
  return root;
}

test("a card has the id, the label, the table and the largest channels, and a link beside it", async () => {
  const root = await shown();
  expect(root.querySelector(".tile")!.textContent).toBe(
    "s2a, age: 12, place: Rome, channels: 7 (−3.25), 2 (1.5), cosine 0.90: mark this direction in every node",
  );
  const links = [...root.querySelectorAll<HTMLAnchorElement>(".exemplar-link")];
  expect(links.map((link) => [link.getAttribute("href"), link.rel, link.target])).toEqual([
    ["https://example.org/1", "noopener noreferrer", "_blank"],
  ]);
  expect(links[0]!.closest("button")).toBeNull();
});

test("the explorer calls samples as the manifest says", async () => {
  const root = await shown();
  const text = root.textContent!;
  expect(text).toContain("Directions nearest to it");
  expect(text).toContain("by the directions they share");
  expect(text).not.toMatch(/\binputs?\b|activation vector/i);
});
