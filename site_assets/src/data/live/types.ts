// What a graph that was cut from the family knows beyond an author's graph. Types and small
// functions for all views; the graphs themselves are made in the second script.
import type { LayerData } from "../layer";
import type { FamilyHeader } from "../schema";
import type { Changes } from "./changes";
import type { Matching } from "./matching";
import type { Place, Spot } from "./place";

export interface Live {
  /** The layer with the author's graph. */
  readonly author: LayerData;
  readonly header: FamilyHeader;
  readonly spot: Spot;
  readonly matching: Matching;
  readonly changes: Changes;
  /** Jaccard index from which a node counts as the author's. */
  readonly threshold: number;
}

/** The graphs of one layer's family. */
export interface LiveLayer {
  readonly author: LayerData;
  readonly header: FamilyHeader;
  /** The level of the author's graph, or that which has about as many members. */
  readonly usual: number;
  /** Number of rows in the family: all of the layer, or a sample. */
  readonly nPublished: number;
  /** Jaccard index from which a node counts as the author's. */
  readonly threshold: number;
  /** The layer with the graph at a place; null where its cover is not published. */
  at(place: Place): LayerData | null;
  atSpot(spot: Spot): LayerData;
  /** The row and the node of each membership, in room that is used again; -1 is noise. */
  labels(spot: Spot): Labelled;
  /** More of the author's layer has arrived. */
  take(author: LayerData): void;
}

export interface Labelled {
  readonly row: Uint32Array;
  readonly node: Int32Array;
  readonly nNodes: number;
}

/** A node of the author's graph, and how similar it is to the node it stands for. */
export interface Lent {
  readonly data: LayerData;
  readonly node: number;
  readonly jaccard: number;
}

/**
 * The node whose pictures, exemplars and attributions a node shows: itself in the author's graph,
 * else the author's node with the largest Jaccard index; null where none shares a row with it.
 */
export function lentTo(data: LayerData, node: number): Lent | null {
  if (!data.live) return { data, node, jaccard: 1 };
  const { author, matching } = data.live;
  const from = matching.to.node[node]!;
  return from < 0 ? null : { data: author, node: from, jaccard: matching.to.jaccard[node]! };
}
