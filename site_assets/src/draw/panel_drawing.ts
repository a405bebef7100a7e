// The panel as a figure: its words, bars and swatches where they are on screen, in the colours of the
// figure. Sections of pictures are left out: of a page that was opened from a disk, browsers show them
// in a canvas but do not let it be saved.
import { css, type Shape } from "../look/palette";
import type { Theme } from "../state/model";
import type { Drawing } from "./drawings";
import { trace } from "./graph_painter";
import { FAMILY, type Pen } from "./pen";

/** Not part of a figure: what acts, what only a screen reader says, what explains words. */
const LEFT_OUT = 
  ".visually-hidden, .glossary, .panel-foot, .panel-head button, button.quiet, .segments";
const PICTURES = ".tile, .sheet, canvas, img";
const GAP = 14;
const ELLIPSIS = 12;

type Part = (pen: Pen, scale: number, theme: Theme) => void;

/** A part of the page as it is laid out now; it is drawn later, at any scale. */
export function panelDrawing(panel: HTMLElement): Drawing {
  const { left } = panel.getBoundingClientRect();
  const parts: Part[] = [];
  let height = GAP;
  for (const section of panel.children) {
    if (!isShown(section) || section.querySelector(PICTURES)) continue;
    const box = section.getBoundingClientRect();
    const at = { x: left, y: box.top - height };
    parts.push(...bars(section, at), ...swatches(section, at), ...words(section, at));
    height += box.height + GAP;
  }
  return {
    size: { width: panel.clientWidth, height },
    paint: (pen, scale, theme) => parts.forEach((part) => part(pen, scale, theme)),
  };
}

interface Place {
  readonly x: number;
  readonly y: number;
}

const SEEN = { opacityProperty: true, visibilityProperty: true };

function isShown(element: Element | null): element is HTMLElement {
  return element !== null && !element.closest(LEFT_OUT) && element.checkVisibility(SEEN);
}

function* words(panel: HTMLElement, at: Place): Generator<Part> {
  const texts = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode as Text;
    const parent = text.parentElement;
    if (!isShown(parent)) continue;
    const { fontSize, fontWeight } = getComputedStyle(parent);
    const isSoft = parent.closest(".soft, dt") !== null;
    for (const { line, x, y } of linesOf(text, (parent.closest(".bar-name") ?? parent).getBoundingClientRect().right))
      yield (pen, scale, theme) => {
        pen.font = `${fontWeight} ${parseFloat(fontSize) * scale}px ${FAMILY}`;
        [pen.textAlign, pen.textBaseline] = ["left", "middle"];
        pen.fillStyle = css(isSoft ? theme.faint : theme.ink);
        pen.fillText(line, (x - at.x) * scale, (y - at.y) * scale);
      };
  }
}

/** The lines of a text, up to where it is cut. */
function linesOf(text: Text, right: number): { line: string; x: number; y: number }[] {
  const lines: { line: string; x: number; y: number }[] = [];
  const range = document.createRange();
  for (const match of text.data.matchAll(/\S+/g)) {
    range.setStart(text, match.index);
    range.setEnd(text, match.index + match[0].length);
    const box = range.getBoundingClientRect();
    const y = box.top + box.height / 2;
    const last = lines[lines.length - 1];
    const isCut = box.right > right + 1;
    const word = isCut ? `${fitting(range, text, right)}…` : match[0];
    if (last && Math.abs(last.y - y) < box.height / 2) last.line += ` ${word}`;
    else lines.push({ line: word, x: box.left, y });
    if (isCut) break;
  }
  return lines;
}

/** The start of a word that is cut, with room for an ellipsis. */
function fitting(range: Range, text: Text, right: number): string {
  const { startOffset } = range;
  while (range.endOffset > startOffset && range.getBoundingClientRect().right > right - ELLIPSIS)
    range.setEnd(text, range.endOffset - 1);
  return range.toString();
}

function* bars(panel: HTMLElement, at: Place): Generator<Part> {
  for (const bar of panel.querySelectorAll<HTMLElement>(".bar")) {
    if (!isShown(bar)) continue;
    const { left, top, width, height } = bar.getBoundingClientRect();
    const share = Number(bar.style.getPropertyValue("--share")) || 0;
    const colour = bar.style.getPropertyValue("--bar");
    yield (pen, scale, theme) => {
      const [x, y, high] = [(left - at.x) * scale, (top - at.y) * scale, height * scale];
      pen.globalAlpha = 0.25;
      pen.fillStyle = css(theme.faint);
      pen.fillRect(x, y, width * scale, high);
      pen.globalAlpha = 1;
      pen.fillStyle = colour || css(theme.faint);
      pen.fillRect(x, y, width * share * scale, high);
    };
  }
}

function* swatches(panel: HTMLElement, at: Place): Generator<Part> {
  for (const swatch of panel.querySelectorAll<SVGElement>(".swatch")) {
    if (!isShown(swatch)) continue;
    const { left, top, width } = swatch.getBoundingClientRect();
    const colour = swatch.querySelector("path")!.getAttribute("fill")!;
    yield (pen, scale) => {
      const r = (width / 2) * scale;
      trace(pen, swatch.dataset["shape"] as Shape, (left - at.x) * scale + r, (top - at.y) * scale + r, r);
      pen.fillStyle = colour;
      pen.fill();
    };
  }
}
