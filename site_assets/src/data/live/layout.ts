// Where the nodes of a cut graph are drawn. A node that is one of the author's stands where that
// one does; any other near the author's nodes it shares rows with. The result depends on the
// author's graph and the cut alone, not on the graphs that a reader saw before.
import { Grid } from "../grid";
import { type Bounds, type Graph, type Lists, listOf } from "../graph";
import type { Changes } from "./changes";
import type { Matching } from "./matching";

const STEPS = 12;
/** Nodes are not nearer to each other than this, in typical edges. */
const ROOM = 0.7;
/** The part of the way that a node goes in a step. */
const STRIDE = 0.5;
/** Radians between nodes that start at one place: no two directions are alike. */
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

export interface CutEdges {
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  readonly incident: Lists;
}

export interface Positions {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Place the nodes of a cut. `lens` is the mean lens of each node. */
export function laidOut(
  author: Graph,
  matching: Matching,
  { same }: Changes,
  edges: CutEdges,
  lens: Float32Array,
): Positions {
  const n = matching.sizes.length;
  const at: Positions = { x: new Float32Array(n).fill(NaN), y: new Float32Array(n).fill(NaN) };
  const fixed = new Map(same);
  for (let node = 0; node < n; node++) {
    const as = fixed.get(node);
    if (as === undefined) placeByRows(at, node, author, matching);
    else put(at, node, author.x[as]!, author.y[as]!);
  }
  placeTheRest(at, author, edges, lens);
  const free = [...at.x.keys()].filter((node) => !fixed.has(node));
  for (let step = 0; step < STEPS && free.length; step++) relax(at, free, edges, author);
  return at;
}

function put({ x, y }: Positions, node: number, atX: number, atY: number): void {
  x[node] = atX;
  y[node] = atY;
}

/** The mean of the places of the author's nodes, weighted by the rows shared with each. */
function placeByRows(at: Positions, node: number, { x, y, unit }: Graph, matching: Matching): void {
  const { met, shared } = matching;
  let [sumX, sumY, rows] = [0, 0, 0];
  for (let k = met.offsets[node]!; k < met.offsets[node + 1]!; k++) {
    const author = met.values[k]!;
    sumX += x[author]! * shared[k]!;
    sumY += y[author]! * shared[k]!;
    rows += shared[k]!;
  }
  if (rows) putBeside(at, node, sumX / rows, sumY / rows, unit);
}

function putBeside(at: Positions, node: number, x: number, y: number, unit: number): void {
  const away = 0.3 * unit;
  put(at, node, x + away * Math.cos(node * GOLDEN), y + away * Math.sin(node * GOLDEN));
}

/** Nodes without a row of the author's nodes: at their neighbours, else where the lens is alike. */
function placeTheRest(
  at: Positions,
  author: Graph,
  edges: CutEdges,
  lens: Float32Array,
): void {
  for (let node = 0; node < at.x.length; node++) {
    if (!Number.isNaN(at.x[node]!)) continue;
    const near = neighbours(edges, node).filter((other) => !Number.isNaN(at.x[other]!));
    const mean = (values: Float32Array): number =>
      near.reduce((sum, other) => sum + values[other]!, 0) / near.length;
    if (near.length) putBeside(at, node, mean(at.x), mean(at.y), author.unit);
    else {
      const alike = nearestLens(author, lens[node]!);
      const [x, y] = alike < 0 ? [0, 0] : [author.x[alike]!, author.y[alike]!];
      putBeside(at, node, x, y, author.unit);
    }
  }
}

function nearestLens({ lens, n }: Graph, value: number): number {
  let best = n ? 0 : -1;
  for (let node = 1; node < n; node++)
    if (Math.abs(lens[node]! - value) < Math.abs(lens[best]! - value)) best = node;
  return best;
}

function neighbours({ source, target, incident }: CutEdges, node: number): number[] {
  return Array.from(listOf(incident, node), (edge) =>
    source[edge] === node ? target[edge]! : source[edge]!,
  );
}

/** Free nodes keep clear of all others and come near to those that an edge joins them to. */
function relax(at: Positions, free: readonly number[], edges: CutEdges, author: Graph): void {
  const { unit, bounds } = author;
  const grid = new Grid(at.x, at.y);
  const moved = free.map((node): readonly [number, number] => {
    const [x, y] = [at.x[node]!, at.y[node]!];
    let [dx, dy] = [0, 0];
    for (const other of grid.within(x, y, ROOM * unit)) {
      if (other === node) continue;
      const [wayX, wayY] = [x - at.x[other]!, y - at.y[other]!];
      const apart = Math.hypot(wayX, wayY) || 1e-6;
      if (apart >= ROOM * unit) continue;
      const push = (ROOM * unit - apart) / apart;
      dx += (apart > 1e-6 ? wayX : Math.cos(node * GOLDEN) * apart) * push;
      dy += (apart > 1e-6 ? wayY : Math.sin(node * GOLDEN) * apart) * push;
    }
    const near = neighbours(edges, node);
    for (const other of near) {
      const [wayX, wayY] = [at.x[other]! - x, at.y[other]! - y];
      const apart = Math.hypot(wayX, wayY);
      if (apart <= unit) continue;
      dx += ((wayX / apart) * (apart - unit)) / near.length;
      dy += ((wayY / apart) * (apart - unit)) / near.length;
    }
    return [x + STRIDE * dx, y + STRIDE * dy];
  });
  free.forEach((node, k) => put(at, node, ...within(bounds, moved[k]!)));
}

function within({ left, right, top, bottom }: Bounds, [x, y]: readonly [number, number]): [number, number] {
  return [Math.min(right, Math.max(left, x)), Math.min(bottom, Math.max(top, y))];
}
