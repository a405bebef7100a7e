import { describe, expect, it } from "vitest";
import { graphOf } from "../src/data/graph";
import type { LayerData } from "../src/state/model";
import { contrastOf, inversionsOf, reachedOf, spreadOf, visualOf } from "../src/kinds/pictures";
import {
  inversionsInWords,
  nearestInWords,
  objectiveInWords,
  reachedInWords,
  spreadInWords,
} from "../src/kinds/visuals";
import { flare, fork, layer, smallArrays } from "./world";

const sheet = { file: "a.webp", tile: 8, columns: 2, count: 3 };
const arrays = {
  ...smallArrays(),
  exemplar_offsets: Uint32Array.of(0, 2, 2, 2, 2, 2),
  exemplar_kind: new Uint8Array(2),
  exemplar_row: Uint32Array.of(5, 4),
  exemplar_similarity: Float32Array.of(0.9, 0.8),
  exemplar_sprite: Uint32Array.of(0, 1),
  exemplar_top: new Uint16Array(2),
  exemplar_left: new Uint16Array(2),
  exemplar_bottom: new Uint16Array(2),
  exemplar_right: new Uint16Array(2),
};
const data = {
  layer: {
    ...layer,
    exemplar_sheets: [sheet],
    visual_sheets: [sheet],
    inversion_sheets: [sheet],
    contrast_sheets: [sheet],
  },
  graph: graphOf(arrays, [fork, flare]),
  classes: [],
  rows: null,
} as unknown as LayerData;

describe("optimised pictures", () => {
  it("are found by the node's place on the sheets, and may be missing", () => {
    expect(visualOf(data, 4)).toMatchObject({ row: 1, column: 0 });
    expect(visualOf(data, 1)).toBeNull();
  });

  it("of single activations are found by their row", () => {
    const found = inversionsOf(data, 0);
    expect(found.map(({ row }) => row)).toEqual([5]);
    expect(found[0]!.cosine).toBeCloseTo(0.88);
    expect(found[0]).toMatchObject({ objective: 7.25, steps: 64, nearest: true });
    expect(found[0]!.tile).toMatchObject({ row: 0, column: 1 });
  });

  it("of arms are there for those that were drawn", () => {
    expect(contrastOf(data, fork, 1)).toMatchObject({
      tile: { column: 1 },
      cosine: 0.5,
      objective: 2.5,
      steps: 72,
    });
    expect(contrastOf(data, fork, 2)).toBeNull();
    expect(contrastOf(data, flare, 0)).toBeNull();
  });
});

describe("what is said of them", () => {
  it("tells how tight the node is, and where its picture stands", () => {
    const graph = graphOf(arrays, []);
    expect(spreadInWords(spreadOf(graph, 0), 0.9)).toBe(
      "Four in five of its members have a cosine of 0.80 to 0.97 to the mean, its picture (▾) 0.90.",
    );
    expect(spreadInWords(spreadOf(graph, 3), null)).toMatch(/^The node is wide: .* like none/);
  });

  it("tells what the layer takes the picture for", () => {
    const ids = ["i0c0", "i1c0"];
    expect(nearestInWords(ids, 0, 0)).toContain("nearer to i0c0 than to any other");
    expect(nearestInWords(ids, 0, 1)).toMatch(/nearer to$/);
    expect(nearestInWords(ids, 0, -1)).toContain("does not answer");
  });

  it("tells the objective, and beneath each picture how far it came", () => {
    const kind = { objective: "direction", aim: "the node’s mean", drawn: 3, wanted: 5 };
    expect(objectiveInWords(kind)).toContain("dot product with the node’s mean,");
    const reached = { cosine: 0.876, objective: 140.2, steps: 80 };
    expect(reachedInWords(reached)).toBe("80\u00a0steps, cosine\u00a00.88, objective\u00a0140");
    expect(reachedInWords({ ...reached, objective: 12.53, steps: 1 })).toBe(
      "1\u00a0step, cosine\u00a00.88, objective\u00a012.5",
    );
    expect(reachedInWords(reachedOf(graphOf(arrays, []), 4))).toBe(
      "60\u00a0steps, cosine\u00a00.70, objective\u00a0140",
    );
  });

  it("calls an activation that of the nearest input only where it is", () => {
    const [one] = inversionsOf(data, 0);
    expect(inversionsInWords([one!])).toBe("Its nearest input’s activation alone");
    const inversion_row = Uint32Array.of(2, 4);
    const [other] = inversionsOf({ ...data, graph: { ...data.graph, inversion_row } }, 0);
    expect(other).toMatchObject({ row: 4, nearest: false });
    expect(inversionsInWords([other!])).toContain("not that of its nearest");
    expect(inversionsInWords([one!, other!])).toContain("single inputs");
  });
});
