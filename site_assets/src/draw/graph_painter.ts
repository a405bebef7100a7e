// Draws a graph into a canvas in small steps, so that 20,000 nodes never block a frame.
import type { Transform } from "../look/camera";
import type { Graph } from "../data/graph";
import type { NodeLook } from "../look/appearance";
import type { EdgeClass, Shown } from "../look/edges";
import type { Theme } from "../state/model";
import { css } from "../look/palette";
import type { Pies } from "../look/pies";
import type { Content } from "../kinds/kind";
import type { Pen } from "./pen";

/** All that the drawing of the graph depends on except the camera. */
export interface Scene {
  readonly graph: Graph;
  readonly looks: readonly NodeLook[];
  /** The nodes that are the first to show the name of their label. */
  readonly leaders: readonly number[];
  /** Whether names are written on the graph, and the name of a node; null where it has none. */
  readonly named: boolean;
  readonly nameOf: (node: number) => string | null;
  readonly theme: Theme;
  readonly shown: Shown;
  /** The edges that are shown, thinnest first. */
  readonly edgeClasses: readonly EdgeClass[];
  /** Whether every node shows its content, also when it is small. */
  readonly contents: boolean;
  /** What a node shows in its disc; null where there is nothing to show yet. */
  readonly content: (node: number) => Content | null;
  /** The composition of each node, drawn in its disc; null: one colour for each. */
  readonly pies: Pies | null;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const SEGMENTS_PER_STEP = 1500;
/**
 * Where typical edges are shorter than this on screen, doubtful ones are pale instead of dashed,
 * because dashes would not be visible. In large graphs this holds wherever nodes are dots.
 */
const DASHES_FROM = 6;
/** A dashed line is many short ones. */
const DASHED_PER_STEP = 250;
/** Lengths of dash and gap in widths of the line, and the least in pixels. */
const DASH = [2.6, 2.8] as const;
const LEAST_DASH = 2.5;
const NODES_PER_STEP = 250;
/** A pie is several shapes. */
const PIES_PER_STEP = 60;
/** Radius in pixels from which a disc is a pie; a smaller one has the colour of its majority. */
const PIE_RADIUS = 3.5;
/** Above this many nodes in view they are drawn as dots in batches, one per colour. */
const MANY = 4000;
/** ... and only while typical edges are shorter than this on screen. */
const DOTS_BELOW = 14;
const SMALLEST_DOT = 1.3;
/** Radius in pixels from which nodes show their content: where readers ask for it, and elsewhere. */
const CONTENT_RADIUS = 5;
const CONTENT_RADIUS_UNASKED = 21;
/** Up to this many nodes, each has room for content at every zoom. */
const FEW = 400;
const FADED_ALPHA = 0.16;
/** The least filled part of a node with any selected member. */
const LEAST_FILL = 0.12;
const TAU = Math.PI * 2;

/**
 * Radius on screen. Content needs room, so nodes that show it are larger, as far as their neighbours
 * leave room.
 */
export function screenRadius(scene: Scene, node: number, k: number): number {
  const radius = scene.looks[node]!.radius * k;
  if (!scene.contents) return Math.max(SMALLEST_DOT, radius);
  const roomy = scene.graph.n <= FEW ? 11 : 0;
  const wanted = Math.max(SMALLEST_DOT, roomy, radius * 1.25);
  return Math.min(wanted, Math.max(CONTENT_RADIUS, scene.graph.apart[node]! * k * 0.48));
}

export function edgeWidth(share: number, k: number): number {
  return (0.8 + 3.2 * share * share) * Math.min(1.5, Math.max(0.3, k / 30));
}

/** Draw in steps; each `next()` does a small part. */
export function* paint(
  context: Pen,
  scene: Scene,
  at: Transform,
  size: Size,
): Generator<void> {
  context.fillStyle = css(scene.theme.paper);
  context.fillRect(0, 0, size.width, size.height);
  yield* paintGraph(context, scene, at, size);
}

/** The graph without its background. */
export function* paintGraph(
  context: Pen,
  scene: Scene,
  at: Transform,
  size: Size,
): Generator<void> {
  yield* paintEdges(context, scene, at, size);
  const inView = visibleNodes(scene, at, size);
  if (inView.length > MANY && at.k * scene.graph.unit < DOTS_BELOW)
    yield* paintDots(context, scene, at, inView);
  else yield* paintNodes(context, scene, at, inView);
}

function* paintEdges(
  context: Pen,
  { graph, edgeClasses: classes, theme, looks }: Scene,
  { k, ox, oy }: Transform,
  { width, height }: Size,
): Generator<void> {
  const { x, y, source, target } = graph;
  context.strokeStyle = css(theme.ink);
  const far = k * graph.unit < (graph.nEdges > MANY ? DOTS_BELOW : DASHES_FROM);
  for (const { share, dashed: doubtful, edges } of classes) {
    const dashed = doubtful && !far;
    const stroke = dashed ? 1.3 : doubtful ? 0.55 : 1;
    const perStep = dashed ? DASHED_PER_STEP : SEGMENTS_PER_STEP;
    context.lineWidth = edgeWidth(share, k);
    context.lineCap = dashed ? "butt" : "round";
    context.setLineDash(dashed ? dashFor(context.lineWidth) : []);
    for (const faded of [true, false]) {
      context.globalAlpha = (0.26 + 0.4 * share) * (faded ? 0.35 : 1) * stroke;
      let segments = 0;
      context.beginPath();
      for (const edge of edges) {
        const [a, b] = [source[edge]!, target[edge]!];
        if ((looks[a]!.faded || looks[b]!.faded) !== faded) continue;
        const [ax, ay, bx, by] = [x[a]! * k + ox, y[a]! * k + oy, x[b]! * k + ox, y[b]! * k + oy];
        if (Math.max(ax, bx) < 0 || Math.max(ay, by) < 0) continue;
        if (Math.min(ax, bx) > width || Math.min(ay, by) > height) continue;
        context.moveTo(ax, ay);
        context.lineTo(bx, by);
        if (++segments % perStep) continue;
        context.stroke();
        context.beginPath();
        yield;
      }
      context.stroke();
    }
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** The pattern of a dashed line of a width. */
export function dashFor(width: number): number[] {
  const length = Math.max(LEAST_DASH, width);
  return DASH.map((part) => part * length);
}

function visibleNodes(scene: Scene, { k, ox, oy }: Transform, { width, height }: Size): number[] {
  const { graph } = scene;
  const margin = 40;
  const inView: number[] = [];
  for (const node of graph.bySize) {
    const [sx, sy] = [graph.x[node]! * k + ox, graph.y[node]! * k + oy];
    if (sx > -margin && sy > -margin && sx < width + margin && sy < height + margin)
      inView.push(node);
  }
  return inView;
}

/** Far away: squares of a few pixels, one fill per colour. */
function* paintDots(
  context: Pen,
  scene: Scene,
  { k, ox, oy }: Transform,
  nodes: readonly number[],
): Generator<void> {
  const { graph, looks, theme } = scene;
  const batches = new Map<number, number[]>();
  for (const node of nodes) {
    const look = looks[node]!;
    const key = look.colour * 2 + Number(!look.faded);
    const batch = batches.get(key);
    if (batch) batch.push(node);
    else batches.set(key, [node]);
  }
  for (const [key, batch] of [...batches].sort((a, b) => (a[0] & 1) - (b[0] & 1))) {
    context.globalAlpha = key & 1 ? 1 : FADED_ALPHA;
    context.fillStyle = css(theme.colours[key >> 1]!);
    context.beginPath();
    for (const [i, node] of batch.entries()) {
      const r = screenRadius(scene, node, k);
      context.rect(graph.x[node]! * k + ox - r, graph.y[node]! * k + oy - r, 2 * r, 2 * r);
      if (i % SEGMENTS_PER_STEP !== SEGMENTS_PER_STEP - 1) continue;
      context.fill();
      context.beginPath();
      yield;
    }
    context.fill();
  }
  context.globalAlpha = 1;
}

/** Near: each node by itself, the largest first, so that small ones lie on top. */
function* paintNodes(
  context: Pen,
  scene: Scene,
  at: Transform,
  nodes: readonly number[],
): Generator<void> {
  const { graph, looks } = scene;
  const { k, ox, oy } = at;
  const contentRadius = contentRadiusAt(scene, at);
  const perStep = scene.pies ? PIES_PER_STEP : NODES_PER_STEP;
  for (const faded of [true, false]) {
    let drawn = 0;
    for (const node of nodes) {
      if (looks[node]!.faded !== faded) continue;
      context.globalAlpha = faded ? FADED_ALPHA : 1;
      const place = [
        graph.x[node]! * k + ox,
        graph.y[node]! * k + oy,
        screenRadius(scene, node, k),
      ] as const;
      paintNode(context, scene, node, place, contentRadius);
      if (++drawn % perStep === 0) yield;
    }
  }
  context.globalAlpha = 1;
}

/** Radius from which nodes show content; unasked, only after the reader has zoomed in. */
function contentRadiusAt(scene: Scene, { zoom }: Transform): number {
  if (scene.contents) return CONTENT_RADIUS;
  return zoom > 1.3 ? CONTENT_RADIUS_UNASKED : Infinity;
}

function paintNode(
  context: Pen,
  scene: Scene,
  node: number,
  [sx, sy, r]: readonly [number, number, number],
  contentRadius: number,
): void {
  const { theme, looks } = scene;
  const look = looks[node]!;
  if (r >= contentRadius && !look.faded && paintContent(context, scene, node, [sx, sy, r])) {
    // A picture has no part that could be filled: a ring says how much of it is selected.
    const share = look.share || (look.fill < 1 ? look.fill : 0);
    return paintShare(context, scene, { ...look, share }, [sx, sy, r]);
  }
  trace(context, look.shape, sx, sy, r);
  if (look.faded || look.fill < 1) {
    // Faded nodes are pale, not transparent: edges end at their rim.
    context.globalAlpha = 1;
    context.fillStyle = css(theme.paper);
    context.fill();
    context.globalAlpha = FADED_ALPHA;
  }
  context.fillStyle = css(theme.colours[look.colour]!);
  context.fill();
  if (scene.pies && r >= PIE_RADIUS && !look.faded) {
    paintPie(context, scene, scene.pies, node, [sx, sy, r]);
    trace(context, look.shape, sx, sy, r);
  }
  if (look.fill > 0 && look.fill < 1) paintFill(context, look, [sx, sy, r]);
  if (r >= 3) {
    // A rim of paper parts nodes that touch; a thin one of ink keeps pale fills legible.
    context.lineWidth = Math.min(1.5, r / 4);
    context.strokeStyle = css(theme.paper);
    context.stroke();
    trace(context, look.shape, sx, sy, r - context.lineWidth / 2);
    context.lineWidth = 0.75;
    context.strokeStyle = css(theme.ink);
    context.globalAlpha *= 0.45;
    context.stroke();
    if (!look.faded) context.globalAlpha = 1;
  }
  paintShare(context, scene, look, [sx, sy, r]);
}

/** The parts of a pie over the disc, clockwise from the top, with lines of paper between them. */
function paintPie(
  context: Pen,
  { theme, looks }: Scene,
  { offsets, colour, end }: Pies,
  node: number,
  [sx, sy, r]: readonly [number, number, number],
): void {
  const [first, last] = [offsets[node]!, offsets[node + 1]!];
  if (last - first === 1 && colour[first] === looks[node]!.colour) return;
  const lines = r >= 8;
  context.lineWidth = Math.min(1.2, r / 14);
  context.strokeStyle = css(theme.paper);
  for (let part = first, from = 0; part < last; part++) {
    const to = end[part]!;
    context.beginPath();
    context.moveTo(sx, sy);
    context.arc(sx, sy, r, TAU * (from - 0.25), TAU * (to - 0.25));
    context.closePath();
    context.fillStyle = css(theme.colours[colour[part]!]!);
    context.fill();
    if (lines) context.stroke();
    from = to;
  }
}

/** The content in a disc with a rim in the node's colour; false where it has not arrived. */
function paintContent(
  context: Pen,
  scene: Scene,
  node: number,
  [sx, sy, r]: readonly [number, number, number],
): boolean {
  const content = scene.content(node);
  if (!content) return false;
  const rim = Math.min(4, Math.max(1.5, r * 0.11));
  trace(context, "circle", sx, sy, r + 1);
  context.fillStyle = css(scene.theme.paper);
  context.fill();
  trace(context, "circle", sx, sy, r);
  context.fillStyle = css(scene.theme.colours[scene.looks[node]!.colour]!);
  context.fill();
  context.save();
  trace(context, "circle", sx, sy, r - rim);
  context.clip();
  const half = r - rim;
  content(context, sx - half, sy - half, 2 * half);
  context.restore();
  return true;
}

/** The selected share of the members, as the part of the node's height that has its full colour. */
function paintFill(
  context: Pen,
  { shape, fill }: NodeLook,
  [sx, sy, r]: readonly [number, number, number],
): void {
  const reach = reachOf(shape, r);
  const height = 2 * reach * Math.max(LEAST_FILL, fill);
  context.globalAlpha = 1;
  context.save();
  trace(context, shape, sx, sy, r);
  context.clip();
  context.fillRect(sx - reach, sy + reach - height, 2 * reach, height);
  context.restore();
}

/** The marked share of the members, as a part of a ring that starts at the top. */
function paintShare(
  context: Pen,
  { theme }: Scene,
  { share }: NodeLook,
  [sx, sy, r]: readonly [number, number, number],
): void {
  if (share <= 0) return;
  const width = Math.min(3.5, Math.max(1.6, r * 0.3));
  context.lineCap = "butt";
  context.lineWidth = width;
  for (const [colour, alpha, part] of [
    [theme.ink, 0.14, 1],
    [theme.focus, 1, share],
  ] as const) {
    context.beginPath();
    context.arc(sx, sy, r + width / 2 + 1.5, -TAU / 4, -TAU / 4 + TAU * part);
    context.globalAlpha = alpha;
    context.strokeStyle = css(colour);
    context.stroke();
  }
}

/** From the centre of a shape to its top. */
function reachOf(shape: NodeLook["shape"], r: number): number {
  return shape === "square" ? r * 0.886 : shape === "diamond" ? r * 1.253 : r;
}

/** The outline of a node; shapes of one radius have one area. */
export function trace(
  context: Pen,
  shape: NodeLook["shape"],
  sx: number,
  sy: number,
  r: number,
): void {
  context.beginPath();
  if (shape === "square") {
    const half = r * 0.886;
    context.rect(sx - half, sy - half, 2 * half, 2 * half);
  } else if (shape === "diamond") {
    const reach = r * 1.253;
    context.moveTo(sx, sy - reach);
    context.lineTo(sx + reach, sy);
    context.lineTo(sx, sy + reach);
    context.lineTo(sx - reach, sy);
    context.closePath();
  } else {
    context.arc(sx, sy, Math.max(0.1, r), 0, TAU);
  }
}
