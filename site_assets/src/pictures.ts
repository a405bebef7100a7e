// Which picture stands for a node: its feature visualisation, else its first exemplar.
import type { LayerData } from "./model";
import { type Tile, tileOf } from "./sprites";

export interface Exemplar {
  readonly row: number;
  readonly similarity: number;
  readonly tile: Tile | null;
}

export function visualOf({ layer }: LayerData, node: number): Tile | null {
  return tileOf(layer.visual_sheets, node);
}

export function exemplarsOf({ layer, graph }: LayerData, node: number): Exemplar[] {
  const exemplars: Exemplar[] = [];
  for (let i = graph.exemplar_offsets[node]!; i < graph.exemplar_offsets[node + 1]!; i++) {
    exemplars.push({
      row: graph.exemplar_row[i]!,
      similarity: graph.exemplar_similarity[i]!,
      tile: tileOf(layer.exemplar_sheets, graph.exemplar_sprite[i]!),
    });
  }
  return exemplars;
}

export function pictureOf(data: LayerData, node: number): Tile | null {
  const visual = visualOf(data, node);
  if (visual) return visual;
  const { graph, layer } = data;
  const first = graph.exemplar_offsets[node]!;
  if (first === graph.exemplar_offsets[node + 1]!) return null;
  return tileOf(layer.exemplar_sheets, graph.exemplar_sprite[first]!);
}
