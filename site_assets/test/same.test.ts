// The viewer writes shares, classes edges and colours nodes as the pages do; the table is also that
// of tests/unit/pages/test_same_as_viewer.py.
import { expect, test } from "vitest";
import same from "../../tests/fixtures/viewer/same.json";
import { graphOf } from "../src/data/graph";
import { percent } from "../src/look/describe";
import { edgeClasses } from "../src/look/edges";
import { paletteFor, rampIndex, rgb } from "../src/look/palette";
import { smallArrays } from "./world";

test("shares", () => {
  for (const [share, text] of same.percent) expect(percent(share as number)).toBe(text);
});

test("classes of edges", () => {
  const jaccard = Float32Array.from(same.edges, ([index]) => index!);
  const ends = new Uint32Array(jaccard.length);
  const edges = { source: ends, target: ends.map(() => 1), jaccard };
  const graph = graphOf({ ...smallArrays(), ...edges, edge_bootstrap: new Float32Array(0) }, []);
  const classes = edgeClasses(graph, { weight: "jaccard", edges: 0 });
  const found = [...jaccard.keys()].map(
    (edge) => classes.find(({ edges: inClass }) => inClass.includes(edge))!.share,
  );
  expect(found).toEqual(same.edges.map(([, width]) => (width! + 0.5) / 6));
});

test("colours of the light theme", () => {
  const { ramp } = paletteFor(false, [0, 0, 0]);
  for (const [share, colour] of same.colours)
    expect(ramp[rampIndex(share as number, 0, 1)]).toEqual(rgb((colour as string).slice(1)));
});
