// Colours for numbers and for labels. Numbers: viridis, which readers with any colour vision can
// order (van der Walt and Smith, CC0). Labels: twelve colours in three shapes; two colours that are
// easily confused have different shapes.

import { COLOUR_ENDS, COLOUR_STEPS, VIRIDIS } from "../data/schema";

export type Rgb = readonly [number, number, number];

/** Label colours on light and on dark paper; four each of circles, squares and diamonds. */
const LABELS_LIGHT =
  "3b6fb6 d9822b 2f9477 b8437a 6aa5d8 94502f c49b1a 7552ad e08aa0 6a8530 3f4b94 2b9fb0".split(" ");
const LABELS_DARK =
  "6b9be0 eb9c4d 4fc09c e07aa8 a6d0f4 c67a55 e3c04c aa8fe0 f4b5c4 a0b956 8791dc 5cc8d6".split(" ");

export const MAX_LABELS = LABELS_LIGHT.length;
export const SHAPES = ["circle", "square", "diamond"] as const;
export type Shape = (typeof SHAPES)[number];

export const RAMP_STEPS = COLOUR_STEPS;

export interface Palette {
  readonly ramp: readonly Rgb[];
  readonly labels: readonly Rgb[];
  /** Of labels that have no colour of their own. */
  readonly other: Rgb;
}

/** The colours of one theme. */
export function paletteFor(dark: boolean, other: Rgb): Palette {
  const ramp = rampOf(COLOUR_ENDS[dark ? "dark" : "light"]);
  return { ramp, labels: (dark ? LABELS_DARK : LABELS_LIGHT).map(rgb), other };
}

/** The colours of a part of the map, as `colours_of` in bundle/colour_map.py computes them. */
function rampOf([from, to]: readonly [number, number]): Rgb[] {
  const stops = VIRIDIS.map(rgb);
  return Array.from({ length: RAMP_STEPS }, (_, k) => {
    const place = (from + (k * (to - from)) / (RAMP_STEPS - 1)) * (stops.length - 1);
    const [low, high] = [stops[Math.floor(place)]!, stops[Math.ceil(place)]!];
    const mixed = low.map((one, i) => Math.floor(one + (high[i]! - one) * (place % 1) + 0.5));
    return mixed as unknown as Rgb;
  });
}

/** Index into a palette laid out as ramp, labels, other, then colours that a reader chose. */
export const OTHER = RAMP_STEPS + MAX_LABELS;

export function rampIndex(value: number, low: number, high: number): number {
  if (!(value === value)) return OTHER;
  const t = high > low ? (value - low) / (high - low) : 0.5;
  return Math.round(Math.min(1, Math.max(0, t)) * (RAMP_STEPS - 1));
}

/** Labels by their rank, -1 is "other"; ranks beyond the twelve are colours that a reader chose. */
export function labelIndex(rank: number): number {
  if (rank < 0) return OTHER;
  return RAMP_STEPS + rank + (rank < MAX_LABELS ? 0 : 1);
}

/** A colour that the reader has given a label, as six hexadecimal digits. */
export interface ChosenColour {
  readonly label: string;
  readonly colour: string;
}

/** Colours by index, with those that the reader chose for labels of a column. */
export function withChosen(
  colours: readonly Rgb[],
  labels: readonly string[],
  ranks: ArrayLike<number>,
  chosen: readonly ChosenColour[],
): readonly Rgb[] {
  const changed = [...colours];
  for (const { label, colour } of chosen) {
    const rank = ranks[labels.indexOf(label)] ?? -1;
    if (rank >= 0) changed[labelIndex(rank)] = rgb(colour);
  }
  return changed;
}

export function shapeOf(colour: number): Shape {
  const rank = colour - RAMP_STEPS;
  return SHAPES[rank >= 0 && colour < OTHER ? Math.floor(rank / 4) : 0] ?? "circle";
}

export function flat(palette: Palette): Rgb[] {
  return [...palette.ramp, ...palette.labels, palette.other];
}

export function css([r, g, b]: Rgb): string {
  return `rgb(${Math.round(r)} ${Math.round(g)} ${Math.round(b)})`;
}

export function rgb(hex: string): Rgb {
  const value = parseInt(hex, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
