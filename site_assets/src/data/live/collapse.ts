// The collapsed graph: a graph without the edges that are superfluous in its flag complex, as
// analysis/shape/collapse.py takes them away.

export interface Edges {
  readonly n: number;
  readonly source: ArrayLike<number>;
  readonly target: ArrayLike<number>;
  readonly shared: ArrayLike<number>;
  readonly jaccard: ArrayLike<number>;
}

export type Neighbours = Set<number>[];

/** Indices of the edges of the collapsed graph, ascending. */
export function collapsedEdges(edges: Edges): number[] {
  const { source, target, shared, jaccard } = edges;
  const closed = neighbourSets(edges);
  closed.forEach((near, node) => near.add(node));
  let kept = Array.from({ length: source.length }, (_, edge) => edge).sort(
    (a, b) => shared[a]! - shared[b]! || jaccard[a]! - jaccard[b]! || b - a,
  );
  let before = -1;
  while (before !== kept.length) {
    before = kept.length;
    kept = kept.filter((edge) => !removed(closed, source[edge]!, target[edge]!));
  }
  return kept.sort((a, b) => a - b);
}

export function neighbourSets({ n, source, target }: Pick<Edges, "n" | "source" | "target">): Neighbours {
  const near: Neighbours = Array.from({ length: n }, () => new Set());
  for (let edge = 0; edge < source.length; edge++) {
    near[source[edge]!]!.add(target[edge]!);
    near[target[edge]!]!.add(source[edge]!);
  }
  return near;
}

/** Remove an edge if it is superfluous; the sets of neighbours hold their own node too. */
function removed(closed: Neighbours, u: number, v: number): boolean {
  const common = [...closed[u]!].filter((node) => node !== u && node !== v && closed[v]!.has(node));
  const covers = (w: number): boolean => common.every((node) => closed[w]!.has(node));
  if (!common.some(covers)) return false;
  closed[u]!.delete(v);
  closed[v]!.delete(u);
  return true;
}
