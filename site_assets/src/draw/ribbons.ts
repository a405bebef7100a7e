// The flow between two graphs as ribbons from node to node: their places, their widths in rows, and
// which of them is at a point.
import type { Flow } from "../data/flow";
import { screenRadius } from "./graph_painter";
import { css, type Rgb } from "../look/palette";
import type { Theme } from "../state/model";
import type { ShownGraph } from "./drawings";
import type { Pen } from "./pen";

/** A graph on screen, and where its window is on the canvas of the ribbons. */
export interface Placed extends ShownGraph {
  readonly left: number;
  readonly top: number;
}

/** A ribbon on screen: a cubic curve between the rims of two nodes. */
export interface Ribbon {
  readonly flow: Flow;
  readonly width: number;
  /** x and y of both ends and of the two points between them. */
  readonly curve: readonly [number, number, number, number, number, number, number, number];
}

export interface Ink {
  readonly colour: Rgb;
  readonly paper: Rgb;
  readonly strong: Rgb;
}

/** Pixels: of a ribbon at most, of one row at most, and of the thinnest that is seen. */
const WIDEST = 16;
const ROW = 2.5;
const THINNEST = 0.6;
/** The ribbons at a side of a node are together as wide as its disc is high, times this. */
const ROOM = 1.2;
/** Pixels around a ribbon in which the pointer is on it. */
const REACH = 4;
const STEPS = 24;

/** A flow with the places of its two nodes. */
interface End {
  readonly flow: Flow;
  readonly from: Disc;
  readonly to: Disc;
}

/** The flows whose two nodes are both in their windows. */
export function endsOf(flows: readonly Flow[], from: Placed, to: Placed): End[] {
  return flows.flatMap((flow) => {
    const [a, b] = [placeOf(from, flow.from), placeOf(to, flow.to)];
    return a && b ? [{ flow, from: a, to: b }] : [];
  });
}

/** Pixels of one row in all gaps, so that the ribbons of a node do not hide what is around it. */
export function rowWidth(gaps: readonly (readonly End[])[]): number {
  let least = ROW;
  for (const ends of gaps) {
    for (const side of ["from", "to"] as const) {
      for (const at of grouped(ends, side).values()) {
        const rows = at.reduce((sum, { flow }) => sum + flow.rows, 0);
        least = Math.min(least, (2 * ROOM * at[0]![side].r) / rows);
      }
    }
    for (const { flow } of ends) least = Math.min(least, WIDEST / flow.rows);
  }
  return least;
}

/**
 * The ribbons of flows. Those at one side of a node lie beside each other, in the order of their
 * other ends. `below`: the second graph is beneath the first, not beside it.
 */
export function ribbonsOf(ends: readonly End[], perRow: number, below: boolean): Ribbon[] {
  const along = below ? "x" : "y";
  const widths = new Map(ends.map((end) => [end, Math.max(THINNEST, end.flow.rows * perRow)]));
  const offsets = (["from", "to"] as const).map((side) => stacked(ends, side, along, widths));
  return ends.map((end) => {
    const [a, b] = [offsets[0]!.get(end)!, offsets[1]!.get(end)!];
    const curve = below ? downwards(end, a, b) : across(end, a, b);
    return { flow: end.flow, width: widths.get(end)!, curve };
  });
}

function grouped(ends: readonly End[], side: "from" | "to"): Map<number, End[]> {
  const groups = new Map<number, End[]>();
  for (const end of ends) {
    const group = groups.get(end.flow[side]);
    if (group) group.push(end);
    else groups.set(end.flow[side], [end]);
  }
  return groups;
}

/** How far from the middle of its node each ribbon ends. */
function stacked(
  ends: readonly End[],
  side: "from" | "to",
  along: "x" | "y",
  widths: ReadonlyMap<End, number>,
): Map<End, number> {
  const other = side === "from" ? "to" : "from";
  const offsets = new Map<End, number>();
  for (const group of grouped(ends, side).values()) {
    const room = group.reduce((sum, end) => sum + widths.get(end)!, 0);
    let place = -room / 2;
    for (const end of group.sort((a, b) => a[other][along] - b[other][along])) {
      const width = widths.get(end)!;
      offsets.set(end, place + width / 2);
      place += width;
    }
  }
  return offsets;
}

interface Disc {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

function placeOf({ scene, at, size, left, top }: Placed, node: number): Disc | null {
  const [x, y] = [scene.graph.x[node]! * at.k + at.ox, scene.graph.y[node]! * at.k + at.oy];
  if (x < 0 || y < 0 || x > size.width || y > size.height) return null;
  return { x: x + left, y: y + top, r: screenRadius(scene, node, at.k) };
}

/** Whether graphs stand one above the other. */
export function areBelow([first, second]: readonly { readonly top: number }[]): boolean {
  return first !== undefined && second !== undefined && second.top > first.top + 1;
}

/** How far in a ribbon that is not in the middle of a disc meets its rim. */
function rim(r: number, offset: number): number {
  return Math.sqrt(Math.max(0, r * r - offset * offset));
}

function across({ from, to }: End, a: number, b: number): Ribbon["curve"] {
  // On pages that run from right to left the second graph is on the left.
  const way = from.x < to.x ? 1 : -1;
  const [x, end] = [from.x + way * rim(from.r, a), to.x - way * rim(to.r, b)];
  const bend = (end - x) / 2;
  return [x, from.y + a, x + bend, from.y + a, end - bend, to.y + b, end, to.y + b];
}

function downwards({ from, to }: End, a: number, b: number): Ribbon["curve"] {
  const [y, end] = [from.y + rim(from.r, a), to.y - rim(to.r, b)];
  const bend = (end - y) / 2;
  return [from.x + a, y, from.x + a, y + bend, to.x + b, end - bend, to.x + b, end];
}

/** Ribbons of selected rows have the colour of the selection. */
export function inkOf({ accent, faint, ink, paper }: Theme, selected: boolean): Ink {
  return selected
    ? { colour: accent, paper, strong: accent }
    : { colour: faint, paper, strong: ink };
}

/** Draw ribbons; those that are lit are drawn last. */
export function paintRibbons(
  context: Pen,
  ribbons: readonly Ribbon[],
  { colour, paper, strong }: Ink,
  isLit: (ribbon: Ribbon) => boolean,
): void {
  const lit = ribbons.filter(isLit);
  context.lineCap = "butt";
  context.strokeStyle = css(colour);
  context.globalAlpha = lit.length ? 0.15 : 0.5;
  for (const ribbon of ribbons) stroke(context, ribbon, ribbon.width);
  context.globalAlpha = 0.85;
  for (const ribbon of lit) {
    context.strokeStyle = css(paper);
    stroke(context, ribbon, ribbon.width + 2);
    context.strokeStyle = css(strong);
    stroke(context, ribbon, Math.max(1.5, ribbon.width));
  }
  context.globalAlpha = 1;
}

function stroke(context: Pen, { curve }: Ribbon, width: number): void {
  const [x, y, ...rest] = curve;
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(x, y);
  context.bezierCurveTo(...rest);
  context.stroke();
}

/** The ribbon at a point: of several the thinnest, because it is hardest to hit. */
export function ribbonAt(ribbons: readonly Ribbon[], x: number, y: number): Ribbon | null {
  let best: Ribbon | null = null;
  for (const ribbon of ribbons) {
    if (best && best.width <= ribbon.width) continue;
    if (isNear(ribbon, x, y)) best = ribbon;
  }
  return best;
}

function isNear({ curve, width }: Ribbon, x: number, y: number): boolean {
  const reach = width / 2 + REACH;
  let [px, py] = [curve[0], curve[1]];
  for (let step = 1; step <= STEPS; step++) {
    const [qx, qy] = pointOf(curve, step / STEPS);
    if (distance(x, y, px, py, qx, qy) <= reach) return true;
    [px, py] = [qx, qy];
  }
  return false;
}

/** The point of a cubic curve at t from 0 to 1. */
export function pointOf(curve: Ribbon["curve"], t: number): [number, number] {
  const s = 1 - t;
  const [a, b, c, d] = [s ** 3, 3 * s * s * t, 3 * s * t * t, t ** 3];
  const at = (i: 0 | 1): number =>
    a * curve[i]! + b * curve[i + 2]! + c * curve[i + 4]! + d * curve[i + 6]!;
  return [at(0), at(1)];
}

function distance(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy || 1;
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
