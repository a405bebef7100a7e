// Drawn over the graph in every frame: rings, highlighted edges, names.
import type { Transform } from "../look/camera";
import { isDoubtful, neighboursOf } from "../look/edges";
import { type Scene, screenRadius, type Size, trace } from "./graph_painter";
import type { NodeLabels } from "../data/label_columns";
import { majorityName } from "../look/describe";
import type { Lit } from "../look/lit";
import { css, type Rgb } from "../look/palette";
import { FAMILY, type Pen } from "./pen";

export interface Pointers {
  readonly selected: number | null;
  readonly hover: number | null;
  /** Node that has the keyboard focus; null where the graph does not have it. */
  readonly focus: number | null;
  readonly counterpart: number | null;
  /** The structure under the pointer, and what is selected or marked. */
  readonly glanced: Lit | null;
  readonly marked: Lit | null;
}

const FONT = `500 12px ${FAMILY}`;
/** Nodes of this radius in pixels carry their label's name. */
const CAPTION_RADIUS = 20;
const SOLID: number[] = [];
const LIT_DASH = [6, 5];
const MOST_CAPTIONS = 40;
const LEAST_PURITY = 0.4;
/** Above this many nodes captions may cover nodes. */
const CROWD = 1500;

export function drawOverlay(
  context: Pen,
  scene: Scene,
  at: Transform,
  size: Size,
  pointers: Pointers,
): void {
  const { theme } = scene;
  const { selected, hover, focus, counterpart, glanced, marked } = pointers;
  const glance = glanced?.nodes === marked?.nodes ? null : glanced;
  if (marked) lightEdges(context, scene, marked.edges, at, theme.focus, 0.9);
  if (glance) lightEdges(context, scene, glance.edges, at, theme.ink, 0.7);
  if (hover !== null && hover !== selected)
    lightEdges(context, scene, edgesAt(scene, hover), at, theme.ink, 0.55);
  if (selected !== null) lightEdges(context, scene, edgesAt(scene, selected), at, theme.accent, 1);
  if (scene.graph.n > 0) drawCaptions(context, scene, at, size);
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

function lightEdge(
  context: Pen,
  scene: Scene,
  edge: number,
  { k, ox, oy }: Transform,
): void {
  const { x, y, source, target, jaccard } = scene.graph;
  const [a, b] = [source[edge]!, target[edge]!];
  const [dx, dy] = [(x[b]! - x[a]!) * k, (y[b]! - y[a]!) * k];
  const length = Math.hypot(dx, dy) || 1;
  // From rim to rim, so that the discs are not covered.
  const from = screenRadius(scene, a, k) / length;
  const to = 1 - screenRadius(scene, b, k) / length;
  if (to <= from) return;
  const [sx, sy] = [x[a]! * k + ox, y[a]! * k + oy];
  context.beginPath();
  context.moveTo(sx + dx * from, sy + dy * from);
  context.lineTo(sx + dx * to, sy + dy * to);
  context.lineWidth = 1.25 + 3 * jaccard[edge]!;
  context.setLineDash(isDoubtful(scene.graph, edge) ? LIT_DASH : SOLID);
  context.stroke();
}

/**
 * Names of labels on the graph: one at the most typical node of each label, and one at every node
 * that is large enough on screen. A name is below, above or beside its node, and left out where it
 * would cover something.
 */
function drawCaptions(
  context: Pen,
  scene: Scene,
  at: Transform,
  size: Size,
): void {
  context.font = FONT;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const taken = discs(scene, at);
  let drawn = 0;
  for (const { node, text } of captionOrder(scene, at.k)) {
    const box = freePlace(scene, node, context.measureText(text).width, at, size, taken);
    if (!box) continue;
    taken.push(box);
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    context.lineWidth = 3.5;
    context.strokeStyle = css(scene.theme.paper);
    context.strokeText(text, x, y);
    context.fillStyle = css(scene.theme.ink);
    context.fillText(text, x, y);
    if (++drawn >= MOST_CAPTIONS) break;
  }
}

/** Boxes that a caption must not cover: the nodes, unless there are too many of them. */
function discs(scene: Scene, { k, ox, oy }: Transform): Box[] {
  const { graph } = scene;
  if (graph.n > CROWD) return [];
  return Array.from({ length: graph.n }, (_, node) => {
    const [sx, sy, r] = [
      graph.x[node]! * k + ox,
      graph.y[node]! * k + oy,
      screenRadius(scene, node, k),
    ];
    return { left: sx - r, right: sx + r, top: sy - r, bottom: sy + r };
  });
}

function freePlace(
  scene: Scene,
  node: number,
  width: number,
  { k, ox, oy }: Transform,
  size: Size,
  taken: readonly Box[],
): Box | null {
  const [sx, sy] = [scene.graph.x[node]! * k + ox, scene.graph.y[node]! * k + oy];
  if (sx < 0 || sy < 0 || sx > size.width || sy > size.height) return null;
  const r = screenRadius(scene, node, k) + 3;
  const [half, line] = [width / 2 + 2, 7];
  const beside = r + half + 1;
  for (const [dx, dy] of [
    [0, r + line],
    [0, -r - line],
    [beside, 0],
    [-beside, 0],
  ] as const) {
    const box = {
      left: sx + dx - half,
      right: sx + dx + half,
      top: sy + dy - line,
      bottom: sy + dy + line,
    };
    const inside =
      box.left > 2 && box.top > 2 && box.right < size.width - 2 && box.bottom < size.height - 2;
    if (inside && !taken.some((other) => overlap(box, other))) return box;
  }
  return null;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** The most typical nodes first, then the other nodes that are large enough, the largest first. */
function* captionOrder(
  scene: Scene,
  k: number,
): Generator<{ node: number; text: string }> {
  const { graph, leaders, labels } = scene;
  const leading = new Set(leaders);
  const large = graph.n <= CROWD ? [...graph.bySize].filter((node) => !leading.has(node)) : [];
  for (const node of [...leaders, ...large]) {
    if (!leading.has(node) && screenRadius(scene, node, k) < CAPTION_RADIUS) continue;
    const text = majorityName(labels, node);
    if (text === null || scene.looks[node]!.faded) continue;
    yield { node, text: text.length > 28 ? `${text.slice(0, 27)}…` : text };
  }
}

/** For each label its most typical node: many members, and most of them of that label. */
export function leadersOf(graph: Scene["graph"], { majority, purity: shares }: NodeLabels): number[] {
  const best = new Map<number, [number, number]>();
  for (let node = 0; node < graph.n; node++) {
    const purity = shares[node] ?? NaN;
    if (!(purity >= LEAST_PURITY)) continue;
    const score = graph.size[node]! * purity ** 2;
    const label = majority[node] ?? -1;
    if (score > (best.get(label)?.[1] ?? 0)) best.set(label, [node, score]);
  }
  return [...best.values()].sort((a, b) => b[1] - a[1]).map(([node]) => node);
}
