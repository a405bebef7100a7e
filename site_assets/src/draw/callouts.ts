// Call-outs: boxes beside their nodes, drawn with a pen, so that figures have them too.
import type { CallOut } from "../look/callouts";
import type { Transform } from "../look/camera";
import { css } from "../look/palette";
import { type Box, boxAround, firstFree, freePlaces, overlap } from "./boxes";
import { type Scene, screenRadius, type Size } from "./graph_painter";
import { FAMILY, type Pen } from "./pen";

const WIDTH = 172;
const PADDING = 9;
const HEAD = 20;
const PICTURE = 40;
const ROW = 21;
const BAR = 3;
/** Distances to the rim of the node that are tried one after the other. */
const GAPS = [16, 44, 90];
/** In windows narrower than this there is room for one, the last. */
const NARROW = 480;
const FONTS = { head: `600 13px ${FAMILY}`, text: `400 12px ${FAMILY}` };
/** Above this many nodes, boxes may cover any but their own. */
const CROWD = 1500;
/** Room for the button that closes it. */
const CLOSE = 20;

export interface PlacedCallOut {
  readonly callout: CallOut;
  readonly box: Box;
}

/** The call-outs that have a place in the window: beside their nodes, and none over another. */
export function placeCallOuts(
  callouts: readonly CallOut[],
  scene: Scene,
  at: Transform,
  size: Size,
  keptFree: readonly Box[] = [],
): PlacedCallOut[] {
  const shown = size.width < NARROW ? callouts.slice(-1) : callouts;
  const discs = shown.map(({ node }) => discOf(scene, at, node));
  const taken = [...keptFree, ...discs];
  const nodes = nodesAround(scene, at);
  return shown.flatMap((callout, i) => {
    const disc = discs[i]!;
    const [x, y] = middleOf(disc);
    if (x < 0 || y < 0 || x > size.width || y > size.height) return [];
    const height = heightOf(scene, callout);
    const box =
      leastCovering(freePlaces(placesAround(disc, height), size, taken), nodes, disc) ??
      // Where there is no room for all, it may cover another one, but never its own node.
      firstFree(placesInside(disc, height, size), size, [disc]);
    if (!box) return [];
    taken.push(box);
    return [{ callout, box }];
  });
}

/** Of places, the first that covers the fewest nodes with its box and with its line to the disc. */
function leastCovering(
  places: Iterable<Box>,
  nodes: readonly Box[],
  disc: Box,
): Box | null {
  let best: Box | null = null;
  let least = Infinity;
  for (const place of places) {
    const covered = nodes.filter((node) => overlap(place, node)).length;
    const crossed = nodes.filter((node) => crosses(place, disc, node)).length;
    if (2 * covered + crossed < least) [best, least] = [place, 2 * covered + crossed];
  }
  return best;
}

/** Whether the line from a place to a disc runs over another disc. */
function crosses(place: Box, disc: Box, other: Box): boolean {
  const [from, to] = leaderOf(disc, place);
  const [x, y] = middleOf(other);
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const along = ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy || 1);
  if (along <= 0 || along >= 1) return false;
  const apart = Math.hypot(from[0] + along * dx - x, from[1] + along * dy - y);
  return apart < (other.right - other.left) / 2 && Math.hypot(x - from[0], y - from[1]) > 1;
}

function middleOf({ left, right, top, bottom }: Box): readonly [number, number] {
  return [(left + right) / 2, (top + bottom) / 2];
}

/** From the middle of a disc to the nearest point of a box. */
function leaderOf(disc: Box, box: Box): readonly [readonly [number, number], readonly [number, number]] {
  const [x, y] = middleOf(disc);
  const end = [
    Math.min(box.right, Math.max(box.left, x)),
    Math.min(box.bottom, Math.max(box.top, y)),
  ] as const;
  return [[x, y], end];
}

/** All nodes, also those outside the window, so that boxes do not jump while it moves. */
function nodesAround(scene: Scene, at: Transform): Box[] {
  if (scene.graph.n > CROWD) return [];
  return scene.looks.map((_, node) => discOf(scene, at, node));
}

function discOf(scene: Scene, { k, ox, oy }: Transform, node: number): Box {
  const side = 2 * screenRadius(scene, node, k);
  return boxAround(scene.graph.x[node]! * k + ox, scene.graph.y[node]! * k + oy, side, side);
}

function heightOf(scene: Scene, { node, bars, more }: CallOut): number {
  const head = scene.content(node) ? PICTURE : HEAD + 17;
  return 2 * PADDING + head + bars.length * ROW + (more ? 17 : 0);
}

function* placesAround(disc: Box, height: number): Generator<Box> {
  const { left, right, top, bottom } = disc;
  const [x, y] = middleOf(disc);
  for (const gap of GAPS) {
    const across = (right - left) / 2 + gap + WIDTH / 2;
    const down = (bottom - top) / 2 + gap + height / 2;
    for (const [dx, dy] of [
      [1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [1, -1], [-1, -1],
    ] as const)
      yield boxAround(x + dx * across, y + dy * down, WIDTH, height);
  }
}

/** The nearest places within the window. */
function* placesInside(disc: Box, height: number, size: Size): Generator<Box> {
  const between = (value: number, most: number): number => Math.min(most - 3, Math.max(3, value));
  for (const { left, top } of placesAround(disc, height)) {
    const [x, y] = [between(left, size.width - WIDTH), between(top, size.height - height)];
    yield { left: x, top: y, right: x + WIDTH, bottom: y + height };
  }
}

export function paintCallOuts(
  pen: Pen,
  scene: Scene,
  at: Transform,
  placed: readonly PlacedCallOut[],
): void {
  for (const { callout, box } of placed) {
    paintLeader(pen, scene, at, callout.node, box);
    paintBox(pen, scene, box);
    paintHead(pen, scene, callout, box);
    paintRows(pen, scene, callout, box);
  }
}

/** A line from the rim of the node to the box. */
function paintLeader(pen: Pen, scene: Scene, at: Transform, node: number, box: Box): void {
  const [[x, y], [ex, ey]] = leaderOf(discOf(scene, at, node), box);
  const length = Math.hypot(ex - x, ey - y) || 1;
  const rim = Math.min(1, screenRadius(scene, node, at.k) / length);
  pen.beginPath();
  pen.moveTo(x + (ex - x) * rim, y + (ey - y) * rim);
  pen.lineTo(ex, ey);
  pen.setLineDash([]);
  [pen.lineWidth, pen.strokeStyle, pen.lineCap] = [1.5, css(scene.theme.ink), "butt"];
  pen.stroke();
}

function paintBox(pen: Pen, { theme }: Scene, { left, top, right, bottom }: Box): void {
  pen.fillStyle = css(theme.paper);
  pen.fillRect(left, top, right - left, bottom - top);
  pen.beginPath();
  pen.rect(left, top, right - left, bottom - top);
  [pen.lineWidth, pen.strokeStyle] = [1, css(theme.ink)];
  pen.stroke();
}

function paintHead(pen: Pen, scene: Scene, { node, id, members }: CallOut, { left, top }: Box): void {
  const content = scene.content(node);
  content?.(pen, left + PADDING, top + PADDING, PICTURE - 4);
  const x = left + PADDING + (content ? PICTURE + 4 : 0);
  const room = WIDTH - 2 * PADDING - (content ? PICTURE + 4 : 0);
  write(pen, scene, id, { x, y: top + PADDING + 9, font: FONTS.head, room: room - CLOSE });
  write(pen, scene, members, { x, y: top + PADDING + 26, font: FONTS.text, room });
}

function paintRows(pen: Pen, scene: Scene, { node, bars, more }: CallOut, { left, top }: Box): void {
  const room = WIDTH - 2 * PADDING;
  let y = top + PADDING + (scene.content(node) ? PICTURE : HEAD + 17);
  for (const { text, share, written, colour } of bars) {
    pen.font = FONTS.text;
    const width = pen.measureText(written).width;
    const x = left + PADDING;
    write(pen, scene, text, { x, y: y + 8, font: FONTS.text, room: room - width - 6 });
    write(pen, scene, written, { x: x + room - width, y: y + 8, font: FONTS.text, room });
    pen.fillStyle = css(scene.theme.colours[colour]!);
    pen.fillRect(x, y + 16, Math.max(1, room * share), BAR);
    y += ROW;
  }
  if (more) write(pen, scene, more, { x: left + PADDING, y: y + 9, font: FONTS.text, room });
}

/** A line of text, shortened to its room. */
function write(
  pen: Pen,
  { theme }: Scene,
  text: string,
  { x, y, font, room }: { x: number; y: number; font: string; room: number },
): void {
  [pen.font, pen.textAlign, pen.textBaseline] = [font, "left", "middle"];
  let short = text;
  while (short.length > 1 && pen.measureText(short).width > room)
    short = `${short.slice(0, -2).trimEnd()}…`;
  pen.fillStyle = css(theme.ink);
  pen.fillText(short, x, y);
}
