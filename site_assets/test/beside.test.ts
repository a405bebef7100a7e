import { expect, test } from "vitest";
import {
  type BesideGraph,
  besideFrom,
  besideInWords,
  besideText,
  graphId,
  inOrder,
  neighbours,
  promoted,
  replaced,
  withCamera,
} from "../src/state/beside";
import { layer, manifest as small } from "./world";

const manifest = {
  ...small,
  layers: ["a", "b", "c", "d"].map((id) => ({ ...layer, id })),
  others: [{ name: "other", title: "Other", manifest: "data/m.js", layers: ["x", "y"], shared: 3 }],
};
const graph = (id: string, camera: BesideGraph["camera"] = null): BesideGraph => {
  const [own = "", exploration = null] = id.split("/").reverse();
  return { exploration, layer: own, camera };
};
const ids = (graphs: readonly (BesideGraph | null)[]) =>
  graphs.map((each) => each && graphId(each));

test.each(["b", "b~1.5:-2:3,other/x", "all layers"])("%s round-trips", (text) => {
  expect(besideText(besideFrom(text, manifest, "a")!)).toBe(text);
});

test.each(["a", "b,b", "b,c,d", "z", "other/z", "b~1:2", "b~1:2:-3", "b~1:2:x", ""])(
  "%s is no part of an address",
  (text) => expect(besideFrom(text, manifest, "a")).toBeUndefined(),
);

test("at first the layers after and before stand beside one", () => {
  expect(ids(neighbours(manifest, "b", 2))).toEqual(["c", "a"]);
  expect(ids(neighbours(manifest, "d", 2))).toEqual(["c", "b"]);
  const single = { ...manifest, layers: manifest.layers.slice(0, 1) };
  expect(ids(neighbours(single, "a", 2))).toEqual(["other/x"]);
});

test("graphs stand in forward order, those of other explorations last", () => {
  const view = { layer: "b", camera: null, beside: [graph("other/x"), graph("a")] };
  expect(ids(inOrder(view, manifest))).toEqual(["a", null, "other/x"]);
  expect(besideInWords(view, manifest)).toBe("Side by side: a, b, other/x");
  expect(besideInWords({ ...view, beside: [] }, manifest)).toBe("One graph: b");
});

test("a layer that stands beside the first changes places with it, cameras too", () => {
  const camera = { x: 1, y: 2, zoom: 3 };
  const view = { layer: "a", camera: null, beside: [graph("b", camera), graph("c")] };
  const after = promoted(view, "b");
  expect(after).toEqual({ layer: "b", camera, beside: [graph("a"), graph("c")] });
  expect(promoted(after, "a")).toEqual(view);
  // Of another exploration with a layer of that name it is not the same graph.
  const foreign = { ...view, beside: [graph("other/x")] };
  expect(promoted(foreign, "x").beside).toEqual([graph("other/x")]);
  expect(promoted({ ...view, beside: "all layers" }, "b").beside).toEqual([]);
});

test("another layer takes the place of a graph, or changes places", () => {
  const view = { layer: "a", camera: null, beside: [graph("b"), graph("c")] };
  expect(replaced(view, 0, graph("d"))).toEqual([graph("d"), graph("c")]);
  expect(replaced(view, 0, graph("c"))).toEqual([graph("c"), graph("b")]);
});

test("a camera that is set already changes nothing", () => {
  const camera = { x: 1, y: 2, zoom: 3 };
  const beside = [graph("b", camera)];
  expect(withCamera(beside, "b", { ...camera })).toBe(beside);
  expect(withCamera(beside, "b", null)).toEqual([graph("b")]);
  expect(withCamera(beside, "z", camera)).toBe(beside);
});
