// Pictures in sheets: where picture k is, and the sheets, each loaded once when first seen.
import type { Sheet } from "./schema";

export interface Tile {
  readonly sheet: Sheet;
  readonly column: number;
  readonly row: number;
  /** Rows of pictures on the sheet. */
  readonly rows: number;
}

/** Picture k is on the first sheet whose counts, added up, exceed k; null where there is none. */
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

/** Show a tile as the background of an element of any size. */
export function showTile(element: HTMLElement, tile: Tile): void {
  const { sheet, column, row, rows } = tile;
  const place = (at: number, of: number): string => `${of > 1 ? (100 * at) / (of - 1) : 0}%`;
  element.style.backgroundImage = `url("${encodeURI(sheet.file)}")`;
  element.style.backgroundSize = `${sheet.columns * 100}% ${rows * 100}%`;
  element.style.backgroundPosition = `${place(column, sheet.columns)} ${place(row, rows)}`;
}

/** Sheets for the canvas; `arrived` is called when one more can be drawn. */
export class Sheets {
  private readonly images = new Map<string, HTMLImageElement>();

  constructor(private readonly arrived: () => void) {}

  /** The picture of a sheet if it is there; else it is asked for. */
  get(file: string): HTMLImageElement | null {
    const known = this.images.get(file);
    if (known) return known.complete && known.naturalWidth > 0 ? known : null;
    const image = new Image();
    this.images.set(file, image);
    image.decoding = "async";
    image.onload = () => this.arrived();
    image.src = encodeURI(file);
    return null;
  }
}
