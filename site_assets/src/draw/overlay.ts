// Drawn over the graph in every frame: rings, highlighted edges, names.
import type { Transform } from "../look/camera";
import { isDoubtful, neighboursOf } from "../look/edges";
import type { Box } from "./boxes";
import { drawCaptions } from "./captions";
import { type Scene, screenRadius, type Size, trace } from "./graph_painter";
import type { Lit } from "../look/lit";
import { css, type Rgb } from "../look/palette";
import type { Pen } from "./pen";

export interface Pointers {
  readonly selected: number | null;
  readonly hover: number | null;
  /** Node that has the keyboard focus; null where the graph does not have it. */
  readonly focus: number | null;
  readonly counterpart: number | null;
  /** The structure under the pointer, and what is selected or marked. */
  readonly glanced: Lit | null;
  readonly marked: Lit | null;
  /** The edge under the pointer, or that the keyboard is going along. */
  readonly edge: number | null;
  /** Edges of the component under the pointer. */
  readonly component: readonly number[];
}

const SOLID: number[] = [];
const LIT_DASH = [6, 5];

export function drawOverlay(
  context: Pen,
  scene: Scene,
  at: Transform,
  size: Size,
  pointers: Pointers,
  keptFree: readonly Box[] = [],
): void {
  const { theme } = scene;
  const { selected, hover, focus, counterpart, glanced, marked, edge } = pointers;
  lightAtOnce(context, scene, pointers.component, at);
  const glance = glanced?.nodes === marked?.nodes ? null : glanced;
  if (marked) lightEdges(context, scene, marked.edges, at, theme.focus, 0.9);
  if (glance) lightEdges(context, scene, glance.edges, at, theme.ink, 0.7);
  if (hover !== null && hover !== selected)
    lightEdges(context, scene, edgesAt(scene, hover), at, theme.ink, 0.55);
  if (selected !== null) lightEdges(context, scene, edgesAt(scene, selected), at, theme.accent, 1);
  if (edge !== null) lightEdges(context, scene, [edge], at, theme.ink, 0.9);
  if (scene.named) drawCaptions(context, scene, at, size, keptFree);
  for (const node of glance?.nodes ?? [])
    ring(context, scene, node, at, { colour: theme.ink, gap: 1, width: 1.5 });
  if (counterpart !== null)
    ring(context, scene, counterpart, at, { colour: theme.accent, gap: 4, width: 2, dashed: true });
  if (hover !== null) ring(context, scene, hover, at, { colour: theme.ink, gap: 1, width: 1.5 });
  if (selected !== null)
    ring(context, scene, selected, at, { colour: theme.accent, gap: 2, width: 3 });
  if (focus !== null) ring(context, scene, focus, at, { colour: theme.focus, gap: 6.5, width: 2 });
}

function ring(
  context: Pen,
  scene: Scene,
  node: number,
  { k, ox, oy }: Transform,
  style: { colour: Rgb; gap: number; width: number; dashed?: boolean },
): void {
  const { share, shape } = scene.looks[node]!;
  // Outside the ring that shows a share.
  const gap = style.gap + (share > 0 ? 5.5 : 0);
  const r = Math.max(3, screenRadius(scene, node, k)) + gap + style.width / 2;
  const [sx, sy] = [scene.graph.x[node]! * k + ox, scene.graph.y[node]! * k + oy];
  context.setLineDash([]);
  trace(context, shape, sx, sy, r);
  context.lineWidth = style.width + 2.5;
  context.strokeStyle = css(scene.theme.paper);
  context.stroke();
  context.setLineDash(style.dashed ? [4, 3] : []);
  context.lineWidth = style.width;
  context.strokeStyle = css(style.colour);
  context.stroke();
  context.setLineDash([]);
}

function edgesAt(scene: Scene, node: number): number[] {
  return neighboursOf(scene.graph, node, scene.shown).map(({ edge }) => edge);
}

function lightEdges(
  context: Pen,
  scene: Scene,
  edges: readonly number[],
  at: Transform,
  colour: Rgb,
  alpha: number,
): void {
  context.strokeStyle = css(colour);
  context.globalAlpha = alpha;
  for (const edge of edges) lightEdge(context, scene, edge, at);
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** Many edges as one faint path, so that they cost as little as possible. */
function lightAtOnce(
  context: Pen,
  scene: Scene,
  edges: readonly number[],
  at: Transform,
): void {
  if (!edges.length) return;
  context.beginPath();
  for (const edge of edges) traceEdge(context, scene, edge, at);
  const { focus } = scene.theme;
  [context.strokeStyle, context.lineWidth, context.globalAlpha] = [css(focus), 5, 0.4];
  context.stroke();
  context.globalAlpha = 1;
}

function lightEdge(
  context: Pen,
  scene: Scene,
  edge: number,
  at: Transform,
): void {
  context.beginPath();
  traceEdge(context, scene, edge, at);
  context.lineWidth = 1.25 + 3 * scene.graph.jaccard[edge]!;
  context.setLineDash(isDoubtful(scene.graph, edge) ? LIT_DASH : SOLID);
  context.stroke();
}

/** From rim to rim, so that the discs are not covered. */
function traceEdge(
  context: Pen,
  scene: Scene,
  edge: number,
  { k, ox, oy }: Transform,
): void {
  const { x, y, source, target } = scene.graph;
  const [a, b] = [source[edge]!, target[edge]!];
  const [dx, dy] = [(x[b]! - x[a]!) * k, (y[b]! - y[a]!) * k];
  const length = Math.hypot(dx, dy) || 1;
  const from = screenRadius(scene, a, k) / length;
  const to = 1 - screenRadius(scene, b, k) / length;
  if (to <= from) return;
  const [sx, sy] = [x[a]! * k + ox, y[a]! * k + oy];
  context.moveTo(sx + dx * from, sy + dy * from);
  context.lineTo(sx + dx * to, sy + dy * to);
}

