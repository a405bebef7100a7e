// @vitest-environment happy-dom
// The nodes of other layers with most nearly the same inputs are links in the panel of a node.
import { expect, test, vi } from "vitest";
import { effects } from "../src/state/effects";
import type { App, Model } from "../src/state/model";
import { reduce, selectNode, startState, startView } from "../src/state/state";
import { otherLayers } from "../src/views/other_layers_view";
import * as world from "./world";

const data = world.dataOf(world.smallGraph());
const chosen = world.chosenLabels(data.graph);
const dispatch = vi.fn();
const app = { dispatch } as unknown as App;
const shown = (node: number, manifest = world.manifest): HTMLElement =>
  otherLayers({ manifest } as Model, data, node, app);

test("each other layer is listed with its node and what both share", () => {
  const [button] = shown(1).querySelectorAll("button");
  expect(button!.textContent).toBe("low.0 i1c00.50");
  expect(button!.title).toBe("2 inputs in both, Jaccard index 0.50");
  button!.click();
  expect(dispatch).toHaveBeenCalledWith({ type: "layer", layer: "high", node: "i1c0" });
  expect(shown(4).textContent).toContain("no common input");
  expect(shown(1, { ...world.manifest, layers: [world.layer] }).hidden).toBe(true);
});

test("layers far away are folded up", () => {
  const layers = ["a", "b", "low", "c", "d", "e"].map((id) => ({ ...world.layer, id, name: id }));
  const section = shown(1, { ...world.manifest, layers });
  const listed = [...section.querySelectorAll(":scope > ul > li")].map((row) => row.textContent);
  expect(listed.map((text) => text[0])).toEqual(["a", "b", "c", "d"]);
  expect(section.querySelector("details")!.textContent).toMatch(/^1 more layer/);
});

test("a link selects the node of the other layer, not what was selected", () => {
  const before = reduce(startState(startView(world.manifest)), selectNode(data, 1));
  const event = { type: "layer", layer: "high", node: "i2c0" } as const;
  const after = reduce(before, event);
  expect(after.view.selected).toEqual({ kind: "node", layer: "high", value: "i2c0" });
  expect(effects(before, after, event, { ...chosen, manifest: world.manifest, data, selection: null })).toEqual([
    { do: "load", what: "layer", layer: "high", announce: true },
    { do: "tool", name: "motion" },
    { do: "address" },
    { do: "load", what: "samples", soon: false },
  ]);
});
