// One way through the family from many small nodes to few large ones, through the author's graph.
import type { FamilyHeader } from "../schema";
import type { Spot } from "./place";

/** What the way is found with. */
export interface Countable {
  readonly header: FamilyHeader;
  readonly usual: number;
  labels(spot: Spot): { readonly nNodes: number };
}

export interface Way {
  /** Each has fewer nodes than the one before. Covers never become finer, nor eps smaller. */
  readonly spots: readonly Spot[];
  /** Place of the author's graph. */
  readonly own: number;
}

/**
 * From the author's graph eps grows, and where there are no fewer nodes to be had, the cover becomes
 * coarser; and the other way round. The overlap is the author's.
 */
export function wayOf(graphs: Countable): Way {
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
  return { spots: [...before.reverse(), start, ...after], own: before.length };
}

/** Spots from a start, each with more nodes (or fewer, for 1) than the one before. */
function outwards(graphs: Countable, start: Spot, covers: readonly number[], way: 1 | -1): Spot[] {
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

/** The place on the way that has most nearly so many nodes. */
export function nearestOn({ spots }: Way, { cover, level }: Spot, counts: readonly number[], nodes: number): number {
  const at = spots.findIndex((each) => each.cover === cover && each.level === level);
  if (at >= 0) return at;
  let best = 0;
  counts.forEach((count, k) => {
    if (Math.abs(count - nodes) < Math.abs(counts[best]! - nodes)) best = k;
  });
  return best;
}
