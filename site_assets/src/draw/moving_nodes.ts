// Nodes that are on their way: to the places of another layout, or along with the pointer.
import type { Graph } from "../data/graph";
import { within } from "../data/placing";
import type { Transform } from "../look/camera";

const GLIDE_MS = 420;

interface Places {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

export class MovingNodes {
  private glide: { readonly from: Places; readonly begun: number } | null = null;
  private held: { readonly node: number; readonly at: readonly [number, number] } | null = null;

  /** Nodes begin where they are seen: the planes of two layouts have different cameras. */
  begin({ x, y }: Places, before: Transform, now: Transform): void {
    const across = (value: number): number => (value * before.k + before.ox - now.ox) / now.k;
    const down = (value: number): number => (value * before.k + before.oy - now.oy) / now.k;
    this.glide = { from: { x: x.map(across), y: y.map(down) }, begun: performance.now() };
  }

  stop(): void {
    this.glide = null;
    this.held = null;
  }

  get isGliding(): boolean {
    return this.glide !== null;
  }

  /** Where the node that follows the pointer is. */
  get taken(): readonly [number, number] | null {
    return this.held?.at ?? null;
  }

  /** Take a node to a place in the plane. */
  take(graph: Graph, node: number, x: number, y: number): void {
    this.held = { node, at: within(graph, x, y) };
  }

  /** The graph as it is in this frame. */
  of(graph: Graph): Graph {
    const { glide, held } = this;
    if (!glide && !held) return graph;
    const t = glide ? Math.min(1, (performance.now() - glide.begun) / GLIDE_MS) : 1;
    if (t === 1) this.glide = null;
    const left = (1 - t) ** 3;
    const between = (to: Float32Array, from: Float32Array | undefined): Float32Array =>
      to.map((value, node) => value + ((from?.[node] ?? value) - value) * left);
    const [x, y] = [between(graph.x, glide?.from.x), between(graph.y, glide?.from.y)];
    if (held) [x[held.node], y[held.node]] = held.at;
    return { ...graph, x, y };
  }
}
