// Loops: a shortest basis of the cycles of a graph that its triangles do not fill, as
// analysis/shape/loops.py finds it. Annotations of edges are sets of bits that add up to zero around
// every filled cycle.
import { neighbourSets } from "./collapse";

/** Largest length that is added to an edge, so that no two paths have the same length. */
const TIE_BREAK = 1e-9;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

interface Net {
  readonly n: number;
  readonly pairs: readonly (readonly [number, number])[];
  readonly lengths: readonly number[];
  readonly annotations: readonly bigint[];
}

interface Tree {
  readonly root: number;
  readonly distance: Float64Array;
  readonly parent: Int32Array;
  readonly annotation: readonly bigint[];
}

/** The nodes of each loop in the order around it; loops ascend by length. */
export function shortestLoops(
  source: readonly number[],
  target: readonly number[],
  lengths: readonly number[],
  n: number,
): number[][] {
  const inner = withoutTails(source, target, n);
  const pairs = inner.map((edge) => [source[edge]!, target[edge]!] as const);
  const annotations = annotated(pairs, n);
  if (annotations.every((bits) => bits === 0n)) return [];
  const own = inner.map((edge, k) => lengths[edge]! + (((k + 1) * GOLDEN) % 1) * TIE_BREAK);
  return independent({ n, pairs, lengths: own, annotations }).map(normal);
}

/** The edges that remain when nodes with one edge are removed repeatedly. */
function withoutTails(source: readonly number[], target: readonly number[], n: number): number[] {
  let left = [...source.keys()];
  for (;;) {
    const degree = new Uint32Array(n);
    for (const edge of left) {
      degree[source[edge]!]!++;
      degree[target[edge]!]!++;
    }
    const inner = left.filter((edge) => degree[source[edge]!]! > 1 && degree[target[edge]!]! > 1);
    if (inner.length === left.length) return inner;
    left = inner;
  }
}

function annotated(pairs: Net["pairs"], n: number): bigint[] {
  const key = (u: number, v: number): number => (u < v ? u * n + v : v * n + u);
  const bit = new Map(pairs.map(([u, v]) => [key(u, v), 0n]));
  outsideForest(pairs, n).forEach(([u, v], place) => bit.set(key(u, v), 1n << BigInt(place)));
  const near = neighbourSets({
    n,
    source: pairs.map(([u]) => u),
    target: pairs.map(([, v]) => v),
  });
  const triangles: bigint[] = [];
  for (const [u, v] of pairs)
    for (const w of near[u]!)
      if (w > v && near[v]!.has(w))
        triangles.push(bit.get(key(u, v))! ^ bit.get(key(u, w))! ^ bit.get(key(v, w))!);
  const equivalent = withoutLeading(echelon(triangles));
  return pairs.map(([u, v]) => reduced(bit.get(key(u, v))!, equivalent));
}

function outsideForest(pairs: Net["pairs"], n: number): (readonly [number, number])[] {
  const leader = Uint32Array.from({ length: n }, (_, node) => node);
  const find = (node: number): number => {
    while (leader[node] !== node) node = leader[node] = leader[leader[node]!]!;
    return node;
  };
  return pairs.filter(([u, v]) => {
    const [a, b] = [find(u), find(v)];
    leader[a] = b;
    return a === b;
  });
}

function bitLength(bits: bigint): number {
  return bits === 0n ? 0 : bits.toString(2).length;
}

/** Add a bit set to independent ones, by leading bit; whether it is independent. */
function insert(vector: bigint, basis: Map<number, bigint>): boolean {
  let rest = vector;
  for (;;) {
    const own = rest && basis.get(bitLength(rest) - 1);
    if (!own) break;
    rest ^= own;
  }
  if (rest) basis.set(bitLength(rest) - 1, rest);
  return rest !== 0n;
}

function echelon(vectors: readonly bigint[]): Map<number, bigint> {
  const basis = new Map<number, bigint>();
  for (const vector of vectors) insert(vector, basis);
  return basis;
}

/** The equivalent of each leading bit in bits that are not leading. */
function withoutLeading(basis: Map<number, bigint>): Map<number, bigint> {
  const equivalent = new Map<number, bigint>();
  for (const lead of [...basis.keys()].sort((a, b) => a - b))
    equivalent.set(lead, reduced(basis.get(lead)! ^ (1n << BigInt(lead)), equivalent));
  return equivalent;
}

function reduced(vector: bigint, equivalent: Map<number, bigint>): bigint {
  let [result, rest] = [vector, vector];
  while (rest) {
    const lead = bitLength(rest) - 1;
    const mask = 1n << BigInt(lead);
    rest ^= mask;
    const other = equivalent.get(lead);
    if (other !== undefined) result ^= mask ^ other;
  }
  return result;
}

/** The shortest independent candidates, as many as there are loops. */
function independent(net: Net): number[][] {
  const wanted = echelon(net.annotations).size;
  const trees = treesOf(net);
  const basis = new Map<number, bigint>();
  const found: number[][] = [];
  for (const { tree, edge, bits } of candidates(net, trees)) {
    if (found.length === wanted) break;
    if (!insert(bits, basis)) continue;
    const [u, v] = net.pairs[edge]!;
    found.push([...path(tree, u), ...path(tree, v).slice(1).reverse()]);
  }
  return found;
}

interface Candidate {
  readonly length: number;
  readonly tree: Tree;
  readonly edge: number;
  readonly bits: bigint;
}

/** The unfilled cycles made of two shortest paths from a root and an edge, the shortest first. */
function candidates(net: Net, trees: readonly Tree[]): Candidate[] {
  const all = trees.flatMap((tree) =>
    net.pairs.flatMap(([u, v], edge): Candidate[] => {
      const bits = tree.annotation[u]! ^ tree.annotation[v]! ^ net.annotations[edge]!;
      if (!bits || tree.distance[u]! === Infinity) return [];
      return [{ length: tree.distance[u]! + net.lengths[edge]! + tree.distance[v]!, tree, edge, bits }];
    }),
  );
  return all.sort((a, b) => a.length - b.length || trees.indexOf(a.tree) - trees.indexOf(b.tree) || a.edge - b.edge);
}

function path({ root, parent }: Tree, node: number): number[] {
  const found = [node];
  while (found.at(-1) !== root) found.push(parent[found.at(-1)!]!);
  return found.reverse();
}

/** Shortest paths from nodes that touch all annotated edges: every loop has such an edge. */
function treesOf(net: Net): Tree[] {
  const ways: { other: number; length: number; bits: bigint }[][] = Array.from({ length: net.n }, () => []);
  net.pairs.forEach(([u, v], edge) => {
    const [length, bits] = [net.lengths[edge]!, net.annotations[edge]!];
    ways[u]!.push({ other: v, length, bits });
    ways[v]!.push({ other: u, length, bits });
  });
  const roots = cover(net.pairs.filter((_, edge) => net.annotations[edge] !== 0n));
  return roots.map((root) => treeFrom(root, ways));
}

function treeFrom(root: number, ways: readonly (readonly { other: number; length: number; bits: bigint }[])[]): Tree {
  const distance = new Float64Array(ways.length).fill(Infinity);
  const parent = new Int32Array(ways.length).fill(-1);
  const annotation: bigint[] = Array.from({ length: ways.length }, () => 0n);
  const left = new Set([root]);
  distance[root] = 0;
  // Dijkstra's algorithm; the graphs are small.
  while (left.size) {
    let node = -1;
    for (const each of left) if (node < 0 || distance[each]! < distance[node]!) node = each;
    left.delete(node);
    for (const { other, length, bits } of ways[node]!) {
      const reached = distance[node]! + length;
      if (reached >= distance[other]!) continue;
      distance[other] = reached;
      parent[other] = node;
      annotation[other] = annotation[node]! ^ bits;
      left.add(other);
    }
  }
  return { root, distance, parent, annotation };
}

/** Nodes that touch every pair: the one with most untouched pairs first. */
function cover(pairs: readonly (readonly [number, number])[]): number[] {
  const chosen: number[] = [];
  let left = pairs;
  while (left.length) {
    const touching = new Map<number, number>();
    for (const node of left.flat()) touching.set(node, (touching.get(node) ?? 0) + 1);
    const most = Math.max(...touching.values());
    const next = Math.min(...[...touching].filter(([, count]) => count === most).map(([node]) => node));
    chosen.push(next);
    left = left.filter((pair) => !pair.includes(next));
  }
  return chosen;
}

/** From the smallest node of a loop towards the smaller of its neighbours. */
function normal(loop: readonly number[]): number[] {
  const start = loop.indexOf(Math.min(...loop));
  const turned = [...loop.slice(start), ...loop.slice(0, start)];
  return turned[1]! <= turned.at(-1)! ? turned : [turned[0]!, ...turned.slice(1).reverse()];
}
