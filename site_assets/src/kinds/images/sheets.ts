// Images on sheets: where image k is, and the sheets, each loaded once when first seen.
import type { Sheet } from "../../data/schema";
import { pictureAddress } from "../../page/held";

export interface Tile {
  readonly sheet: Sheet;
  readonly column: number;
  readonly row: number;
  /** Rows of images on the sheet. */
  readonly rows: number;
}

/** Width and height of the images of a sheet, in pixels. */
export function sizeOf({ tile }: Sheet): readonly [number, number] {
  return typeof tile === "number" ? [tile, tile] : tile;
}

/** Image k is on the first sheet whose counts, added up, exceed k; null where there is none. */
export function tileOf(sheets: readonly Sheet[], k: number): Tile | null {
  let rest = k;
  for (const sheet of sheets) {
    if (rest < sheet.count) {
      const row = Math.floor(rest / sheet.columns);
      return {
        sheet,
        column: rest % sheet.columns,
        row,
        rows: Math.ceil(sheet.count / sheet.columns),
      };
    }
    rest -= sheet.count;
  }
  return null;
}

/** A part of an image, as shares of its sides. */
export interface Part {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** The number that means a whole side in the data. */
export const WHOLE = 65535;
const ALL: Part = { top: 0, left: 0, bottom: 1, right: 1 };
/** Largest difference of an aspect ratio to 1 that comes from rounding. */
const ROUNDING = 0.02;

/** Show a tile, or a part of it, as the background of an element, which gets its aspect ratio. */
export function showTile(element: HTMLElement, tile: Tile, part: Part = ALL): void {
  const { sheet, column, row, rows } = tile;
  const [x, width] = stretch(column + part.left, part.right - part.left, sheet.columns);
  const [y, height] = stretch(row + part.top, part.bottom - part.top, rows);
  element.style.backgroundImage = `url("${pictureAddress(sheet.file)}")`;
  element.style.backgroundSize = `${width}% ${height}%`;
  element.style.backgroundPosition = `${x}% ${y}%`;
  const [tall, wide] = [part.bottom - part.top, part.right - part.left];
  const ratio = (sizeOf(sheet)[0] * wide) / (sizeOf(sheet)[1] * tall);
  // Without a ratio of its own, an element is square.
  element.style.aspectRatio = Math.abs(ratio - 1) < ROUNDING ? "" : ratio.toFixed(4);
}

/** The largest square in the middle of a tile: left, top and side, in pixels of its sheet. */
export function middleOf({ sheet, column, row }: Tile): readonly [number, number, number] {
  const [width, height] = sizeOf(sheet);
  const side = Math.min(width, height);
  return [column * width + (width - side) / 2, row * height + (height - side) / 2, side];
}

/** Background position and size, in percent, that fill an element with a part of a sheet. */
export function stretch(start: number, length: number, total: number): [number, number] {
  return [total > length ? (100 * start) / (total - length) : 0, (100 * total) / length];
}

/** Sheets for the canvas; `arrived` is called when one more can be drawn. */
export class Sheets {
  private readonly images = new Map<string, HTMLImageElement>();

  constructor(private readonly arrived: () => void) {}

  /** A sheet if it has arrived; else it is requested. */
  get(file: string): HTMLImageElement | null {
    const known = this.images.get(file);
    if (known) return known.complete && known.naturalWidth > 0 ? known : null;
    const image = new Image();
    this.images.set(file, image);
    image.decoding = "async";
    image.onload = () => this.arrived();
    image.src = pictureAddress(file);
    return null;
  }
}
