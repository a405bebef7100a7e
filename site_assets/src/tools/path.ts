// The shortest path between two nodes.
import { type Graph, listOf } from "../data/graph";
import { otherEnd } from "../data/ways";

/**
 * The nodes on the shortest way from one node to another, both included; an edge is 1 - Jaccard
 * long. Null where no way leads there. (Dijkstra, Numerische Mathematik 1, 1959.)
 */
export function shortestPath(
  graph: Pick<Graph, "n" | "incident" | "source" | "target" | "jaccard">,
  from: number,
  to: number,
): number[] | null {
  const length = new Float64Array(graph.n).fill(Infinity);
  const before = new Int32Array(graph.n).fill(-1);
  length[from] = 0;
  const queue = new Queue();
  queue.push(0, from);
  for (let next = queue.pop(); next; next = queue.pop()) {
    const [reached, node] = next;
    if (node === to) return backwards(before, to);
    if (reached > length[node]!) continue;
    for (const edge of listOf(graph.incident, node)) {
      const other = otherEnd(graph, edge, node);
      // Edges of nodes with the same members are not free: fewer steps are the shorter way.
      const there = reached + Math.max(1e-6, 1 - graph.jaccard[edge]!);
      if (there >= length[other]!) continue;
      length[other] = there;
      before[other] = node;
      queue.push(there, other);
    }
  }
  return null;
}

function backwards(before: Int32Array, to: number): number[] {
  const path: number[] = [];
  for (let node = to; node >= 0; node = before[node]!) path.push(node);
  return path.reverse();
}

/** A binary heap of numbers by their distance; equal distances by number. */
class Queue {
  private readonly heap: (readonly [number, number])[] = [];

  push(distance: number, node: number): void {
    const { heap } = this;
    heap.push([distance, node]);
    for (let at = heap.length - 1, up = (at - 1) >> 1; at > 0 && this.less(at, up); )
      [at, up] = [this.swap(at, up), (up - 1) >> 1];
  }

  pop(): readonly [number, number] | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (!last || !heap.length) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && this.less(child, least)) least = child;
      if (least === at) return first;
      at = this.swap(at, least);
    }
  }

  private less(a: number, b: number): boolean {
    const [one, other] = [this.heap[a]!, this.heap[b]!];
    return one[0] < other[0] || (one[0] === other[0] && one[1] < other[1]);
  }

  private swap(a: number, b: number): number {
    [this.heap[a], this.heap[b]] = [this.heap[b]!, this.heap[a]!];
    return b;
  }
}
