// @vitest-environment happy-dom
// Two explorers on one page: neither shares state, ids or the address with the other.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Chunks, ChunkKind } from "../src/data/decode";
import type { Loader } from "../src/data/layers";
import { createExplorer, type Explorer } from "../src/explorer";
import { selectNode } from "../src/state/state";
import { stubCanvas } from "./canvas";
import {
  dataOf,
  flare,
  fork,
  manifest,
  rowsArrays,
  samplesOf,
  smallArrays,
  smallGraph,
} from "./world";

const ids = Array.from({ length: 10 }, (_, i) => `s${i}`);
const chunks: Partial<Chunks> = {
  graph: {
    header: {
      kind: "graph",
      layer: "low",
      structures: [fork, flare],
      classes: [],
      names: [],
      agreement: null,
    },
    arrays: smallArrays(),
  },
  rows: {
    header: { kind: "rows", layer: "low", projection: "PCA" },
    arrays: rowsArrays([...ids.keys()]),
  },
  samples: samplesOf(ids),
};
const loader: Loader = {
  load: <K extends ChunkKind>(_: string, kind: K) => Promise.resolve(chunks[kind] as Chunks[K]),
};
const node = selectNode(dataOf(smallGraph()), 1);

beforeEach(() => {
  stubCanvas();
  document.body.replaceChildren(
    document.createElement("section"),
    document.createElement("section"),
  );
  location.hash = "#layer=low&colour=purity";
});

afterEach(() => vi.restoreAllMocks());

async function two(): Promise<[Explorer, Explorer, HTMLElement, HTMLElement]> {
  const [first, second] = [...document.querySelectorAll("section")] as [HTMLElement, HTMLElement];
  const explorers = [
    createExplorer(first, manifest, { hash: true, loader }),
    createExplorer(second, manifest, { loader }),
  ] as const;
  await Promise.all(explorers.map(({ ready }) => ready));
  return [...explorers, first, second];
}

test("each has its own state and its own elements", async () => {
  const [first, second, one, other] = await two();
  first.dispatch(node);
  expect(one.querySelector(".viewer-panel h2")?.textContent).toBe("i1c0");
  expect(other.querySelector(".viewer-panel h2")?.textContent).toBe("low.0");
  second.dispatch({ type: "layer", layer: "high" });
  expect([first.state.view.layer, second.state.view.layer]).toEqual(["low", "high"]);
});

test("no id stands twice, no group of choices is shared, every reference stays inside", async () => {
  const [, , one, other] = await two();
  const of = (root: HTMLElement, name: string): string[] =>
    [...root.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name)!);
  const every = [...of(one, "id"), ...of(other, "id")];
  expect(every.length).toBeGreaterThan(8);
  expect(new Set(every).size).toBe(every.length);
  const names = of(one, "name");
  expect(names.length).toBeGreaterThan(4);
  expect(of(other, "name").filter((name) => names.includes(name))).toEqual([]);
  for (const attribute of ["for", "aria-describedby", "aria-controls", "aria-labelledby"])
    for (const id of of(other, attribute)) expect(of(other, "id")).toContain(id);
});

test("only one reads and writes the address", async () => {
  const [first, second] = await two();
  expect([first.state.view.colour, second.state.view.colour]).toEqual(["purity", "lens"]);
  const written = vi.spyOn(history, "replaceState");
  vi.useFakeTimers();
  second.dispatch(node);
  vi.runAllTimers();
  expect(written).not.toHaveBeenCalled();
  first.dispatch({ type: "colour", colour: "label" });
  vi.runAllTimers();
  expect(written).toHaveBeenCalledExactlyOnceWith(null, "", "#layer=low&colour=label");
  vi.useRealTimers();
});
