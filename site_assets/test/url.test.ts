import { expect, test } from "vitest";
import { startView, type View } from "../src/state/state";
import { decodeView, encodeView } from "../src/state/url";
import { manifest as small } from "./world";

const layers = small.layers.map((one) => (one.id === "high" ? { ...one, family: "data/f.js" } : one));
const manifest = { ...small, layers, columns: [{ name: "part: of speech", labels: ["NOUN", "a:b"] }] };

const start = startView(manifest);
const full: View = {
  layer: "high",
  selected: { kind: "node", layer: "high", value: "i12c3" },
  colour: "label",
  weight: "stability",
  edges: 0.05,
  pictures: true,
  marked: { kind: "label", value: "b & c/d, e=f" },
  comparing: false,
  kept: [],
  points: "label",
  pies: true,
  palette: [
    { label: "b & c/d, e=f", colour: "ff00cc" },
    { label: "a:b", colour: "0a0b0c" },
  ],
  projection: "tsne",
  column: "part: of speech",
  lines: { order: "column:part: of speech", only: "NOUN", filter: "bank, שלום" },
  arrangement: {
    layout: "projection",
    pinned: [
      { node: "i0c0", x: 1.5, y: -2.25 },
      { node: "i12c3", x: 0, y: 10 },
    ],
    size: "stability",
    names: "off",
    minimap: "on",
    callouts: ["i1c0", "i2c0"],
  },
  cut: { cover: "25x0.3", level: 0.3021 },
  camera: { x: -3.25, y: 0.5, zoom: 2.5 },
  beside: [{ exploration: null, layer: "low", camera: { x: 1, y: -0.25, zoom: 2 } }],
};

const low = { layer: "low" } as const;
const high = { layer: "high" } as const;
const path = { kind: "path", ...high, value: "i1c0,i0c0,i12c3" } as const;
const near = { kind: "near", ...high, value: "i1c0,2" } as const;
const chosen = { kind: "rows", ...high, value: "dAA-_" } as const;
const awkward = { kind: "value", value: "part: of speech:a:b" } as const;

const views: View[] = [
  start,
  full,
  { ...full, selected: { kind: "edge", ...high, value: "i0c0,i1c0" } },
  { ...full, selected: path },
  { ...full, selected: { ...path, ...low } },
  { ...full, selected: { kind: "component", ...high, value: "i0c0" } },
  { ...full, selected: near },
  { ...full, selected: { kind: "nodes", ...high, value: "i0c0,i3c1" } },
  { ...full, selected: chosen, marked: null },
  { ...full, selected: path, marked: near, comparing: true },
  { ...full, selected: awkward, marked: { kind: "label", value: "a" } },
  { ...full, selected: path, marked: { kind: "structure", ...low, value: "loop-i1c0" } },
  {
    ...full,
    kept: [
      { name: "a: ~;b", source: awkward },
      { name: "é & =", source: { ...chosen, ...low } },
      { name: "", source: { kind: "origin", value: "x;y~3a:z" } },
    ],
  },
  { ...start, marked: { kind: "origin", value: "a #1 + é.png" } },
  { ...start, marked: { kind: "sample", value: "100%" } },
  { ...start, marked: { kind: "value", value: "part: of speech:a:b" } },
  { ...start, marked: { kind: "form", value: "بنك" } },
  { ...start, marked: { kind: "word", value: "the river" } },
  { ...start, beside: "all layers" },
  { ...start, camera: { x: 1e-3, y: 12345.6789, zoom: 0.6 } },
];

test.each(views.map((view) => [encodeView(view, manifest), view] as const))(
  "%s round-trips",
  (text, view) => {
    expect(decodeView(`#${text}`, manifest)).toEqual({ view, problems: [] });
  },
);

const node = (random: () => number): View["selected"] => ({
  kind: "node",
  layer: "high",
  value: `i${Math.floor(random() * 200)}c${Math.floor(random() * 9)}`,
});

test("many random views round-trip", () => {
  let seed = 9;
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let i = 0; i < 300; i++) {
    const round = (value: number): number => Number(value.toFixed(4));
    const view: View = {
      ...full,
      selected: random() < 0.3 ? null : node(random),
      edges: round(random()),
      pictures: random() < 0.5,
      camera:
        random() < 0.3
          ? null
          : {
              x: round(random() * 80 - 40),
              y: round(random() * 9),
              zoom: round(0.1 + random() * 20),
            },
    };
    expect(decodeView(encodeView(view, manifest), manifest)?.view).toEqual(view);
  }
});

test("a source of another layer says so, and is left out where that is not there", () => {
  const elsewhere = { ...full, selected: { ...path, ...low } };
  expect(encodeView(elsewhere, manifest)).toContain("&path=i1c0,i0c0,i12c3%40low&");
  const gone = decodeView("#layer=high&path=i1c0,i2c0@nowhere", manifest)!;
  expect(gone).toMatchObject({ view: { selected: null }, problems: [expect.stringContaining("path")] });
});

test("an address that compares needs both selections", () => {
  expect(decodeView("#layer=low&node=i1c0&compare=1", manifest)!.view.comparing).toBe(false);
  const both = decodeView("#layer=low&node=i1c0&second=node:i2c0&compare=1", manifest)!.view;
  expect(both).toMatchObject({
    selected: { value: "i1c0" },
    marked: { kind: "node", layer: "low", value: "i2c0" },
    comparing: true,
  });
  expect(encodeView(both, manifest)).toBe("layer=low&node=i1c0&second=node:i2c0&compare=1");
});

test("a node belongs to the layer, wherever the address names it", () => {
  const wanted = { kind: "node", layer: "high", value: "i1c0" };
  expect(decodeView("#node=i1c0&layer=high", manifest)?.view.selected).toEqual(wanted);
});

test.each([
  ["layer3.8", "layer3-8"],
  ["層1", "layer-1f0c93aa"],
  ["Mixed 4c", "mixed-4c"],
  ["encoder/0", "encoder-0"],
])("a layer is found by its name, %s, too", (name, id) => {
  const layers = [...manifest.layers, { ...manifest.layers[0]!, id, name }];
  const known = { ...manifest, layers };
  for (const written of [id, name, encodeURIComponent(name)])
    expect(decodeView(`#node=i1c0&layer=${written}`, known)).toMatchObject({
      view: { layer: id, selected: { layer: id } },
      problems: [],
    });
});

test("what is not a view is left alone", () => {
  for (const hash of ["", "#", "#cite", "#fn-1", "#Layer=x"])
    expect(decodeView(hash, manifest)).toBeNull();
});

test("an address reads well", () => {
  expect(encodeView(full, manifest)).toBe(
    "layer=high&node=i12c3&colour=label&weight=stability&edges=0.05&pictures=1&label=b+%26+c/d,+e%3Df&points=label&projection=tsne&column=part:+of+speech&pies=1" +
      "&palette=b+%26+c/d,+e%3Df:ff00cc,a:b:0a0b0c&order=column:part:+of+speech&only=NOUN&filter=bank,+%D7%A9%D7%9C%D7%95%D7%9D&cover=25x0.3&level=0.3021&layout=projection&pinned=i0c0:1.5,-2.25;i12c3:0,10&size=stability&names=off&minimap=on&callouts=i1c0,i2c0&at=-3.25,0.5,2.5&beside=low~1:-0.25:2",
  );
});

test.each([
  ["#layer=nowhere", "there is no layer “nowhere”"],
  ["#layer=low&node=<b>", "“<b>” is no value for “node”"],
  ["#layer=low&label=zebra", "there is no label “zebra”"],
  ["#layer=low&edges=1.5", "“1.5” is no value for “edges”"],
  ["#layer=low&near=i1c0", "“i1c0” is no value for “near”"],
  ["#layer=low&path=i1c0", "“i1c0” is no value for “path”"],
  ["#layer=low&second=island", "“island” is no value for “second”"],
  ["#layer=low&kept=x", "“x” is no value for “kept”"],
  ["#layer=low&at=1,2", "“1,2” is no value for “at”"],
  ["#layer=low&at=1,2,-3", "“1,2,-3” is no value for “at”"],
  ["#layer=low&colour=red", "“red” is no value for “colour”"],
  ["#layer=low&label=%E0%A4%A", "there is no label “%E0%A4%A”"],
  ["#layer=low&fancy=1", "“fancy” is unknown"],
  ["#layer=low&constructor=1", "“constructor” is unknown"],
])("%s is noted and otherwise ignored", (hash, problem) => {
  expect(decodeView(hash, manifest)).toEqual({ view: start, problems: [problem] });
});

test("links of the pages that state a search", () => {
  expect(decodeView("#layer=low&search=a", manifest)?.view.marked).toEqual({
    kind: "label",
    value: "a",
  });
  expect(decodeView("#layer=low&search=x.png", manifest)?.view.marked).toEqual({
    kind: "origin",
    value: "x.png",
  });
});

test("what nobody judged and a lens that is not there cannot be asked for", () => {
  const bare = {
    ...manifest,
    layers: manifest.layers.map((layer) => ({ ...layer, stability: null })),
  };
  expect(decodeView("#layer=low&weight=stability", bare)).toEqual({
    view: { ...startView(bare), layer: "low" },
    problems: ["“stability” is no value for “weight”"],
  });
  expect(decodeView("#layer=low&colour=second", manifest)!.problems).toHaveLength(1);
  const two = { ...manifest, second_lens: "component:1" };
  expect(decodeView("#layer=low&colour=second", two)!.view.colour).toBe("second");
});

test("a word of an earlier version is read as the word of today", () => {
  const decoded = decodeView("#layer=low&colour=tightness", manifest);
  expect(decoded).toMatchObject({ view: { colour: "cohesion" }, problems: [] });
});

test("a place in the family is a cover, a level, or both; only where the layer has a family", () => {
  const cut = (hash: string): View["cut"] => decodeView(hash, manifest)!.view.cut;
  expect(cut("layer=high&level=0.25")).toEqual({ cover: null, level: 0.25 });
  expect(cut("cover=20x0.3&layer=high")).toEqual({ cover: "20x0.3", level: null });
  expect(cut("layer=high&cover=20x0.3&level=1e-7")).toEqual({ cover: "20x0.3", level: 1e-7 });
  expect(cut("layer=high&level=-1")).toBeNull();
  expect(decodeView("layer=low&level=0.25", manifest)!.problems).toHaveLength(1);
});
