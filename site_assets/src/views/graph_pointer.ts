// What a pointer does on the graph: it asks what lies there, selects it, and moves the selected node.
import type { GestureHandlers } from "../draw/gestures";
import { type Scene, screenRadius } from "../draw/graph_painter";
import { Hits } from "../draw/hits";
import type { MovingNodes } from "../draw/moving_nodes";
import type { Transform } from "../look/camera";
import type { App, Model } from "../state/model";
import { askForPath, chooseNode, selectEdge } from "../state/made";
import { selectNode } from "../state/state";
import type { Place } from "./hover_view";

/** What is on screen. */
export interface Seen {
  readonly model: Model;
  readonly scene: Scene;
  readonly at: Transform;
}

interface Graph {
  seen(): Seen | null;
  redraw(): void;
}

export class GraphPointer {
  readonly handlers: Omit<GestureHandlers, "move" | "refused"> = {
    tap: (x, y, shift) => this.tap(x, y, shift),
    hover: (place) => this.hover(place),
    grab: (x, y) => this.grab(x, y),
    drag: (x, y) => this.drag(x, y),
    drop: (completed) => this.drop(completed),
  };
  private readonly hits = new Hits();
  /** The node that the pointer has taken, and from its centre to the pointer. */
  private held: { readonly node: number; readonly dx: number; readonly dy: number } | null = null;

  constructor(
    private readonly app: App,
    private readonly surface: HTMLElement,
    private readonly moving: MovingNodes,
    private readonly graph: Graph,
  ) {}

  /** A node or an edge is selected. With Shift it is the path from the selected node. */
  private tap(x: number, y: number, shift: boolean): void {
    const seen = this.graph.seen();
    if (!seen?.model.data) return;
    const { data, state, selected } = seen.model;
    const node = this.nodeAt(x, y);
    const edge = this.hits.edge(seen.scene, seen.at, x, y);
    if (node === null && edge !== null) return this.app.dispatch(selectEdge(data, edge));
    if (node === null) return this.app.dispatch(selectNode(data, null));
    const isPath = shift && selected !== null;
    this.app.dispatch(isPath ? askForPath(selected, node) : chooseNode(data, state, node));
  }

  private nodeAt(x: number, y: number): number | null {
    const seen = this.graph.seen();
    return seen && this.hits.node(seen.scene, seen.at, x, y);
  }

  private hover(place: readonly [number, number] | null): void {
    const seen = this.graph.seen();
    const node = place && this.nodeAt(...place);
    const edge = place && seen && this.hits.edge(seen.scene, seen.at, ...place);
    this.surface.classList.toggle("movable", node !== null && node === seen?.model.selected);
    this.app.dispatch({ type: "hover", node, edge });
  }

  /** A drag moves the selected node; from any other place it moves the whole graph. */
  private grab(x: number, y: number): boolean {
    const [seen, node] = [this.graph.seen(), this.nodeAt(x, y)];
    if (!seen || node === null || node !== seen.model.selected) return false;
    this.app.dispatch({ type: "hover", node: null });
    const centre = placeOf(seen.scene, seen.at, node, null);
    this.held = { node, dx: x - centre.x, dy: y - centre.y };
    return true;
  }

  private drag(x: number, y: number): void {
    const seen = this.graph.seen();
    if (!seen || !this.held) return;
    const { node, dx, dy } = this.held;
    const { k, ox, oy } = seen.at;
    this.moving.take(seen.scene.graph, node, (x - dx - ox) / k, (y - dy - oy) / k);
    this.graph.redraw();
  }

  /** Let go of the node: it is pinned where it is. */
  private drop(completed: boolean): void {
    const [seen, place] = [this.graph.seen(), this.moving.taken];
    if (completed && this.held && place && seen) {
      const [x, y] = place;
      const node = seen.scene.graph.ids[this.held.node]!;
      this.app.dispatch({ type: "pin", pin: { node, x, y } });
    }
    this.held = null;
    this.moving.stop();
    this.graph.redraw();
  }
}

/** The disc of a node, or the middle of an edge, in the window. */
export function placeOf(
  scene: Scene,
  { k, ox, oy }: Transform,
  node: number | null,
  edge: number | null,
): Place {
  const { x, y, source, target } = scene.graph;
  const [a, b] = [node ?? source[edge ?? 0] ?? 0, node ?? target[edge ?? 0] ?? 0];
  const [ax, ay, bx, by] = [x[a]!, y[a]!, x[b]!, y[b]!];
  return {
    x: ((ax + bx) / 2) * k + ox,
    y: ((ay + by) / 2) * k + oy,
    r: node === null ? 0 : screenRadius(scene, node, k),
    isFlat: Math.abs(ax - bx) > Math.abs(ay - by),
  };
}
