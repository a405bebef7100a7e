// The graphs of one layer's family, cut when they are asked for.
import { type Cut, cutAt, labelAt, roomFor, type Trees, treesOf } from "../cut";
import type { Chunks } from "../decode";
import { type Graph, inverse } from "../graph";
import type { LayerData, Rows, Samples } from "../layer";
import type { FamilyHeader, GraphQuality, Layer } from "../schema";
import { neighbourSets } from "./collapse";
import { type CutGraph, cutGraph, type Material } from "./cut_graph";
import { type Place, type Spot, spotOf } from "./place";
import { componentsOf, type Shape, structuresOf } from "./shape";
import type { Labelled, LiveLayer } from "./types";
import { count, gettext } from "../../text";

/** So many graphs are kept: a step back shows the same one. */
const KEPT = 24;
const USUAL_THRESHOLD = 0.5;
const UNJUDGED = gettext("Stability was not judged for this graph. It was made on the page.");

export interface Labels {
  /** Label of each sample, -1 for none. */
  readonly label: Int16Array;
  readonly count: number;
}

interface Cover {
  readonly trees: Trees;
  readonly room: Cut;
}

export class FamilyGraphs implements LiveLayer {
  readonly header: FamilyHeader;
  readonly nPublished: number;
  readonly usual: number;
  readonly threshold: number;
  private readonly material: Material;
  private readonly covers = new Map<number, Cover>();
  private readonly made = new Map<string, LayerData>();

  constructor(
    public author: LayerData & { readonly rows: Rows },
    private readonly chunk: Chunks["family"],
    labels: Labels,
  ) {
    this.header = chunk.header;
    this.nPublished = chunk.arrays.row.length;
    const { graph, rows, layer } = author;
    const isPublished = new Uint8Array(layer.n_rows);
    for (const row of this.cover(0).trees.row) isPublished[row] = 1;
    const sizes = sizesWithin(graph, rows, isPublished);
    this.threshold = layer.stability?.threshold ?? USUAL_THRESHOLD;
    this.material = {
      author: graph,
      rows,
      reference: { nodes: rows.nodes, sizes, ids: graph.ids },
      label: Int16Array.from(rows.arrays.sample, (sample) => labels.label[sample]!),
      nLabels: labels.count,
      threshold: this.threshold,
    };
    this.usual = this.header.own ?? levelWith(this.cover(0).trees, sizes, this.header);
  }

  at(place: Place): LayerData | null {
    const spot = spotOf(this.header, place, this.usual);
    return spot && this.atSpot(spot);
  }

  take({ look }: LayerData): void {
    this.author = { ...this.author, look };
    this.made.clear();
  }

  atSpot(spot: Spot): LayerData {
    const key = `${spot.cover} ${spot.level}`;
    const known = this.made.get(key);
    if (known) return known;
    const [oldest] = this.made.keys();
    if (this.made.size >= KEPT) this.made.delete(oldest!);
    const data = this.make(spot);
    this.made.set(key, data);
    return data;
  }

  labels({ cover, level }: Spot): Labelled {
    const { trees, room } = this.cover(cover);
    const { node, nNodes } = labelAt(trees, level, room);
    return { row: trees.row, node, nNodes };
  }

  private cover(cover: number): Cover {
    const known = this.covers.get(cover);
    if (known) return known;
    const trees = treesOf(this.chunk, cover);
    const made = { trees, room: roomFor(trees) };
    this.covers.set(cover, made);
    return made;
  }

  private make(spot: Spot): LayerData {
    const { author, header, material, nPublished } = this;
    const { trees, room } = this.cover(spot.cover);
    const made = cutGraph(cutAt(trees, spot.level, room), material);
    const rows: Rows = {
      ...author.rows,
      members: made.members,
      nodes: inverse(made.members.offsets, made.members.values, author.layer.n_rows),
    };
    const shape = shapeOf(made, author.layer.n_rows, nPublished);
    const graph = { ...made.graph, structures: structuresOf(shape) };
    const { matching, changes } = made;
    return {
      ...author,
      layer: this.layerAt(spot, graph, shape),
      graph,
      rows,
      live: { author, header, spot, matching, changes, threshold: this.threshold },
    };
  }

  /** What the manifest says of a layer, for this graph. */
  private layerAt({ cover, level }: Spot, graph: Graph, shape: Shape): Layer {
    const { layer } = this.author;
    const { n_intervals, intervals } = this.header.covers[cover]!;
    return {
      ...layer,
      n_nodes: graph.n,
      n_edges: graph.nEdges,
      eps: this.header.levels[level]!,
      eps_quantile: null,
      n_intervals: [n_intervals],
      intervals: [intervals],
      notices: sampledNotice(layer, this.nPublished),
      stability: null,
      unjudged: UNJUDGED,
      quality: qualityOf(graph, shape, this.nPublished),
    };
  }
}

export function makeLive(
  author: LayerData & { readonly rows: Rows },
  family: Chunks["family"],
  { arrays, labels }: Samples,
): LiveLayer {
  return new FamilyGraphs(author, family, { label: arrays.label, count: labels.length });
}

function sampledNotice({ n_rows }: Layer, nPublished: number): string[] {
  if (nPublished === n_rows) return [];
  return [
    gettext("This graph is of a sample: {n} of the {rows} rows.", {
      n: count(nPublished),
      rows: count(n_rows),
    }),
  ];
}

/** Published members of each node. */
function sizesWithin(graph: Graph, { members }: Rows, isPublished: Uint8Array): Uint32Array {
  return Uint32Array.from({ length: graph.n }, (_, node) => {
    let size = 0;
    for (let i = members.offsets[node]!; i < members.offsets[node + 1]!; i++)
      size += isPublished[members.values[i]!]!;
    return size;
  });
}

/** The level at which the graph's own cover has about as many members as the author's graph. */
function levelWith({ touch }: Trees, sizes: Uint32Array, { levels }: FamilyHeader): number {
  const wanted = sizes.reduce((sum, size) => sum + size, 0);
  const counts = new Uint32Array(256);
  for (const level of touch) counts[level]!++;
  let [level, members] = [0, counts[0]!];
  while (level + 1 < levels.length && members + counts[level + 1]! / 2 <= wanted)
    members += counts[++level]!;
  return level;
}

function shapeOf({ graph, members, shared, jaccard }: CutGraph, nRows: number, nPublished: number): Shape {
  const seen = new Uint32Array(nRows);
  let time = 0;
  const rowsOf = (nodes: readonly number[]): number => {
    time++;
    let rows = 0;
    for (const node of nodes)
      for (let i = members.offsets[node]!; i < members.offsets[node + 1]!; i++) {
        const row = members.values[i]!;
        if (seen[row] !== time) rows++;
        seen[row] = time;
      }
    return rows;
  };
  const { n, ids, source, target } = graph;
  return { n, ids, source, target, jaccard, shared, nRows: nPublished, rowsOf };
}

function qualityOf(graph: Graph, shape: Shape, nPublished: number): GraphQuality {
  const { n, nEdges } = graph;
  const components = componentsOf(shape, neighbourSets(shape)).length;
  const pure = graph.purity.filter((value) => value === value);
  const all = Array.from({ length: n }, (_, node) => node);
  return {
    coverage: shape.rowsOf(all) / nPublished,
    purity: pure.length ? pure.reduce((sum, value) => sum + value, 0) / pure.length : null,
    components,
    branching: graph.degree.filter((degree) => degree > 2).length,
    loops: nEdges - n + components,
    largest: graph.size.reduce((most, size) => Math.max(most, size), 0) / nPublished,
    dominant_share: null,
  };
}
