// Rectangles of the window, and where one of them is free.
import type { Size } from "./graph_painter";

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function boxAround(x: number, y: number, width: number, height: number): Box {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** The places that are inside the window and cover nothing. */
export function* freePlaces(
  places: Iterable<Box>,
  { width, height }: Size,
  taken: readonly Box[],
): Generator<Box> {
  for (const box of places) {
    const inside = box.left > 2 && box.top > 2 && box.right < width - 2 && box.bottom < height - 2;
    if (inside && !taken.some((other) => overlap(box, other))) yield box;
  }
}

/** The first of them; null where there is none. */
export function firstFree(
  places: Iterable<Box>,
  size: Size,
  taken: readonly Box[],
): Box | null {
  return freePlaces(places, size, taken).next().value ?? null;
}
