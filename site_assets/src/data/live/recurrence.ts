// In how many graphs of the family a set of rows is a node again.
import type { Labelled, LiveLayer } from "./types";

export interface Recurrence {
  readonly settings: number;
  readonly found: number;
  /** Of the cover that was asked for: 1 for each level that has the node. */
  readonly levels: Uint8Array;
}

/** Look through all graphs; yields after each, so that the page stays responsive. */
export function* recurrenceOf(
  graphs: LiveLayer,
  rows: ArrayLike<number>,
  threshold: number,
  cover: number,
): Generator<void, Recurrence> {
  const { covers, levels } = graphs.header;
  const isWanted = new Uint8Array(graphs.header.n_rows);
  for (let i = 0; i < rows.length; i++) isWanted[rows[i]!] = 1;
  const there = new Uint8Array(levels.length);
  let found = 0;
  for (let each = 0; each < covers.length; each++)
    for (let level = 0; level < levels.length; level++) {
      const has = mostSimilar(graphs.labels({ cover: each, level }), isWanted, rows.length) >= threshold;
      if (has) found++;
      if (has && each === cover) there[level] = 1;
      yield;
    }
  return { settings: covers.length * levels.length, found, levels: there };
}

/** Largest Jaccard index of a node with a set of rows. */
function mostSimilar(
  { row, node, nNodes }: Labelled,
  isWanted: Uint8Array,
  wanted: number,
): number {
  const sizes = new Uint32Array(nNodes);
  const shared = new Uint32Array(nNodes);
  for (let m = 0; m < node.length; m++) {
    const own = node[m]!;
    if (own < 0) continue;
    sizes[own]!++;
    shared[own]! += isWanted[row[m]!]!;
  }
  let most = 0;
  for (let k = 0; k < nNodes; k++)
    most = Math.max(most, shared[k]! / (sizes[k]! + wanted - shared[k]!));
  return most;
}
