// @vitest-environment happy-dom
// The class directory, the help and the tour, in an explorer without a browser.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Chunks, ChunkKind } from "../src/data/decode";
import { createExplorer } from "../src/explorer";
import type { ToolName } from "../src/state/effect";
import { allKeys } from "../src/state/keyboard";
import type { Tools } from "../src/tools/contract";
import { DirectoryDialog } from "../src/tools/directory_view";
import { HelpDialog } from "../src/tools/help_view";
import { Tour } from "../src/tools/tour_view";
import { stubCanvas } from "./canvas";
import { manifest, rowsArrays, samplesOf, smallArrays } from "./world";

const ids = Array.from({ length: 10 }, (_, i) => `s${i}`);
const chunks: Partial<Chunks> = {
  graph: {
    header: { kind: "graph", layer: "low", structures: [], classes: [], names: [], agreement: null },
    arrays: smallArrays(),
  },
  rows: {
    header: { kind: "rows", layer: "low", projection: "PCA" },
    arrays: rowsArrays([...ids.keys()]),
  },
  samples: samplesOf(ids),
};
const loader = {
  load: <K extends ChunkKind>(_: string, kind: K) => Promise.resolve(chunks[kind] as Chunks[K]),
};
const tools = {
  help: (app) => new HelpDialog(app),
  directory: (app) => new DirectoryDialog(app),
  tour: (app, parts) => new Tour(app, parts),
} as Partial<Tools> as Tools;
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

beforeEach(() => {
  stubCanvas();
  document.body.replaceChildren(document.createElement("section"));
  location.hash = "";
});
afterEach(() => vi.restoreAllMocks());

async function opened(name: ToolName, labels = manifest.labels) {
  const root = document.querySelector("section")!;
  const wide = { ...manifest, labels };
  const explorer = createExplorer(root, wide, { loader, tools: () => Promise.resolve(tools) });
  await explorer.ready;
  explorer.dispatch({ type: "ask", effect: { do: "tool", name } });
  await settled();
  return { root, explorer };
}

test("a label that the graph does not hold is disabled, with the reason", async () => {
  const { root, explorer } = await opened("directory", [...manifest.labels, "zebra"]);
  const items = [...root.querySelectorAll<HTMLElement>(".directory li")];
  const [first] = items;
  const zebra = items.find((item) => item.textContent!.includes("zebra"))!;
  expect(zebra.querySelector("input")!.disabled).toBe(true);
  expect(zebra.textContent).toContain("no rows in this layer");
  first!.querySelector("input")!.click();
  expect(explorer.state.view.marked).toEqual({ kind: "label", value: "a" });
});

test("the help has every key of the tables, and says what it does", async () => {
  const { root } = await opened("help");
  const keys = [...root.querySelectorAll(".viewer-help kbd")].length;
  // Tab is not a command.
  expect(keys).toBe(1 + allKeys().reduce((sum, one) => sum + one.keys.length, 0));
  for (const meaning of root.querySelectorAll(".viewer-help dd")) expect(meaning.textContent).not.toBe("");
});

test("the tour leaves out what is not there", async () => {
  vi.spyOn(HTMLElement.prototype, "checkVisibility").mockReturnValue(true);
  const { root } = await opened("tour");
  expect(root.querySelector(".tour p")!.textContent).toMatch(/^Two-minute tour, 1 of \d$/);
  expect(root.querySelector(".layer-nav")).toBeNull();
  const titles: string[] = [];
  for (let i = 0; i < 9 && !root.querySelector<HTMLElement>(".tour")!.hidden; i++) {
    titles.push(root.querySelector(".tour h2")!.textContent!);
    [...root.querySelectorAll<HTMLElement>(".tour button")].at(-1)!.click();
  }
  expect(titles[0]).toBe("Select a node");
  expect(titles).not.toContain("Trace it over layers");
  expect(titles.at(-1)).toBe("Save and link");
});
