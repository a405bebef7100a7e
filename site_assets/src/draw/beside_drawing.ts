// Graphs side by side with the ribbons between them, drawn at any scale with any pen.
import type { Flow } from "../data/flow";
import { css } from "../look/palette";
import type { Theme } from "../state/model";
import type { Box } from "./boxes";
import type { Drawing, ShownGraph } from "./drawings";
import { paintGraph, type Size } from "./graph_painter";
import { drawOverlay } from "./overlay";
import { FAMILY, type Pen } from "./pen";
import { areBelow, endsOf, inkOf, paintRibbons, type Placed, ribbonsOf, rowWidth } from "./ribbons";

export interface ShownBeside {
  readonly graphs: readonly (Placed & { readonly title: string })[];
  /** The flows between each graph and the next; null where there are none. */
  readonly gaps: readonly ({ readonly flows: readonly Flow[]; readonly selected: boolean } | null)[];
  /** What flows, in sentences. */
  readonly words: readonly string[];
}

const TITLE = `600 12px ${FAMILY}`;
/** Pixels from a title to the top of its window. */
const ABOVE = 12;

export function besideDrawing({ graphs, gaps }: ShownBeside): Drawing {
  const size = {
    width: Math.max(...graphs.map((graph) => graph.left + graph.size.width)),
    height: Math.max(...graphs.map((graph) => graph.top + graph.size.height)),
  };
  return {
    size,
    paint(pen, scale, theme) {
      const placed = graphs.map((graph) => ({ ...graph, ...enlarged(graph, scale) }));
      const room = { width: size.width * scale, height: size.height * scale };
      for (const graph of placed) paintWindow(pen, graph, room, theme);
      const ends = gaps.map((gap, i) => (gap ? endsOf(gap.flows, placed[i]!, placed[i + 1]!) : []));
      const perRow = rowWidth(ends);
      ends.forEach((each, i) => {
        const ribbons = ribbonsOf(each, perRow, areBelow(placed));
        paintRibbons(pen, ribbons, inkOf(theme, gaps[i]?.selected === true), () => false);
      });
    },
  };
}

function enlarged({ left, top, at, size }: Placed, scale: number): Omit<Placed, "scene" | "highlights"> {
  return {
    left: left * scale,
    top: top * scale,
    at: { ...at, k: at.k * scale, ox: at.ox * scale, oy: at.oy * scale },
    size: { width: size.width * scale, height: size.height * scale },
  };
}

/** What is outside of a window, so that no name is cut off at its border. */
function around({ left, top, size }: Pick<Placed, "left" | "top" | "size">, room: Size): Box[] {
  const [right, bottom] = [left + size.width, top + size.height];
  return [
    { left: 0, right: left, top: 0, bottom: room.height },
    { left: right, right: room.width, top: 0, bottom: room.height },
    { left: 0, right: room.width, top: 0, bottom: top },
    { left: 0, right: room.width, top: bottom, bottom: room.height },
  ];
}

/** A graph inside the border of its window, and its title above it. */
function paintWindow(
  pen: Pen,
  { title, left, top, at, size, scene, highlights }: Placed & { readonly title: string },
  room: Size,
  theme: Theme,
): void {
  const own: ShownGraph["scene"] = { ...scene, theme, contents: false, content: () => null };
  const there = { ...at, ox: at.ox + left, oy: at.oy + top };
  pen.save();
  pen.beginPath();
  pen.rect(left, top, size.width, size.height);
  pen.clip();
  for (const _ of paintGraph(pen, own, there, room));
  drawOverlay(pen, own, there, room, highlights, around({ left, top, size }, room));
  pen.restore();
  pen.beginPath();
  pen.rect(left, top, size.width, size.height);
  [pen.strokeStyle, pen.lineWidth, pen.globalAlpha] = [css(theme.faint), 0.75, 1];
  pen.stroke();
  [pen.font, pen.textAlign, pen.textBaseline] = [TITLE, "left", "middle"];
  pen.fillStyle = css(theme.ink);
  pen.fillText(title, left + 6, top - ABOVE);
}
