// @vitest-environment happy-dom
// A figure of nodes is one entry of the table: switch, legend, address, table and panel follow.
import { beforeEach, expect, test, vi } from "vitest";
import type { Chunks, ChunkKind } from "../src/data/decode";
import type { Tools } from "../src/tools/contract";
import { TableView } from "../src/tools/table_view";
import { createExplorer } from "../src/explorer";
import type { Colouring } from "../src/look/figures";
import { selectNode } from "../src/state/state";
import { decodeView } from "../src/state/url";
import { stubCanvas } from "./canvas";
import { dataOf, manifest, rowsArrays, samplesOf, smallArrays, smallGraph } from "./world";

vi.mock("../src/data/schema", async (original) => {
  const schema = await original<typeof import("../src/data/schema")>();
  const toy = {
    id: "toy",
    array: "spread_middle",
    label: "Toy",
    legend: "toy figure",
    column: "Toy column",
    description: "A figure of this test.",
    format: "decimal",
    scale: [0, 1],
    in_tables: true,
    rows: null,
    needs: null,
    number: null,
    further: false,
  };
  return { ...schema, NODE_FIGURES: [...schema.NODE_FIGURES, toy] };
});

const chunks: Partial<Chunks> = {
  graph: {
    header: { kind: "graph", layer: "low", structures: [], classes: [], agreement: null, names: [] },
    arrays: smallArrays(),
  },
  rows: {
    header: { kind: "rows", layer: "low", projection: "" },
    arrays: rowsArrays(Array(10).fill(0)),
  },
  samples: samplesOf(["s"]),
};
const load = <K extends ChunkKind>(_: string, kind: K): Promise<Chunks[K]> =>
  Promise.resolve(chunks[kind] as Chunks[K]);

beforeEach(stubCanvas);

const tools = (): Promise<Tools> =>
  Promise.resolve({ table: (app, parts) => new TableView(app, parts) } as Partial<Tools> as Tools);

test("a new figure is one entry", async () => {
  const root = document.createElement("section");
  document.body.append(root);
  const explorer = createExplorer(root, manifest, { loader: { load }, tools });
  await explorer.ready;
  const text = (selector: string): string => root.querySelector(selector)?.textContent ?? "";
  expect(text(".viewer-controls fieldset")).toContain("Toy");
  const view = decodeView("#layer=low&colour=toy", manifest)!;
  expect(view.problems).toEqual([]);
  explorer.dispatch({ type: "colour", colour: "toy" as Colouring });
  expect(text(".legend-ramp")).toBe("toy figure0.001.00");
  explorer.dispatch(selectNode(dataOf(smallGraph()), 1));
  expect(text(".statistics")).toContain("Toy column0.80A figure of this test.");
  const details = root.querySelector<HTMLDetailsElement>(".viewer-table")!;
  details.open = true;
  details.dispatchEvent(new Event("toggle"));
  await vi.waitFor(() => expect(text(".node-table thead")).toContain("Toy column"));
  expect(text(".node-table tbody tr")).toContain("0.90");
});
