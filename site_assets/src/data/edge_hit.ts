// The edge at a place in the plane of the graph.
import type { Graph } from "./graph";

type Lines = Pick<Graph, "x" | "y" | "source" | "target" | "nEdges">;

/**
 * The edge nearest to (px, py), no farther than `radius`, in units of the layout; null where there is
 * none. `isShown` says which edges count.
 */
export function edgeAt(
  { x, y, source, target, nEdges }: Lines,
  px: number,
  py: number,
  radius: number,
  isShown: (edge: number) => boolean = () => true,
): number | null {
  let best: number | null = null;
  let least = radius * radius;
  for (let edge = 0; edge < nEdges; edge++) {
    const a = source[edge]!;
    const b = target[edge]!;
    const ax = x[a]!;
    const ay = y[a]!;
    const dx = x[b]! - ax;
    const dy = y[b]! - ay;
    // Most edges are far away: nothing else is asked of them.
    if (Math.abs(2 * (ax - px) + dx) > Math.abs(dx) + 2 * radius) continue;
    if (Math.abs(2 * (ay - py) + dy) > Math.abs(dy) + 2 * radius) continue;
    // The nearest point of the segment, as a share of its length.
    const along = ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1);
    const share = Math.min(1, Math.max(0, along));
    const distance = (ax + share * dx - px) ** 2 + (ay + share * dy - py) ** 2;
    if (distance < least && isShown(edge)) [best, least] = [edge, distance];
  }
  return best;
}
