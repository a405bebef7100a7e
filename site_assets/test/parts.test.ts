// @vitest-environment happy-dom
// What the panel says where class probabilities split the rows into parts.
import { beforeEach, expect, test } from "vitest";
import type { Layer } from "../src/data/schema";
import { intervalInWords } from "../src/look/describe";
import { GlossaryView } from "../src/tools/glossary_view";
import { reason } from "../src/tools/live_view";
import { stubCanvas } from "./canvas";
import { panelOf } from "./layer_panel";
import { dataOf, layer, manifest, smallGraph } from "./world";

beforeEach(stubCanvas);

const parts: Partial<Layer> = { n_intervals: [], intervals: [5], eps: null };

test("the panel says that rows were split, and of no interval", async () => {
  const quality = { ...layer.quality, coverage: 1, dominant_share: null };
  const said = await panelOf({ ...parts, quality });
  expect(said).toContain("were grouped into 5 nodes.");
  expect(said).not.toMatch(/interval|cluster|are noise/);
});

test("the glossary says what a part is, and that the lens is a colour", () => {
  const glossary = document.createElement("details");
  const terms = new GlossaryView({ panel: { glossary } });
  const data = dataOf(smallGraph());
  terms.update({ manifest, data: { ...data, layer: { ...layer, ...parts } } });
  const said = terms.root.textContent;
  expect(said).toContain("Connected vectors of like class probabilities.");
  expect(said).toContain("The graph does not depend on it.");
  expect(said).not.toMatch(/interval|cluster/);
});

test("nodes are of parts, and the page cannot cut them", () => {
  expect(intervalInWords(3, { ...layer, ...parts }, manifest)).toBe("part 3");
  expect(reason({ ...layer, ...parts }, manifest)).toContain("no intervals cover the rows");
});
