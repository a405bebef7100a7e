// @vitest-environment happy-dom
// What the panel says where balls cover the rows, and where contained nodes were merged.
import { beforeEach, expect, test } from "vitest";
import { GlossaryView } from "../src/tools/glossary_view";
import { stubCanvas } from "./canvas";
import { panelOf } from "./layer_panel";
import { dataOf, layer, manifest, smallGraph } from "./world";

beforeEach(stubCanvas);

test("the panel counts balls and says how wide they are", async () => {
  const quality = { ...layer.quality, coverage: 1, dominant_share: null };
  const said = await panelOf({ ball_radius: 0.567, intervals: [7], quality });
  expect(said).toContain("are in 7 balls of radius 0.567, which make 5 nodes.");
  expect(said).not.toContain("are noise");
  expect(said).not.toContain("interval");
});

test("the glossary says what a ball is, and that the lens is a colour", () => {
  const glossary = document.createElement("details");
  const terms = new GlossaryView({ panel: { glossary } });
  const data = dataOf(smallGraph());
  terms.update({ manifest, data: { ...data, layer: { ...layer, ball_radius: 0.567 } } });
  const said = terms.root.textContent;
  expect(said).toContain("All activation vectors within the cosine distance 0.567 of one of them");
  expect(said).toContain("The graph does not depend on it.");
  expect(said).toContain("A node is a set of similar activation vectors.");
  expect(said).not.toMatch(/interval|cluster/);
});

test("rows that a clusterer leaves out of balls are noise", async () => {
  const said = await panelOf({ ball_radius: 2, intervals: [1] });
  expect(said).toMatch(/in 1 ball of radius 2.*% of them are noise/);
});

test("merged nodes are counted", async () => {
  expect(await panelOf({ contracted: 1 })).toContain(
    "1 further node was contained in a neighbour and merged into it.",
  );
  expect(await panelOf({ contracted: 0 })).toContain("0 further nodes were contained");
  const kept = await panelOf({});
  expect(kept).toContain("were grouped into 5 nodes.");
  expect(kept).not.toContain("merged");
});
