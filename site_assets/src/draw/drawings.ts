// The graph and the points as they are on screen, drawn at any scale with any pen.
import type { CallOut } from "../look/callouts";
import type { Transform } from "../look/camera";
import { css } from "../look/palette";
import type { Theme } from "../state/model";
import { paintCallOuts, placeCallOuts } from "./callouts";
import { paintGraph, type Scene, type Size } from "./graph_painter";
import { drawOverlay, type Pointers } from "./overlay";
import type { Pen } from "./pen";
import { packed, passes, type Points, splat } from "./splat";

export interface ShownGraph {
  readonly scene: Scene;
  readonly at: Transform;
  readonly size: Size;
  readonly highlights: Pointers;
}

export interface ShownPoints {
  readonly points: Points;
  readonly at: Transform;
  readonly size: Size;
  /** Diameter of a point in CSS pixels. */
  readonly dot: number;
}

/** Something of a size in CSS pixels, drawn `scale` times as large. */
export interface Drawing {
  readonly size: Size;
  paint(pen: Pen, scale: number, theme: Theme, resolution: number): void;
}

/** Above this many, points are an image: as shapes they would make a file that is slow to open. */
const MOST_SHAPES = 5000;

/** The graph; its nodes show no content, so they are as large as their members say. */
export function graphDrawing(
  { scene, at, size, highlights }: ShownGraph,
  callouts: readonly CallOut[] = [],
): Drawing {
  return {
    size,
    paint(pen, scale, theme) {
      const own = { ...scene, theme, contents: false, content: () => null };
      const [there, room] = [scaled(at, scale), scaledSize(size, scale)];
      for (const _ of paintGraph(pen, own, there, room));
      const placed = placeCallOuts(callouts, own, there, room);
      const kept = placed.map(({ box }) => box);
      drawOverlay(pen, own, there, room, highlights, kept);
      paintCallOuts(pen, own, there, placed);
    },
  };
}

export function pointsDrawing(shown: ShownPoints): Drawing {
  const paint = shown.points.x.length <= MOST_SHAPES ? paintShapes : paintImage;
  return {
    size: shown.size,
    paint: (pen, scale, theme, resolution) => paint(pen, shown, scale, theme, resolution),
  };
}

function paintShapes(
  pen: Pen,
  { points, at, size, dot }: ShownPoints,
  scale: number,
  { paper, colours }: Theme,
): void {
  const { k, ox, oy } = scaled(at, scale);
  const { width, height } = scaledSize(size, scale);
  for (const [ink, wanted] of passes(points, { paper, colours, dot: dot * scale })) {
    const r = ink.dot / 2;
    points.x.forEach((x, i) => {
      const [sx, sy] = [x * k + ox, points.y[i]! * k + oy];
      if (!wanted(i) || sx < r || sy < r || sx > width - r || sy > height - r) return;
      pen.beginPath();
      pen.arc(sx, sy, r, 0, 2 * Math.PI);
      pen.fillStyle = css(ink.colours[points.colour[i]!]!);
      pen.fill();
    });
  }
}

function paintImage(
  pen: Pen,
  { points, at, size, dot }: ShownPoints,
  scale: number,
  { paper, colours }: Theme,
  resolution: number,
): void {
  const { width, height } = scaledSize(size, scale);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * resolution);
  canvas.height = Math.round(height * resolution);
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  const finer = scale * resolution;
  splat(pixels, canvas.width, points, scaled(at, finer), { paper, colours, dot: dot * finer });
  // The figure has its own background.
  const background = packed(paper);
  pixels.forEach((pixel, i) => pixel === background && (pixels[i] = 0));
  context.putImageData(image, 0, 0);
  pen.drawImage(canvas, 0, 0, width, height);
}

function scaled(at: Transform, scale: number): Transform {
  return { ...at, k: at.k * scale, ox: at.ox * scale, oy: at.oy * scale };
}

function scaledSize({ width, height }: Size, scale: number): Size {
  return { width: width * scale, height: height * scale };
}
