import type { LayerData } from "../src/data/layer";
import { describe, expect, it } from "vitest";
import { graphOf } from "../src/data/graph";
import { spreadOf } from "../src/data/exemplars";
import { contrastOf, inversionsOf, reachedOf, visualOf } from "../src/kinds/images/pictures";
import {
  inversionsInWords,
  nearestInWords,
  objectiveInWords,
  reachedInWords,
  spreadInWords,
} from "../src/kinds/images/words";
import { flare, fork, layer, smallArrays, smallImages } from "./world";

const sheet = { file: "a.webp", tile: 8, columns: 2, count: 3 };
const arrays = {
  ...smallArrays(),
  exemplar_offsets: Uint32Array.of(0, 2, 2, 2, 2, 2),
  exemplar_kind: new Uint8Array(2),
  exemplar_row: Uint32Array.of(5, 4),
  exemplar_similarity: Float32Array.of(0.9, 0.8),
};
const data = {
  layer,
  graph: graphOf(arrays, [fork, flare]),
  classes: [],
  rows: null,
  agreement: null,
  look: smallImages([sheet]),
} satisfies LayerData;

describe("feature visualisations", () => {
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

describe("sentences about them", () => {
  it("give the spread of the members and the cosine of the image", () => {
    expect(spreadInWords(spreadOf(data, 0), 0.9)).toBe(
      "80 % of the members have a cosine similarity of 0.80 to 0.97 to the centroid; " +
        "the feature visualisation (▾) has 0.90.",
    );
    expect(spreadInWords(spreadOf(data, 3), null)).toMatch(/node is wide: .* not typical/);
  });

  it("name the node that is closest to the image", () => {
    const ids = ["i0c0", "i1c0"];
    expect(nearestInWords(ids, 0, 0)).toContain("closest to its own node, i0c0");
    expect(nearestInWords(ids, 0, 1)).toMatch(/closest to another node:$/);
    expect(nearestInWords(ids, 0, -1)).toContain("is zero");
  });

  it("give the objective, and below each image what was reached", () => {
    const kind = { objective: "direction", aim: "the node’s mean", drawn: 3, wanted: 5 };
    expect(objectiveInWords(kind)).toContain("dot product with the node’s mean,");
    const reached = { cosine: 0.876, objective: 140.2, steps: 80 };
    expect(reachedInWords(reached)).toBe("80\u00a0steps, cosine\u00a00.88, objective\u00a0140");
    expect(reachedInWords({ ...reached, objective: 12.53, steps: 1 })).toBe(
      "1\u00a0step, cosine\u00a00.88, objective\u00a012.5",
    );
    expect(reachedInWords(reachedOf(data.look, 4))).toBe(
      "60\u00a0steps, cosine\u00a00.70, objective\u00a0140",
    );
  });

  it("call an activation that of the nearest input only where it is", () => {
    const [one] = inversionsOf(data, 0);
    expect(inversionsInWords([one!])).toBe(
      "Feature visualisation of the activation of its nearest input",
    );
    const inversion_row = Uint32Array.of(2, 4);
    const look = { ...data.look, arrays: { ...data.look.arrays, inversion_row } };
    const [other] = inversionsOf({ ...data, look }, 0);
    expect(other).toMatchObject({ row: 4, nearest: false });
    expect(inversionsInWords([other!])).toContain("not that of its nearest");
    expect(inversionsInWords([one!, other!])).toContain("single activations");
  });
});
