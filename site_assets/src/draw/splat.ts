// Hundreds of thousands of points as an image: written pixel by pixel, which needs no GPU and
// takes a fraction of what drawing calls would.
import type { Transform } from "../look/camera";
import type { Rgb } from "../look/palette";

export interface Points {
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  /** Index into colours. */
  readonly colour: Uint8Array;
  /** Points that are highlighted; null: none. */
  readonly lit: Uint8Array | null;
}

export interface Ink {
  readonly paper: Rgb;
  readonly colours: readonly Rgb[];
  /** Diameter of a point in pixels of the image. */
  readonly dot: number;
}

const FADED = 0.16;
/** A dot up to this size has no rim to smooth. */
const PLAIN = 2;

/** Write the points into an image of the given width; transform is in pixels of the image. */
export function splat(
  image: Uint32Array,
  width: number,
  points: Points,
  at: Transform,
  ink: Ink,
): void {
  image.fill(packed(ink.paper));
  for (const [own, wanted] of passes(points, ink)) pass(image, width, points, at, own, wanted);
}

/** In which ink points are drawn, and which: those that are not highlighted first, and pale. */
export function passes({ lit }: Points, ink: Ink): [Ink, (i: number) => boolean][] {
  if (!lit) return [[ink, () => true]];
  const faded = { ...ink, colours: ink.colours.map((colour) => toward(ink.paper, colour, FADED)) };
  return [
    [faded, (i) => lit[i] === 0],
    [{ ...ink, dot: ink.dot * 1.3 }, (i) => lit[i] === 1],
  ];
}

function pass(
  image: Uint32Array,
  width: number,
  { x, y, colour }: Points,
  { k, ox, oy }: Transform,
  ink: Ink,
  wanted: (i: number) => boolean,
): void {
  const height = image.length / width;
  const stamp = stampOf(ink.dot);
  const paint = ink.colours.map(packed);
  const [lowX, highX, lowY, highY] = [0, width - stamp.side, 0, height - stamp.side];
  for (let i = 0; i < x.length; i++) {
    if (!wanted(i)) continue;
    const left = Math.round(x[i]! * k + ox - stamp.side / 2);
    const top = Math.round(y[i]! * k + oy - stamp.side / 2);
    if (left < lowX || top < lowY || left > highX || top > highY) continue;
    press(image, width, top * width + left, stamp, paint[colour[i]!]!);
  }
}

interface Stamp {
  readonly side: number;
  /** How much of each pixel the dot covers, 0 to 256. */
  readonly cover: Uint16Array;
}

function press(image: Uint32Array, width: number, start: number, stamp: Stamp, ink: number): void {
  const { side, cover } = stamp;
  for (let row = 0, c = 0; row < side; row++) {
    for (let at = start + row * width, end = at + side; at < end; at++, c++) {
      const share = cover[c]!;
      if (share >= 256) image[at] = ink;
      else if (share > 0) image[at] = blend(image[at]!, ink, share);
    }
  }
}

/** Two colours in one number each; red and blue are mixed at once, green by itself. */
function blend(under: number, over: number, share: number): number {
  const rest = 256 - share;
  const rb = (((under & 0xff00ff) * rest + (over & 0xff00ff) * share) >>> 8) & 0xff00ff;
  const g = (((under & 0xff00) * rest + (over & 0xff00) * share) >>> 8) & 0xff00;
  return (0xff000000 | rb | g) >>> 0;
}

export function stampOf(dot: number): Stamp {
  const side = Math.max(1, Math.ceil(dot));
  const cover = new Uint16Array(side * side).fill(256);
  if (dot <= PLAIN) return { side, cover };
  for (let i = 0; i < cover.length; i++) {
    const [px, py] = [(i % side) + 0.5 - side / 2, Math.floor(i / side) + 0.5 - side / 2];
    cover[i] = Math.round(256 * Math.min(1, Math.max(0, dot / 2 + 0.5 - Math.hypot(px, py))));
  }
  return { side, cover };
}

/** A colour as the number that stands for it in an image (little-endian RGBA). */
export function packed([r, g, b]: Rgb): number {
  return (0xff000000 | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
}

function toward(from: Rgb, to: Rgb, share: number): Rgb {
  return [0, 1, 2].map((c) => from[c]! + (to[c]! - from[c]!) * share) as unknown as Rgb;
}
