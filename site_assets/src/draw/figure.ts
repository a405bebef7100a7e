// A figure: a drawing, its legend and its caption, laid out once and drawn with any pen.
import { css } from "../look/palette";
import type { Theme } from "../state/model";
import type { Drawing } from "./drawings";
import type { Item, Mark } from "./figure_legend";
import { FAMILY, type Measure, type Pen } from "./pen";

export interface FigureParts {
  readonly drawing: Drawing;
  readonly legend: readonly Item[];
  /** Empty for none. */
  readonly caption: string;
  /** Millimetres on paper; null: the size on screen. */
  readonly millimetres: number | null;
}

export interface LaidOut {
  readonly width: number;
  readonly height: number;
  /** `resolution`: pixels of images for each unit. */
  paint(pen: Pen, theme: FigureTheme, resolution: number): void;
}

export interface FigureTheme extends Theme {
  /** Whether paper is drawn behind all. */
  readonly background: boolean;
}

/** Names on the graph are 12 units high and 7 points on paper. */
const UNITS_PER_MM = (12 / 7) * (72 / 25.4);
const LEGEND_FONT = `400 12px ${FAMILY}`;
const CAPTION_FONT = `400 11px ${FAMILY}`;
const LINE = { legend: 19, caption: 15 };
const GAP = { parts: 6, items: 18, blocks: 10, border: 4 };
const LONGEST = 48;

export function layOut(parts: FigureParts, measure: Measure): LaidOut {
  const { drawing, millimetres } = parts;
  const scale = millimetres === null ? 1 : (millimetres * UNITS_PER_MM) / drawing.size.width;
  const width = drawing.size.width * scale;
  const height = drawing.size.height * scale;
  const room = width - 2 * GAP.border;
  const placed = placeItems(parts.legend, room, (text) => measure(text, LEGEND_FONT));
  const lines = wrapped(parts.caption, room, (text) => measure(text, CAPTION_FONT));
  const legendHeight = block(placed.lines * LINE.legend);
  const captionHeight = block(lines.length * LINE.caption);
  return {
    width,
    height: height + legendHeight + captionHeight,
    paint(pen, theme, resolution) {
      pen.fillStyle = css(theme.paper);
      if (theme.background) pen.fillRect(0, 0, width, this.height);
      clipped(pen, width, height, () => drawing.paint(pen, scale, theme, resolution));
      paintItems(pen, placed.parts, height + GAP.blocks, theme);
      paintLines(pen, lines, height + legendHeight + GAP.blocks, theme);
    },
  };
}

function block(height: number): number {
  return height && height + GAP.blocks + GAP.border;
}

function clipped(pen: Pen, width: number, height: number, paint: () => void): void {
  pen.save();
  pen.beginPath();
  pen.rect(0, 0, width, height);
  pen.clip();
  paint();
  pen.restore();
}

interface Placed {
  readonly part: string | Mark;
  readonly x: number;
  readonly line: number;
}

/** One item after the other; one that does not fit into the line begins the next. */
function placeItems(
  items: readonly Item[],
  room: number,
  measure: (text: string) => number,
): { parts: Placed[]; lines: number } {
  const parts: Placed[] = [];
  let [x, line] = [0, 0];
  for (const item of items) {
    const short = item.map((part) => (typeof part === "string" ? shortened(part) : part));
    const widths = short.map((part) => (typeof part === "string" ? measure(part) : part.width));
    const whole = widths.reduce((sum, width) => sum + width + GAP.parts, -GAP.parts);
    if (x > 0 && x + whole > room) [x, line] = [0, line + 1];
    short.forEach((part, i) => {
      if (x > 0 && x + widths[i]! > room) [x, line] = [0, line + 1];
      parts.push({ part, x: x + GAP.border, line });
      x += widths[i]! + GAP.parts;
    });
    x += GAP.items - GAP.parts;
  }
  return { parts, lines: items.length && line + 1 };
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function paintItems(pen: Pen, parts: readonly Placed[], top: number, theme: Theme): void {
  for (const { part, x, line } of parts) {
    const y = top + (line + 0.5) * LINE.legend;
    if (typeof part === "string") write(pen, part, x, y, LEGEND_FONT, theme);
    else part.paint(pen, x, y, theme);
  }
}

function paintLines(pen: Pen, lines: readonly string[], top: number, theme: Theme): void {
  lines.forEach((text, i) =>
    write(pen, text, GAP.border, top + (i + 0.5) * LINE.caption, CAPTION_FONT, theme),
  );
}

function write(pen: Pen, text: string, x: number, y: number, font: string, theme: Theme): void {
  [pen.font, pen.textAlign, pen.textBaseline] = [font, "left", "middle"];
  pen.fillStyle = css(theme.ink);
  pen.fillText(text, x, y);
}

/** Lines of words; a word that is longer than a line, such as an address, is cut. */
function wrapped(text: string, room: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = "";
  const add = (piece: string, between: string): void => {
    const longer = line && line + between + piece;
    if (longer && measure(longer) > room) {
      lines.push(line);
      line = piece;
    } else line = longer || piece;
  };
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (measure(word) <= room) add(word, " ");
    else [...word].forEach((character, i) => add(character, i ? "" : " "));
  }
  return line ? [...lines, line] : lines;
}
