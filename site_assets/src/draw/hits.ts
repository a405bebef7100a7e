// What is drawn at a place of the window: a node, or else an edge.
import type { Transform } from "../look/camera";
import { edgeAt } from "../data/edge_hit";
import { Grid } from "../data/grid";
import { memo } from "../data/memo";
import { weightsOf } from "../look/edges";
import { type Scene, screenRadius } from "./graph_painter";

/** Pixels beyond the rim of a node, and beside an edge, that still count. */
const REACH = 9;
const BESIDE = 6;

export class Hits {
  private readonly grid = memo(({ x, y }: Scene["graph"]) => new Grid(x, y));

  node(scene: Scene, { k, ox, oy }: Transform, sx: number, sy: number): number | null {
    const { graph } = scene;
    const [x, y] = [(sx - ox) / k, (sy - oy) / k];
    let best: number | null = null;
    let least = REACH;
    for (const node of this.grid(graph).within(x, y, Math.max(0.7, (REACH + 14) / k))) {
      const centre = Math.hypot(graph.x[node]! - x, graph.y[node]! - y) * k;
      const outside = centre - screenRadius(scene, node, k);
      // Inside several discs the smallest wins, because it lies on top.
      const distance = outside <= 0 ? -1 / (1 + screenRadius(scene, node, k)) : outside;
      if (distance < least) [best, least] = [node, distance];
    }
    return best;
  }

  /** An edge that is shown; null where a node is. */
  edge(scene: Scene, at: Transform, sx: number, sy: number): number | null {
    const { graph, shown } = scene;
    if (this.node(scene, at, sx, sy) !== null) return null;
    const weights = weightsOf(graph, shown.weight);
    const [x, y] = [(sx - at.ox) / at.k, (sy - at.oy) / at.k];
    return edgeAt(graph, x, y, BESIDE / at.k, (edge) => weights[edge]! >= shown.edges);
  }
}
