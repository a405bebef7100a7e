// The ways to make a selection from the graph, by keyboard and pointer.
import { expect, test } from "vitest";
import { askForPath, chooseNode, selectEdge } from "../src/state/made";
import { commandFor, obey, type Standing } from "../src/state/keyboard";
import { knownOf, selectionOf } from "../src/state/selection";
import type { Source } from "../src/state/source";
import type { Event } from "../src/state/event";
import { reduce, startState, startView, type State } from "../src/state/state";
import { made } from "../src/tools/make";
import { dataOf, manifest, smallGraph, smallRows } from "./world";

const data = dataOf(smallGraph(), smallRows());
const start = startState(startView(manifest));
const layer = "low";
const described = (source: Source) => selectionOf(source, knownOf(data, null, manifest));

/** What is selected after some keys, each with the focus on a node. */
function after(...presses: readonly (readonly [string, number])[]): State["view"] {
  let state = start;
  for (const [name, focus] of presses) {
    const shiftKey = name === "N" || name === "Shift+Enter";
    const key = { key: name.replace("Shift+", ""), shiftKey };
    const none = { ctrlKey: false, metaKey: false, altKey: false };
    const { selected } = state.view;
    const standing: Standing = {
      state: { ...state, focus },
      data,
      described: selected && described(selected),
      selected: selected?.kind === "node" ? data.graph.indexOf.get(selected.value)! : null,
    };
    for (const event of obey(commandFor({ ...none, ...key }, true)!, standing))
      state = reduce(state, found(event, standing));
  }
  return state.view;
}

const here = { data, described: null, selected: null };

/** What the second script makes of an effect. */
function found(event: Event, standing: Omit<Standing, "state"> = here): Event {
  return event.type === "ask" && event.effect.do === "make" ? made(event.effect, standing) : event;
}

const selected = (...presses: readonly (readonly [string, number])[]) => {
  const source = after(...presses).selected;
  return source && `${source.kind}:${source.value}`;
};

test("Space adds nodes and takes them out", () => {
  expect(selected([" ", 1])).toBe("node:i1c0");
  expect(selected([" ", 1], [" ", 3])).toBe("nodes:i1c0,i2c0");
  expect(selected([" ", 1], [" ", 3], [" ", 1])).toBe("nodes:i2c0");
  expect(selected([" ", 1], [" ", 3], [" ", 1], [" ", 3])).toBe(null);
  // From a component nodes are taken one by one, and what was selected is not left behind as a mark.
  expect(after(["g", 1], [" ", 2])).toMatchObject({ selected: { kind: "nodes", value: "i1c0,i0c0,i2c0" }, marked: null });
});

test("a neighbourhood grows and shrinks by a step", () => {
  expect(selected(["n", 1])).toBe("near:i1c0,1");
  expect(selected(["n", 1], ["n", 3])).toBe("near:i1c0,2");
  expect(selected(["n", 1], ["n", 1], ["N", 1])).toBe("near:i1c0,1");
  expect(selected(["n", 1], ["N", 1])).toBe("near:i1c0,1");
  expect(selected(["g", 4])).toBe("component:i12c3");
});

test("a path leads from the selected node, or from the one that was chosen for it", () => {
  expect(selected(["Enter", 1], ["Shift+Enter", 3])).toBe("path:i1c0,i0c0,i2c0");
  expect(selected(["Shift+Enter", 1], ["Enter", 2])).toBe("path:i1c0,i0c0,i1c1");
  expect(found(askForPath(1, 4))).toMatchObject({ effect: { text: "No path leads from i1c0 to i12c3" } });
  const armed = reduce(start, { type: "path-from", node: { kind: "node", layer, value: "i1c0" } });
  expect(found(chooseNode(data, armed, 1))).toMatchObject({ source: { kind: "node", value: "i1c0" } });
  expect(reduce(armed, { type: "clear" }).pathFrom).toBeNull();
});

test("an edge is named by its two nodes", () => {
  const event = selectEdge(data, 1) as Event & { type: "select" };
  expect(event.source).toEqual({ kind: "edge", layer, value: "i0c0,i1c1" });
  const standing = { ...here, described: described(event.source!) };
  expect(made({ do: "make", what: "add", node: 1 }, standing)).toMatchObject({
    source: { kind: "nodes", value: "i0c0,i1c1,i1c0" },
  });
});

test("an area tool ends with a selection, or with Escape", () => {
  const area = { view: "graph", shape: "box" } as const;
  const begun = reduce(start, { type: "area", area });
  expect(begun.area).toEqual(area);
  expect(reduce(begun, { type: "clear" }).area).toBeNull();
  expect(reduce(begun, chooseNode(data, begun, 1)).area).toBeNull();
});
