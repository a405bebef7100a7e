// A change of layer: the members of the nodes move from their old nodes to their new ones.
import { flowsBetween, sameRows } from "../data/flow";
import type { LayerData } from "../data/layer";
import type { ShownGraph } from "../draw/drawings";
import { screenRadius } from "../draw/graph_painter";
import { css, type Rgb } from "../look/palette";
import type { App, Model } from "../state/model";
import { el } from "../views/dom";
import { tracedRows } from "./beside/traced";
import type { Parts, Tool } from "./contract";

const DURATION_MS = 600;
/** The old graph stays so long for the rows of the new one to arrive. */
const PATIENCE_MS = 500;
/** Above this many members of nodes, or discs, nothing moves. */
const MOST_MEMBERS = 60_000;
const MOST_DISCS = 2_000;
const TAU = 2 * Math.PI;

interface Seen {
  readonly data: LayerData;
  readonly shown: ShownGraph;
}

interface Disc {
  readonly colour: Rgb;
  readonly from: readonly [number, number, number];
  readonly to: readonly [number, number, number];
}

interface Moving {
  readonly discs: readonly Disc[];
  readonly paper: Rgb;
  readonly begun: number;
}

export class MotionView implements Tool {
  private readonly canvas = el("canvas", {});
  readonly root = el("div", { class: "graph-motion", "aria-hidden": "true", hidden: true }, this.canvas);
  private readonly context = this.canvas.getContext("2d")!;
  private readonly reduced = matchMedia("(prefers-reduced-motion: reduce)");
  /** The graph as it was last, and the one that is being left. */
  private last: Seen | null = null;
  private left: Seen | null = null;
  private moving: Moving | null = null;

  constructor(
    _app: App,
    private readonly parts: Parts,
  ) {
    parts.graph.surface.addEventListener("pointerdown", () => this.end());
    parts.graph.surface.addEventListener("wheel", () => this.end(), { passive: true });
  }

  /** It has nothing to open: from now on it follows the layer. */
  open(): void {
    this.parts.graph.surface.append(this.root);
  }

  update(model: Model): void {
    const { shown } = this.parts.graph;
    const { data, state } = model;
    if (!data || !shown || data.layer.id !== state.view.layer) return;
    const { last } = this;
    const single = !state.view.beside.length && !this.reduced.matches;
    if (last && last.data.layer.id !== data.layer.id && single && mayMove(last.data, data))
      this.leave(last);
    if (this.left) this.arrive({ data, shown }, model);
    this.last = { data, shown };
  }

  /** Keep the picture of the old graph, which the canvas still shows. */
  private leave(seen: Seen): void {
    const left = { ...seen };
    this.left = left;
    this.moving = null;
    const canvas = this.parts.graph.surface.querySelector("canvas")!;
    this.canvas.width = canvas.width;
    this.canvas.height = canvas.height;
    this.context.drawImage(canvas, 0, 0);
    this.root.hidden = false;
    setTimeout(() => this.left === left && this.end(), PATIENCE_MS);
  }

  private arrive(seen: Seen, model: Model): void {
    const { left } = this;
    if (!left?.data.rows || !seen.data.rows) return;
    this.left = null;
    const discs = discsBetween(left, seen, model);
    if (!discs.length || discs.length > MOST_DISCS) return this.end();
    this.moving = { discs, paper: model.theme.paper, begun: performance.now() };
    this.frame(this.moving);
  }

  private end(): void {
    this.left = null;
    this.moving = null;
    this.root.hidden = true;
  }

  private frame(moving: Moving): void {
    // Another change of the layer may have come.
    if (this.moving !== moving) return;
    const t = (performance.now() - moving.begun) / DURATION_MS;
    if (t >= 1) return this.end();
    this.draw(moving, t);
    requestAnimationFrame(() => this.frame(moving));
  }

  private draw({ discs, paper }: Moving, t: number): void {
    const { context, canvas } = this;
    const { clientWidth, clientHeight } = this.root;
    const ratio = canvas.width / Math.max(1, clientWidth);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, clientWidth, clientHeight);
    context.globalAlpha = 1 - t ** 3;
    context.fillStyle = css(paper);
    context.fillRect(0, 0, clientWidth, clientHeight);
    const e = t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2;
    context.globalAlpha = 0.8;
    for (const { colour, from, to } of discs) {
      const [x, y, r] = from.map((value, i) => value + (to[i]! - value) * e);
      context.beginPath();
      context.arc(x!, y!, Math.max(0.7, r!), 0, TAU);
      context.fillStyle = css(colour);
      context.fill();
    }
    context.globalAlpha = 1;
  }
}

function mayMove(...graphs: readonly LayerData[]): boolean {
  return graphs.every(({ graph }) => graph.member_offsets[graph.n]! <= MOST_MEMBERS);
}

/** A disc for each flow, the largest first; of the selected rows alone where there are some. */
function discsBetween(from: Seen, to: Seen, model: Model): Disc[] {
  const [own, others] = [from.data.rows!, to.data.rows!];
  const selected = tracedRows(model);
  // The selection is of the new layer, so the flow is followed backwards.
  const same = sameRows(others.arrays.sample, own.arrays.sample, null);
  const { list } = flowsBetween(
    { graph: to.data.graph, rows: others },
    { graph: from.data.graph, rows: own },
    same,
    selected,
  );
  const { looks } = to.shown.scene;
  return list.map((flow) => ({
    colour: model.theme.colours[looks[flow.from]!.colour]!,
    from: placeOf(from, flow.to, flow.rows),
    to: placeOf(to, flow.from, flow.rows),
  }));
}

/** Centre and radius: the areas of a node's discs say how many of its members they are. */
function placeOf({ shown, data }: Seen, node: number, rows: number): [number, number, number] {
  const { at, scene } = shown;
  const { x, y } = scene.graph;
  const share = Math.min(1, rows / data.graph.size[node]!);
  const r = screenRadius(scene, node, at.k) * Math.sqrt(share);
  return [x[node]! * at.k + at.ox, y[node]! * at.k + at.oy, r];
}
