import { expect, test } from "vitest";
import type { Effect } from "../src/state/effect";
import { effects } from "../src/state/effects";
import { enter, obey } from "../src/state/keyboard";
import type { Event } from "../src/state/event";
import { reduce, selectNode, startState, startView, type State } from "../src/state/state";
import { chosenLabels, dataOf, fork, manifest, smallGraph } from "./world";

const data = dataOf(smallGraph());
const start = startState(startView(manifest));
const link = {
  type: "open",
  view: { ...start.view, layer: "high" },
  notes: [],
  by: "link",
} as const;
const ofFork = { kind: "structure", layer: "low", value: fork.id } as const;
const sample = { kind: "sample", value: "s1" } as const;

function of(event: Event, before: State = start): Effect[] {
  return effects(before, reduce(before, event), event, {
    manifest,
    data,
    selection: null,
    ...chosenLabels(data.graph),
  });
}

const what = (list: readonly Effect[]): string[] =>
  list.map((effect) => (effect.do === "load" ? `load ${effect.what}` : effect.do));

test("a selected node is brought into view, announced, and written into the address", () => {
  const list = of(selectNode(data, 1));
  expect(what(list)).toEqual(["reveal", "say", "address", "tool", "load samples"]);
  expect(list[1]).toEqual({
    do: "say",
    text: expect.stringMatching(/^Selected\. Node i1c0, 3 mem/),
  });
  const none = of(selectNode(data, null), reduce(start, selectNode(data, 1)));
  expect(what(none)).toEqual(["say", "address"]);
});

test("a followed link scrolls and loads; its address is not written again", () => {
  expect(of(link)).toEqual([
    { do: "scroll", unless: "filled" },
    { do: "load", what: "layer", layer: "high", announce: true },
  ]);
  expect(of({ ...link, by: "landing" })).toEqual([
    { do: "land" },
    { do: "load", what: "layer", layer: "high", announce: true },
  ]);
  expect(what(of({ ...link, by: "start" }))).toEqual(["load layer"]);
  expect(what(of({ type: "layer", layer: "high" }))).toEqual(["load layer", "tool", "address"]);
});

test("what the first view does not need is loaded after it", () => {
  const arrived = { type: "arrived", data, announce: true } as const;
  expect(of(arrived)).toEqual([
    { do: "load", what: "rows", layer: "low" },
    { do: "load", what: "samples", soon: true },
    { do: "say", text: "Shown: layer low" },
  ]);
  expect(what(of({ ...arrived, announce: false }))).toEqual(["load rows", "load samples"]);
  const selected = reduce(start, selectNode(data, 1));
  expect(of(arrived, selected)).toContainEqual({ do: "load", what: "samples", soon: false });
  expect(of(arrived, selected).at(-1)).toEqual({
    do: "say",
    text: expect.stringMatching(/^Shown: Node i1c0/),
  });
  expect(of(arrived, reduce(start, { type: "layer", layer: "high" }))).toEqual([]);
});

test("a marked structure is framed and announced, a marked sample needs the samples", () => {
  const marked = of({ type: "toggle", source: ofFork });
  expect(what(marked)).toEqual(["frame", "say", "scroll", "address", "tool", "load samples"]);
  expect(marked[0]).toEqual({ do: "frame", nodes: fork.nodes });
  const before = reduce(start, { type: "mark", source: ofFork });
  expect(of({ type: "toggle", source: ofFork }, before)[0]).toEqual({
    do: "say",
    text: "Mark cleared",
  });
  expect(what(of({ type: "mark", source: sample }))).toEqual(["address", "tool", "load samples"]);
});

test("what failed is asked for again, and nothing else happens with the pointer", () => {
  const retry: Effect = { do: "load", what: "rows", layer: "low" };
  const failed = reduce(start, { type: "failed", message: "m", retry });
  expect(failed.failure).toEqual({ message: "m", retry });
  expect(of({ type: "retry" }, failed)).toEqual([retry]);
  expect(reduce(failed, { type: "retry" }).failure).toBeNull();
  expect(of({ type: "hover", node: 1 })).toEqual([]);
  expect(of({ type: "ask", effect: { do: "home" } })).toEqual([{ do: "home" }]);
});

test("commands lead to events", () => {
  const standing = { state: start, data, described: null, selected: null };
  expect(enter(standing)).toEqual([{ type: "focus", node: 0, anchor: 0, say: "" }]);
  const focused = { ...standing, state: { ...start, focus: 0, anchor: 0 } };
  expect(obey({ do: "walk", way: [1, 0] }, focused)).toEqual([
    { type: "focus", node: 1, anchor: 1, say: "" },
  ]);
  expect(obey({ do: "walk", way: [0, 1] }, focused)).toEqual([
    { type: "ask", effect: { do: "say", text: "No edge leads that way" } },
  ]);
  expect(obey({ do: "cycle", way: 1 }, focused)).toMatchObject([
    { node: 1, anchor: 0, say: expect.stringMatching(/^; neighbour 1 of 3 of i0c0, Jaccard/) },
  ]);
  expect(obey({ do: "select" }, focused)).toEqual([selectNode(data, 0)]);
  expect(obey({ do: "select" }, standing)).toEqual([]);
  expect(obey({ do: "pictures" }, standing)).toEqual([{ type: "pictures", pictures: true }]);
});
