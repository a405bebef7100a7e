// The camera on a plane: arithmetic of fitting, panning and zooming.
import type { Bounds } from "../data/graph";

/** A centre in the plane's units, and a zoom; zoom 1 shows the whole plane in any window. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** A window on a plane: its size in CSS pixels, and pixels per unit at zoom 1. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly bounds: Bounds;
  readonly maxZoom: number;
}

/** screen = plane * k + (ox, oy) */
export interface Transform {
  readonly k: number;
  readonly ox: number;
  readonly oy: number;
  /** 1 where everything is shown. */
  readonly zoom: number;
}

const MIN_ZOOM = 0.6;

/**
 * The viewport in which the whole plane just fits.
 *
 * maxScale bounds the pixels per unit when everything is shown, so that three nodes do not
 * fill the window; closest is the pixels per unit at the nearest zoom.
 */
export function viewportFor(
  bounds: Bounds,
  width: number,
  height: number,
  limits: { padding: number; maxScale: number; closest: number },
): Viewport {
  const across = Math.max(1, width - 2 * limits.padding) / (bounds.right - bounds.left);
  const down = Math.max(1, height - 2 * limits.padding) / (bounds.bottom - bounds.top);
  const scale = Math.min(across, down, limits.maxScale);
  return { width, height, scale, bounds, maxZoom: Math.max(4, limits.closest / scale) };
}

export function home(viewport: Viewport): Camera {
  const { left, right, top, bottom } = viewport.bounds;
  return { x: (left + right) / 2, y: (top + bottom) / 2, zoom: 1 };
}

export function transformOf(camera: Camera, viewport: Viewport): Transform {
  const k = viewport.scale * camera.zoom;
  const [ox, oy] = [viewport.width / 2 - camera.x * k, viewport.height / 2 - camera.y * k];
  return { k, ox, oy, zoom: camera.zoom };
}

/** The camera with its centre on the plane and its zoom within bounds. */
export function clamped(camera: Camera, viewport: Viewport): Camera {
  const { left, right, top, bottom } = viewport.bounds;
  return {
    x: Math.min(right, Math.max(left, camera.x)),
    y: Math.min(bottom, Math.max(top, camera.y)),
    zoom: Math.min(viewport.maxZoom, Math.max(MIN_ZOOM, camera.zoom)),
  };
}

export function panned(camera: Camera, viewport: Viewport, dx: number, dy: number): Camera {
  const k = viewport.scale * camera.zoom;
  return clamped({ ...camera, x: camera.x - dx / k, y: camera.y - dy / k }, viewport);
}

/** Zoom by a factor, with a fixed point on the screen. */
export function zoomedAt(
  camera: Camera,
  viewport: Viewport,
  factor: number,
  [sx, sy]: readonly [number, number],
): Camera {
  const before = transformOf(camera, viewport);
  const zoom = clamped({ ...camera, zoom: camera.zoom * factor }, viewport).zoom;
  const k = viewport.scale * zoom;
  const [px, py] = [(sx - before.ox) / before.k, (sy - before.oy) / before.k];
  const centred = { x: px + (viewport.width / 2 - sx) / k, y: py + (viewport.height / 2 - sy) / k };
  return clamped({ ...centred, zoom }, viewport);
}

/** The camera that shows a part of the plane; `nearest` is the largest zoom. */
export function framing(part: Bounds, viewport: Viewport, nearest: number): Camera {
  const across = viewport.width / (part.right - part.left);
  const down = viewport.height / (part.bottom - part.top);
  const zoom = Math.min(nearest, Math.min(across, down) / viewport.scale);
  if (zoom <= 1) return home(viewport);
  const [x, y] = [(part.left + part.right) / 2, (part.top + part.bottom) / 2];
  return clamped({ x, y, zoom }, viewport);
}

/** A camera between two others, with easing; t is from 0 to 1. */
export function between(from: Camera, to: Camera, t: number): Camera {
  const e = t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2;
  return {
    x: from.x + (to.x - from.x) * e,
    y: from.y + (to.y - from.y) * e,
    zoom: from.zoom * (to.zoom / from.zoom) ** e,
  };
}

export function sameCamera(a: Camera, b: Camera): boolean {
  return a.x === b.x && a.y === b.y && a.zoom === b.zoom;
}
