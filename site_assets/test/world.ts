// A small graph and manifest that the tests share.
import { publishedLabels } from "../src/data/label_columns";
import type { ChosenLabels } from "../src/look/describe";
import { labelRanks, type LitShares, type Look, lookOf, UNLIT } from "../src/look/appearance";
import { type Colouring, figureOf } from "../src/look/figures";
import { type FigureData, figured } from "../src/look/values";
import { knownOf } from "../src/state/selection";
import { type LayerData, type Rows, rowsOf, type Samples } from "../src/data/layer";
import type { Chunks } from "../src/data/decode";
import { graphOf, type Graph } from "../src/data/graph";
import type {
  GraphArrays,
  Layer,
  Manifest,
  PictureKind,
  RowsArrays,
  Sheet,
  StabilitySummary,
  Structure,
} from "../src/data/schema";

const MEMBERS = [[0, 1, 2, 3], [2, 3, 4], [0, 5], [1, 6, 7], [8]];

/**
 * Five nodes: 0 in the middle, 1 right, 2 above, 3 left (weak edge), 4 alone far right.
 * Ten rows; labels a (0) and b (1).
 */
export function smallArrays(): GraphArrays {
  return {
    x: Float32Array.of(0, 1, 0.1, -1, 9),
    y: Float32Array.of(0, 0.1, -1, 0, 0),
    interval: Uint16Array.of(0, 1, 1, 2, 12),
    cluster: Uint16Array.of(0, 0, 1, 0, 3),
    lens: Float32Array.of(1, 2, 3, 4, 5),
    second_lens: new Float32Array(0),
    cohesion: Float32Array.of(0.9, 0.8, 0.7, 0.6, 0.95),
    purity: Float32Array.of(0.5, 1, 1, 2 / 3, NaN),
    majority: Int16Array.of(0, 0, 1, 1, -1),
    member_offsets: Uint32Array.of(0, 4, 7, 9, 12, 13),
    source: Uint32Array.of(0, 0, 0),
    target: Uint32Array.of(1, 2, 3),
    jaccard: Float32Array.of(0.4, 0.2, 0.1),
    composition_offsets: Uint32Array.of(0, 2, 3, 4, 6, 6),
    composition_label: Int16Array.of(0, 1, 0, 1, 1, 0),
    composition_count: Uint32Array.of(2, 2, 3, 2, 2, 1),
    exemplar_offsets: Uint32Array.of(0, 0, 0, 0, 0, 0),
    exemplar_kind: new Uint8Array(0),
    exemplar_row: new Uint32Array(0),
    exemplar_similarity: new Float32Array(0),
    exemplar_class: new Int16Array(0),
    exemplar_class_value: new Float32Array(0),
    attribution_offsets: new Uint32Array(0),
    attribution_class: new Uint16Array(0),
    attribution_value: new Float32Array(0),
    spread_low: Float32Array.of(0.8, 0.7, 0.5, 0.3, 0.9),
    spread_middle: Float32Array.of(0.9, 0.8, 0.7, 0.5, 0.95),
    spread_high: Float32Array.of(0.97, 0.9, 0.9, 0.8, 0.99),
    node_bootstrap: Float32Array.of(1, 0.9, 0.5, 0.2, 0),
    node_family: Float32Array.of(1, 0.8, 0.4, 0.3, 0),
    node_value: new Float32Array(0),
    edge_bootstrap: Float32Array.of(1, 0.5, 0),
    // Of each node in the layers low (its own) and high; node 4 has none.
    counterpart_interval: Int32Array.of(-1, 0, -1, 1, -1, 1, -1, 2, -1, -1),
    counterpart_cluster: Uint16Array.of(0, 0, 0, 0, 0, 1, 0, 0, 0, 0),
    counterpart_shared: Uint32Array.of(0, 4, 0, 2, 0, 1, 0, 3, 0, 0),
    counterpart_jaccard: Float32Array.of(0, 1, 0, 0.5, 0, 0.25, 0, 1, 0, 0),
  };
}

export const fork: Structure = {
  id: "bifurcation-i0c0",
  name: "Bifurcation at i0c0 with 3 arms",
  kind: "bifurcation",
  nodes: [0, 1, 2, 3],
  arms: [[1], [3], [2]],
  rows: 8,
  bootstrap: 0.83,
  family: 0.9,
  stable: true,
};
export const flare: Structure = {
  id: "flare-i2c0",
  name: "Flare of 2 nodes from i2c0",
  kind: "flare",
  nodes: [3, 0],
  arms: [],
  rows: 6,
  bootstrap: 0.4,
  family: null,
  stable: false,
};

export function smallGraph(): Graph {
  return graphOf(smallArrays(), [fork, flare]);
}

export const judged: StabilitySummary = {
  resamples: 30,
  family: 14,
  null_model: "shuffled",
  copies: 4,
  threshold: 0.5,
  node_bootstrap: 0.52,
  node_family: 0.5,
  null_bootstrap: 0.2,
  null_family: 0.1,
  kinds: [
    { kind: "loop", count: 0, stable: 0, strongest: 0, null_count: 2.5, null_strongest: 0.43 },
    { kind: "flare", count: 1, stable: 0, strongest: 0.4, null_count: 1, null_strongest: 0.2 },
  ],
};

export const layer = {
  id: "low",
  name: "low.0",
  channels: 8,
  map_size: [4, 4],
  n_rows: 10,
  n_nodes: 5,
  n_edges: 3,
  lens_min: 1,
  lens_max: 5,
  eps: 0.3,
  metric: "cosine",
  n_intervals: [13],
  intervals: [13],
  eps_quantile: 0.5,
  ball_radius: null,
  radius_quantile: null,
  contracted: null,
  notices: [],
  sampled: null,
  unjudged: null,
  stability: judged,
  family: null,
  graph: "data/low-graph.js",
  rows: "data/low-rows.js",
  projections: ["data/low-tsne.js"],
  look: null,
  quality: {
    coverage: 0.9,
    purity: 0.8,
    components: 2,
    branching: 1,
    loops: 0,
    largest: 0.4,
    dominant_share: 0,
  },
  purities: [],
} satisfies Layer;

export const manifest: Manifest = {
  schema_version: 7,
  kind: "images",
  name: "small",
  title: "Small",
  given: false,
  lens: "l2_norm",
  second_lens: null,
  labels: ["a", "b & c/d, e=f"],
  columns: [],
  numbers: [],
  numbers_chunk: null,
  node_value: null,
  n_samples: 10,
  samples: "data/samples.js",
  samples_look: "data/thumbnails.js",
  details: null,
  noun: null,
  projections: ["pca", "tsne"],
  layers: [layer, { ...layer, id: "high" }],
  start: "low",
  others: [],
};

/** The labels that the graph was published with. */
export function chosenLabels(graph: Graph, { labels } = manifest): ChosenLabels {
  return { column: { name: null, labels }, nodeLabels: publishedLabels(graph) };
}

export function dataOf(graph: Graph, rows: Rows | null = null): LayerData {
  return { layer, graph, classes: [], agreement: null, rows, look: null };
}

/** What the figures of a graph are computed from. */
export function figureData(
  graph: Graph,
  rows: Rows | null = null,
  more: Partial<FigureData> = {},
): FigureData {
  const data = dataOf(graph, rows);
  const { column, nodeLabels } = chosenLabels(graph);
  return { ...knownOf(data, null, manifest), column, nodeLabels: nodeLabels!, ...more };
}

/** The look of a graph in some colours. */
export function lookIn(
  graph: Graph,
  colour: Colouring,
  lit: LitShares = UNLIT,
  rows: Rows | null = null,
  labels = manifest.labels,
): Look {
  const shown = figured(figureOf(colour), layer, figureData(graph, rows));
  return lookOf(graph, shown, labelRanks(labels, null), lit);
}

export function rowsArrays(sample: number[]): RowsArrays {
  const n = sample.length;
  return {
    x: new Uint16Array(n),
    y: new Uint16Array(n),
    sample: Uint32Array.from(sample),
    lens: new Float32Array(n),
    second_lens: new Float32Array(0),
    members: Uint32Array.from(MEMBERS.flatMap((rows) => rows.map((row, i) => row - (rows[i - 1] ?? 0)))),
    similarity: new Int16Array(0),
  };
}

/** The rows of the small graph, each of the sample that is given, or of its own. */
export function smallRows(sample = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]): Rows {
  const header = { kind: "rows", layer: "low", projection: "" } as const;
  return rowsOf({ header, arrays: rowsArrays(sample) }, smallGraph());
}

/** Ten samples of two origins; samples 2 and 7 have a thumbnail. */
export function samplesOf(
  ids: readonly string[],
): Samples & { readonly look: Chunks["thumbnails"] } {
  return {
    header: { kind: "samples", ids, origins: ["o", "p"] },
    arrays: {
      label: new Int16Array(10),
      columns: new Int16Array(0),
      origin: Uint32Array.of(0, 0, 0, 0, 1, 1, 1, 1, 1, 1),
    },
    labels: manifest.labels,
    details: null,
    look: {
      header: {
        kind: "thumbnails",
        sheets: [
          { file: "shared.webp", tile: 512, columns: 1, count: 1 },
          { file: "own.webp", tile: 128, columns: 2, count: 3 },
        ],
      },
      arrays: {
        sample: Uint32Array.of(2, 7),
        tile: Uint32Array.of(0, 3),
        top: Uint16Array.of(0, 0),
        left: Uint16Array.of(0, 13107),
        bottom: Uint16Array.of(65535, 32768),
        right: Uint16Array.of(65535, 39321),
      },
    },
  };
}

/** Images of the small graph: one sheet of each sort, and one picture of the second arm. */
export function smallImages(sheets: readonly Sheet[] = []): Chunks["images"] {
  return {
    header: {
      kind: "images",
      layer: "low",
      exemplar_sheets: sheets,
      visual_sheets: sheets,
      inversion_sheets: sheets,
      contrast_sheets: sheets,
      visuals: null,
      contrasts: [
        [
          { sprite: 0, cosine: 0.4, objective: 3, steps: 80 },
          { sprite: 1, cosine: 0.5, objective: 2.5, steps: 72 },
          null,
        ],
        [],
      ],
    },
    arrays: {
      exemplar_sprite: Uint32Array.of(0, 1),
      exemplar_top: new Uint16Array(2),
      exemplar_left: new Uint16Array(2),
      exemplar_bottom: new Uint16Array(2),
      exemplar_right: new Uint16Array(2),
      visual_sprite: Int32Array.of(0, -1, 1, -1, 2),
      visual_cosine: Float32Array.of(0.9, 0, 0.8, 0, 0.7),
      visual_objective: Float32Array.of(12.5, 0, 8, 0, 140),
      visual_steps: Uint16Array.of(80, 0, 80, 0, 60),
      visual_nearest: Int32Array.of(0, -1, 3, -1, 4),
      inversion_row: Uint32Array.of(2, 5),
      inversion_cosine: Float32Array.of(0.93, 0.88),
      inversion_objective: Float32Array.of(6, 7.25),
      inversion_steps: Uint16Array.of(80, 64),
    },
  };
}

/** The small graph with exemplars of all kinds in node 0, and of one kind in node 1. */
export function dataWithExemplars(): LayerData & { readonly look: Chunks["images"] } {
  const arrays: GraphArrays = {
    ...smallArrays(),
    exemplar_offsets: Uint32Array.of(0, 4, 5, 5, 5, 5),
    exemplar_kind: Uint8Array.of(0, 0, 1, 2, 0),
    exemplar_row: Uint32Array.of(2, 0, 3, 1, 4),
    exemplar_similarity: Float32Array.of(0.9, 0.8, 0.5, 0.75, 1),
    exemplar_class: Int16Array.of(1, 0, -1, -1, 1),
    exemplar_class_value: Float32Array.of(0.5, 0.25, 0, 0, 2),
    attribution_offsets: Uint32Array.of(0, 4, 4, 5, 5, 5),
    attribution_class: Uint16Array.of(1, 0, 3, 2, 0),
    attribution_value: Float32Array.of(0.5, 0.25, -0.125, -1, 3),
  };
  const classes = ["tabby", "Egyptian cat", "plane", "ship"];
  const images = smallImages([{ file: "images/e.webp", tile: 8, columns: 2, count: 5 }]);
  const look = {
    header: { ...images.header, visual_sheets: [] },
    arrays: {
      ...images.arrays,
      exemplar_sprite: Uint32Array.of(2, 0, 3, 1, 4),
      exemplar_top: Uint16Array.of(0, 0, 0, 0, 13107),
      exemplar_left: new Uint16Array(5),
      exemplar_bottom: Uint16Array.of(65535, 65535, 65535, 65535, 26214),
      exemplar_right: new Uint16Array(5).fill(65535),
    },
  };
  return { layer, graph: graphOf(arrays, []), classes, agreement: 0.9, rows: null, look };
}

/** The terms of the small graph: two classes, and terms in node 0 alone. */
export function smallLanguage(): Chunks["language"] {
  return {
    header: {
      kind: "language",
      layer: "low",
      classes: [
        { source: "context", name: "" },
        { source: "label", name: "" },
      ],
      terms: ["animal", "bat", "cave"],
      draws: 99,
      group: "form",
      predictions: [
        { source: "state", head: "masked", draws: 19, shown: 2 },
        { source: "place", head: "masked", draws: 19, shown: 1 },
      ],
      tokens: ["bat", "cave", "owl"],
    },
    arrays: {
      units: Uint32Array.of(4, 4, 3, 3, 2, 2, 3, 3, 1, 1),
      rest: Uint32Array.of(6, 6, 7, 7, 8, 8, 7, 7, 9, 9),
      chance: new Float32Array(10).fill(1),
      within: Float32Array.from({ length: 10 }, (_, k) => (k % 2 ? -1 : 1.5)),
      offsets: Uint32Array.of(0, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3),
      term: Uint32Array.of(2, 1, 0),
      z: Float32Array.of(2.5, 1.375, 3),
      here: Uint32Array.of(3, 2, 4),
      elsewhere: Uint32Array.of(1, 1, 0),
      predicted: Uint32Array.of(2, 0, 0, 1, 0, 1, 0, 1, 0, 1, ...[1, 2, 0, 0, 0]),
      predicted_share: Float32Array.from({ length: 15 }, (_, k) => 0.5 - k / 50),
      predicted_usual: new Float32Array(15).fill(0.125),
      prediction_rows: Uint32Array.of(4, 3, 2, 3, 1, 3, 0, 2, 3, 1),
      prediction_distance: new Float32Array(10).fill(0.5),
      prediction_chance: Float32Array.from({ length: 10 }, (_, k) => (k % 5 === 1 ? 0.75 : 0.25)),
      prediction_within: Float32Array.of(0.3, 0.3, 0.6, -1, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3),
    },
  };
}

/** Two pictures of three that were wanted. */
export const pictures: PictureKind = {
  objective: "distinct",
  aim: "its mean",
  drawn: 2,
  wanted: 3,
};

/** A table of two columns that describes the samples 1 and 4; the first of them has an address. */
export function smallDetails(): Chunks["details"] {
  return {
    header: {
      kind: "details",
      columns: ["age", "place"],
      values: ["", "12", "Rome"],
      links: ["https://example.org/1", ""],
    },
    arrays: { sample: Uint32Array.of(1, 4), value: Uint32Array.of(1, 2, 0, 2) },
  };
}

/** The two largest channels of row 1. */
export function smallChannels(): Chunks["channels"] {
  return {
    header: { kind: "channels", layer: "low", shown: 2 },
    arrays: {
      row: Uint32Array.of(1),
      channel: Uint32Array.of(7, 2),
      size: Float32Array.of(-3.25, 1.5),
    },
  };
}
