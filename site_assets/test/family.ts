// The families of the fixture as layers whose author's graph is that of their own cover and eps.
import families from "../../tests/fixtures/cut/families.json";
import { type Chunks, fromBase64, gunzip, parseChunk } from "../src/data/decode";
import { graphOf } from "../src/data/graph";
import { type LayerData, type Rows, rowsOf } from "../src/data/layer";
import { FamilyGraphs } from "../src/data/live/live_layer";
import { layer, smallArrays } from "./world";

export type Name = keyof typeof families;

export interface Expected {
  readonly cover: number;
  readonly level: number;
  readonly nodes: Readonly<Record<string, readonly number[]>>;
  readonly edges: readonly (readonly number[])[];
  readonly jaccard: readonly number[];
  readonly structures: readonly (readonly [string, number[], number[][], number])[];
}

export function graphsOf(name: Name): readonly Expected[] {
  return families[name].graphs as unknown as readonly Expected[];
}

export function familyOf(name: Name): Promise<Chunks["family"]> {
  return gunzip(fromBase64(families[name].chunk)).then((bytes) => parseChunk(bytes, "family"));
}

/** The graphs of a family; rows have labels 0, 1 and none in turn, and their number as lens. */
export async function liveOf(name: Name): Promise<FamilyGraphs> {
  const chunk = await familyOf(name);
  const own = graphsOf(name).find(
    ({ cover, level }) => cover === 0 && level === (chunk.header.own ?? 0),
  )!;
  const label = Int16Array.from({ length: chunk.header.n_rows }, (_, row) => (row % 3) - 1);
  return new FamilyGraphs(authorOf(own, chunk.header.n_rows), chunk, { label, count: 2 });
}

function authorOf(own: Expected, nRows: number): LayerData & { readonly rows: Rows } {
  const ids = Object.keys(own.nodes);
  const lists = Object.values(own.nodes);
  const offsets = [0];
  for (const list of lists) offsets.push(offsets.at(-1)! + list.length);
  const part = (pattern: RegExp): number[] => ids.map((id) => Number(pattern.exec(id)![1]));
  const graph = graphOf(
    {
      ...smallArrays(),
      x: Float32Array.from(ids, (_, k) => k % 5),
      y: Float32Array.from(ids, (_, k) => Math.floor(k / 5)),
      interval: Uint16Array.from(part(/i(\d+)/)),
      cluster: Uint16Array.from(part(/c(\d+)/)),
      lens: Float32Array.from(lists, (list) => list.reduce((a, b) => a + b, 0) / list.length),
      cohesion: Float32Array.from(ids, (_, k) => k / 100),
      node_bootstrap: Float32Array.from(ids, (_, k) => 1 - k / 100),
      node_family: new Float32Array(0),
      member_offsets: Uint32Array.from(offsets),
      source: Uint32Array.from(own.edges, ([source]) => source!),
      target: Uint32Array.from(own.edges, ([, target]) => target!),
      jaccard: Float32Array.from(own.jaccard),
    },
    [],
  );
  const arrays = {
    x: new Uint16Array(nRows),
    y: new Uint16Array(nRows),
    sample: Uint32Array.from({ length: nRows }, (_, row) => row),
    lens: Float32Array.from({ length: nRows }, (_, row) => row),
    second_lens: new Float32Array(0),
    members: Uint32Array.from(
      lists.flatMap((list) => list.map((row, i) => row - (list[i - 1] ?? 0))),
    ),
    similarity: new Int16Array(0),
  };
  const header = { kind: "rows", layer: "low", projection: "" } as const;
  const rows = rowsOf({ header, arrays }, graph);
  const own_layer = { ...layer, n_rows: nRows, n_nodes: graph.n };
  return { layer: own_layer, graph, classes: [], agreement: null, rows, look: null };
}
