// What becomes of the nodes of the author's graph in another one: which stay, split, merge, vanish,
// and which are new. docs/family.md has the definitions.
import type { Matching } from "./matching";

/** Nodes of the author's graph are numbers of that graph, nodes those of the graph on show. */
export interface Changes {
  /** Pairs of a node and the author's node that it is. */
  readonly same: readonly (readonly [node: number, author: number])[];
  /** An author's node and the nodes that most of its rows went into. */
  readonly split: readonly { readonly author: number; readonly nodes: readonly number[] }[];
  /** A node and the author's nodes of which it has most rows. */
  readonly merged: readonly { readonly node: number; readonly authors: readonly number[] }[];
  readonly fresh: readonly number[];
  readonly gone: readonly number[];
}

/** Compare a graph with the author's; nodes are the same from this Jaccard index on. */
export function changesOf(matching: Matching, authorSizes: Uint32Array, threshold: number): Changes {
  const { to, from, sizes } = matching;
  const { inside, around } = containments(matching, authorSizes);
  const parts = grouped(inside, authorSizes.length);
  const sources = grouped(around, sizes.length);
  const isSplit = (author: number): boolean => parts[author]!.length > 1;
  const isMerged = (node: number): boolean => sources[node]!.length > 1;
  const isSame = (node: number): boolean => {
    const author = to.node[node]!;
    return (
      author >= 0 &&
      from.node[author] === node &&
      to.jaccard[node]! >= threshold &&
      !isSplit(author) &&
      !isMerged(node)
    );
  };
  const nodes = [...sizes.keys()];
  const authors = [...authorSizes.keys()].filter((author) => authorSizes[author]! > 0);
  const same = nodes.filter(isSame).map((node) => [node, to.node[node]!] as const);
  const kept = new Set(same.map(([, author]) => author));
  return {
    same,
    split: authors.filter(isSplit).map((author) => ({ author, nodes: parts[author]! })),
    merged: nodes.filter(isMerged).map((node) => ({ node, authors: sources[node]! })),
    fresh: nodes.filter(
      (node) => !isSame(node) && !isMerged(node) && !(inside[node]! >= 0 && isSplit(inside[node]!)),
    ),
    gone: authors.filter(
      (author) =>
        !kept.has(author) &&
        !isSplit(author) &&
        !(around[author]! >= 0 && isMerged(around[author]!)),
    ),
  };
}

/**
 * For each node the author's node that most of its rows are in, and for each author's node the node
 * that most of its rows are in; -1 where that is not more than half of them. Where several hold
 * equally many, the most similar one counts.
 */
function containments(
  { met, shared, sizes, to, from }: Matching,
  authorSizes: Uint32Array,
): { inside: Int32Array; around: Int32Array } {
  const inside = new Int32Array(sizes.length).fill(-1);
  const around = new Int32Array(authorSizes.length).fill(-1);
  const [most, mostOf] = [new Uint32Array(sizes.length), new Uint32Array(authorSizes.length)];
  for (let node = 0; node < sizes.length; node++) {
    for (let k = met.offsets[node]!; k < met.offsets[node + 1]!; k++) {
      const [author, rows] = [met.values[k]!, shared[k]!];
      if (2 * rows > sizes[node]! && wins(rows, most[node]!, to.node[node] === author)) {
        inside[node] = author;
        most[node] = rows;
      }
      const isBest = from.node[author] === node;
      if (2 * rows > authorSizes[author]! && wins(rows, mostOf[author]!, isBest)) {
        around[author] = node;
        mostOf[author] = rows;
      }
    }
  }
  return { inside, around };
}

function wins(rows: number, most: number, isMostSimilar: boolean): boolean {
  return rows > most || (rows === most && isMostSimilar);
}

function grouped(owner: Int32Array, n: number): number[][] {
  const groups: number[][] = Array.from({ length: n }, () => []);
  owner.forEach((to, one) => to >= 0 && groups[to]!.push(one));
  return groups;
}
