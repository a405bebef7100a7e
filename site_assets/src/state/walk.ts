// Walking a graph by keyboard: along the edge whose direction is closest to that of the arrow.
import { type Neighbour, neighboursOf, type Shown } from "../look/edges";
import type { Graph } from "../data/graph";

/** Beyond this angle an edge does not lead "that way" (cosine of 75 degrees). */
const WIDEST = Math.cos((75 * Math.PI) / 180);

/** The neighbour in direction (dx, dy), or null where no visible edge leads there. */
export function step(
  graph: Graph,
  node: number,
  [dx, dy]: readonly [number, number],
  shown: Shown,
): number | null {
  let best: number | null = null;
  let most = WIDEST;
  for (const neighbour of neighboursOf(graph, node, shown)) {
    const [ex, ey] = [
      graph.x[neighbour.node]! - graph.x[node]!,
      graph.y[neighbour.node]! - graph.y[node]!,
    ];
    const cosine = (ex * dx + ey * dy) / (Math.hypot(ex, ey) * Math.hypot(dx, dy) || 1);
    if (cosine > most + 1e-9) [best, most] = [neighbour.node, cosine];
  }
  return best;
}

/** The next (+1) or previous (-1) of the anchor's neighbours by weight, seen from `current`. */
export function cycle(
  graph: Graph,
  anchor: number,
  current: number,
  way: 1 | -1,
  shown: Shown,
): (Neighbour & { place: number; of: number }) | null {
  const neighbours = neighboursOf(graph, anchor, shown);
  if (!neighbours.length) return null;
  const at = neighbours.findIndex((neighbour) => neighbour.node === current);
  const first = way === 1 ? 0 : neighbours.length - 1;
  const place = at < 0 ? first : (at + way + neighbours.length) % neighbours.length;
  return { ...neighbours[place]!, place: place + 1, of: neighbours.length };
}

/** Where the keyboard enters: the selected node, else the largest. */
export function entrance(graph: Graph, selected: number | null): number | null {
  return selected ?? graph.bySize[0] ?? null;
}
