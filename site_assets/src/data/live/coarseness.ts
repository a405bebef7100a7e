// One way through the family from many small nodes to few large ones, through the author's graph.
import type { Spot } from "./place";
import type { LiveLayer } from "./types";

export interface Way {
  /** Each has fewer nodes than the one before. Covers never become finer, nor eps smaller. */
  readonly spots: readonly Spot[];
  /** Nodes of each. */
  readonly counts: readonly number[];
  /** Step of the author's graph. */
  readonly own: number;
}

/**
 * From the author's graph eps grows, and where there are no fewer nodes to be had, the cover becomes
 * coarser; and the other way round. The overlap is the author's.
 */
export function wayOf(graphs: LiveLayer): Way {
  const { header, usual } = graphs;
  const { n_intervals: own, overlap } = header.covers[0]!;
  const others = header.covers
    .map(({ n_intervals, overlap: each }, cover) => ({ cover, n_intervals, overlap: each }))
    .filter((each) => each.overlap === overlap && each.cover > 0)
    .sort((a, b) => a.n_intervals - b.n_intervals);
  const coarser = others.filter((each) => each.n_intervals < own).reverse();
  const finer = others.filter((each) => each.n_intervals > own);
  const start = { cover: 0, level: header.own ?? usual };
  const before = outwards(graphs, start, finer.map(({ cover }) => cover), -1);
  const after = outwards(graphs, start, coarser.map(({ cover }) => cover), 1);
  const spots = [...before.reverse(), start, ...after];
  const counts = spots.map((spot) => graphs.labels(spot).nNodes);
  return { spots, counts, own: before.length };
}

/** Spots from a start, each with more nodes (or fewer, for 1) than the one before. */
function outwards(graphs: LiveLayer, start: Spot, covers: readonly number[], way: 1 | -1): Spot[] {
  const found: Spot[] = [];
  let nodes = graphs.labels(start).nNodes;
  let last = start.level;
  for (const cover of [start.cover, ...covers]) {
    for (let level = last; level >= 0 && level < graphs.header.levels.length; level += way) {
      const { nNodes } = graphs.labels({ cover, level });
      if (way * (nodes - nNodes) <= 0 || nNodes === 0) continue;
      found.push({ cover, level });
      [nodes, last] = [nNodes, level];
    }
  }
  return found;
}

/** The step of a spot; where the way does not lead through it, that with most nearly so many nodes. */
export function nearestOn({ spots, counts }: Way, { cover, level }: Spot, nodes: number): number {
  const at = spots.findIndex((each) => each.cover === cover && each.level === level);
  if (at >= 0) return at;
  const far = (k: number): number => Math.abs(counts[k]! - nodes);
  return [...counts.keys()].reduce((best, k) => (far(k) < far(best) ? k : best), 0);
}
