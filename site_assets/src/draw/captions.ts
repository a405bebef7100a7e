// Names on the graph: of regions from afar, of more nodes the nearer the reader is. No name covers
// a node, a call-out or another name; one that has no place is left out.
import type { NodeLabels } from "../data/label_columns";
import type { Transform } from "../look/camera";
import { css } from "../look/palette";
import { type Box, boxAround, firstFree } from "./boxes";
import { type Scene, screenRadius, type Size } from "./graph_painter";
import { FAMILY, type Pen } from "./pen";

const FONT = `500 12px ${FAMILY}`;
const LINE = 14;
/** Radius in pixels from which every node has its name: from afar, and at the nearest. */
const CAPTION_RADIUS = { far: 20, near: 8 };
/** Names are of regions up to this zoom. */
const FAR = 1.3;
const LONGEST = 28;
const MOST_CAPTIONS = 40;
const MOST_TRIED = 120;
const LEAST_PURITY = 0.4;
/** Large nodes with names of their own, where nodes have no labels. */
const LARGE = 12;
/** Where more nodes than this are in view, names may cover nodes. */
const CROWD = 1500;

export function drawCaptions(
  pen: Pen,
  scene: Scene,
  at: Transform,
  size: Size,
  keptFree: readonly Box[],
): void {
  [pen.font, pen.textAlign, pen.textBaseline, pen.lineJoin] = [FONT, "center", "middle", "round"];
  const taken = [...keptFree, ...discsInView(scene, at, size)];
  let [tried, drawn] = [0, 0];
  for (const { node, text } of captionOrder(scene, at, size)) {
    const width = pen.measureText(text).width + 4;
    const box = firstFree(placesBeside(disc(scene, node, at), width), size, taken);
    if (box) {
      taken.push(box);
      write(pen, scene, text, (box.left + box.right) / 2, (box.top + box.bottom) / 2);
      drawn++;
    }
    if (drawn >= MOST_CAPTIONS || ++tried >= MOST_TRIED) return;
  }
}

function write(pen: Pen, { theme }: Scene, text: string, x: number, y: number): void {
  [pen.lineWidth, pen.strokeStyle] = [3.5, css(theme.paper)];
  pen.strokeText(text, x, y);
  pen.fillStyle = css(theme.ink);
  pen.fillText(text, x, y);
}

function isInView(
  { graph }: Scene,
  node: number,
  { k, ox, oy }: Transform,
  { width, height }: Size,
): boolean {
  const [sx, sy] = [graph.x[node]! * k + ox, graph.y[node]! * k + oy];
  return sx >= 0 && sy >= 0 && sx <= width && sy <= height;
}

/** The nodes, which names must not cover; none where there are too many of them. */
function discsInView(scene: Scene, at: Transform, size: Size): Box[] {
  const boxes: Box[] = [];
  for (let node = 0; node < scene.graph.n; node++) {
    if (isInView(scene, node, at, size)) boxes.push(disc(scene, node, at));
    if (boxes.length > CROWD) return [];
  }
  return boxes;
}

function disc(scene: Scene, node: number, { k, ox, oy }: Transform): Box {
  const side = 2 * screenRadius(scene, node, k);
  return boxAround(scene.graph.x[node]! * k + ox, scene.graph.y[node]! * k + oy, side, side);
}

/** Below, above, right and left of a disc. */
function placesBeside({ left, right, top, bottom }: Box, width: number): Box[] {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const beside = (right - left + width) / 2 + 4;
  return [
    boxAround(x, bottom + 3 + LINE / 2, width, LINE),
    boxAround(x, top - 3 - LINE / 2, width, LINE),
    boxAround(x + beside, y, width, LINE),
    boxAround(x - beside, y, width, LINE),
  ];
}

/** Regions first, then the other nodes that are large enough, the largest first. */
function* captionOrder(
  scene: Scene,
  at: Transform,
  size: Size,
): Generator<{ node: number; text: string }> {
  const leading = new Set(scene.leaders);
  const least = Math.max(CAPTION_RADIUS.near, CAPTION_RADIUS.far / Math.max(1, at.zoom / FAR));
  for (const node of scene.leaders) if (isInView(scene, node, at, size)) yield* named(scene, node);
  for (const node of scene.graph.bySize) {
    if (screenRadius(scene, node, at.k) < least || leading.has(node)) continue;
    if (isInView(scene, node, at, size)) yield* named(scene, node);
  }
}

function* named(scene: Scene, node: number): Generator<{ node: number; text: string }> {
  const text = scene.looks[node]!.faded ? null : scene.nameOf(node);
  if (text) yield { node, text: text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text };
}

/**
 * The nodes whose names stand for their regions: for each label its most typical node, with many
 * members and most of them of that label, then the largest node of each stable structure. Where nodes
 * have no labels, the largest nodes.
 */
export function leadersOf(graph: Scene["graph"], { majority, purity }: NodeLabels): number[] {
  const best = new Map<number, [number, number]>();
  for (let node = 0; node < graph.n; node++) {
    const share = purity[node] ?? NaN;
    if (!(share >= LEAST_PURITY)) continue;
    const score = graph.size[node]! * share ** 2;
    const label = majority[node] ?? -1;
    if (score > (best.get(label)?.[1] ?? 0)) best.set(label, [node, score]);
  }
  const typical = [...best.values()].sort((a, b) => b[1] - a[1]).map(([node]) => node);
  const structural = graph.structures
    .filter(({ stable }) => stable)
    .map(({ nodes }) => nodes.reduce((a, b) => (graph.size[b]! > graph.size[a]! ? b : a)));
  const large = typical.length ? [] : [...graph.bySize.subarray(0, LARGE)];
  return [...new Set([...typical, ...structural, ...large])];
}
