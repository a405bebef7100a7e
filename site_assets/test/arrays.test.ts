// @vitest-environment happy-dom
// Every published array has a reader: the explorer, shown in all its views, reads each of them.
import { beforeEach, expect, test, vi } from "vitest";
import type { Chunks, ChunkKind } from "../src/data/decode";
import { rowsOf, type Samples } from "../src/data/layer";
import type { Loader } from "../src/data/layers";
import { CHUNK_ARRAYS } from "../src/data/schema";
import { createExplorer } from "../src/explorer";
import type { Exemplar } from "../src/data/exemplars";
import { vectors } from "../src/kinds/vectors";
import { contextAt } from "../src/data/texts/context";
import { similarityOf } from "../src/look/lines";
import { languageSections } from "../src/kinds/texts/language";
import { coloursOf } from "../src/look/figures";
import type { Model } from "../src/state/model";
import { selectNode } from "../src/state/state";
import { stubCanvas } from "./canvas";
import * as world from "./world";

const read = new Set<string>();

/** The same arrays, but reading a value of one of them is written down. */
function recorded<T extends object>(kind: ChunkKind, arrays: T): T {
  const entries = Object.entries(arrays).map(([name, values]: [string, object]) => [
    name,
    new Proxy(values, {
      get: (target, key) => {
        if (key !== "length") read.add(`${kind}.${name}`);
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    }),
  ]);
  return Object.fromEntries(entries) as T;
}

const sheet = { file: "images/a.webp", tile: 8, columns: 2, count: 9 };
const data = world.dataWithExemplars();
const ids = Array.from({ length: 10 }, (_, i) => `s${i}`);
const samples = world.samplesOf(ids);
const images = world.smallImages([sheet]);
const columns = [{ name: "tag", labels: ["x", "y"] }];
const numbers = [{ name: "age", source: "table" } as const];
const two = {
  ...world.manifest,
  columns,
  numbers,
  numbers_chunk: "data/numbers.js",
  second_lens: "component:1",
  node_value: "score",
};
const manifest = {
  ...two,
  layers: two.layers.map((layer) => ({ ...layer, look: "data/low-images.js", intervals: [13, 1] })),
};
const exemplars = Object.fromEntries(
  Object.entries(data.graph).filter(([name]) => /^(exemplar|attribution)_/.test(name)),
);
const arrays = {
  ...world.smallArrays(),
  ...exemplars,
  second_lens: Float32Array.of(1, 2, 3, 4, 5),
};
const rows = { ...world.rowsArrays([...ids.keys()]), second_lens: new Float32Array(10), similarity: new Int16Array(13) };
const kinds = { nodes: world.pictures, arms: world.pictures, rows: world.pictures };
const visuals = { ...kinds, top1_share: 0.5, cosine: 0.5 };
const chunks: Partial<Chunks> = {
  graph: {
    header: {
      kind: "graph",
      layer: "low",
      structures: [world.fork, world.flare],
      classes: data.classes,
      names: [],
      agreement: 0.9,
    },
    arrays: recorded("graph", arrays),
  },
  rows: {
    header: { kind: "rows", layer: "low", projection: "PCA" },
    arrays: recorded("rows", rows),
  },
  projection: {
    header: { kind: "projection", layer: "low", projection: "t-SNE" },
    arrays: recorded("projection", { x: new Uint16Array(10), y: new Uint16Array(10) }),
  },
  samples: { header: samples.header, arrays: recorded("samples", { ...samples.arrays, columns: new Int16Array(10) }) },
  numbers: { header: { kind: "numbers" }, arrays: recorded("numbers", { numbers: new Float32Array(10) }) },
  images: {
    header: { ...images.header, visuals },
    arrays: recorded("images", { ...images.arrays, ...data.look.arrays }),
  },
  thumbnails: {
    header: samples.look.header,
    arrays: recorded("thumbnails", samples.look.arrays),
  },
};
const texts = {
  look: {
    header: { kind: "texts", texts: ["a word"] },
    arrays: recorded("texts", {
      text: Uint32Array.of(0),
      start: Uint32Array.of(2),
      end: Uint32Array.of(6),
    }),
  },
} as unknown as Samples;
const details = world.smallDetails();
const channels = world.smallChannels();
const language = world.smallLanguage();
const look = { ...language, arrays: recorded("language", language.arrays) };
const loader: Loader = {
  load: <K extends ChunkKind>(_: string, kind: K) => Promise.resolve(chunks[kind] as Chunks[K]),
};

beforeEach(stubCanvas);

test("the explorer reads every array of every chunk but the family's", async () => {
  const root = document.createElement("section");
  document.body.append(root);
  const explorer = createExplorer(root, manifest, { loader });
  await explorer.ready;
  for (const details of root.querySelectorAll("details")) {
    details.open = true;
    details.dispatchEvent(new Event("toggle"));
  }
  await vi.waitFor(() => expect(read).toContain("rows.sample"));
  for (const colour of coloursOf(manifest)) explorer.dispatch({ type: "colour", colour });
  for (const node of [0, 1]) explorer.dispatch(selectNode(world.dataOf(world.smallGraph()), node));
  explorer.dispatch({ type: "colour", colour: "number:age" });
  await vi.waitFor(() => expect(read).toContain("numbers.numbers"));
  explorer.dispatch({ type: "column", column: "tag" });
  await vi.waitFor(() => expect(read).toContain("samples.columns"));
  explorer.dispatch({ type: "projection", projection: "tsne" });
  await vi.waitFor(() => expect(read).toContain("projection.x"));
  contextAt(texts, 0); // what a card of a word shows
  const shown = world.dataOf(world.smallGraph(), rowsOf(chunks.rows!, world.smallGraph()));
  similarityOf(shown, 0); // what a line of the concordance shows
  languageSections({} as Model, { ...data, look }, 0); // what the panel of a node of texts shows
  const table = { header: details.header, arrays: recorded("details", details.arrays) };
  const largest = { header: channels.header, arrays: recorded("channels", channels.arrays) };
  const card = document.createElement("button"); // what the card of a bare vector shows
  const described = { ...samples, details: table };
  vectors.fill(card, { row: 1 } as Exemplar, {
    manifest,
    samples: described,
    data: { ...shown, look: largest },
  } as unknown as Model);
  const kinds = Object.keys(CHUNK_ARRAYS) as ChunkKind[];
  const published = kinds
    .filter((kind) => kind !== "family")
    .flatMap((kind) => Object.keys(CHUNK_ARRAYS[kind]).map((name) => `${kind}.${name}`));
  expect(published.filter((name) => !read.has(name))).toEqual([]);
});
