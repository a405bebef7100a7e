// The panel as a figure: its words, bars and swatches where they are on screen, in the colours of the
// figure. Pictures are left out: of a page that was opened from a disk, browsers show them in a canvas
// but do not let it be saved.
import { css, type Shape } from "../look/palette";
import type { Theme } from "../state/model";
import type { Drawing } from "./drawings";
import { trace } from "./graph_painter";
import { FAMILY, type Pen } from "./pen";

/** Not part of a figure: what acts, what only a screen reader says, what explains words. */
const LEFT_OUT = ".visually-hidden, .glossary, .panel-foot, .icon-button, button.quiet, .exemplars";

type Part = (pen: Pen, scale: number, theme: Theme) => void;

/** A part of the page as it is laid out now; it is drawn later, at any scale. */
export function panelDrawing(panel: HTMLElement): Drawing {
  const box = panel.getBoundingClientRect();
  const at = { x: box.left, y: box.top - panel.scrollTop };
  const parts = [...bars(panel, at), ...swatches(panel, at), ...words(panel, at)];
  return {
    size: { width: panel.clientWidth, height: panel.scrollHeight },
    paint: (pen, scale, theme) => parts.forEach((part) => part(pen, scale, theme)),
  };
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function isShown(element: Element | null): element is HTMLElement {
  return element !== null && !element.closest(LEFT_OUT) && element.checkVisibility();
}

function* words(panel: HTMLElement, at: Place): Generator<Part> {
  const texts = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode as Text;
    const parent = text.parentElement;
    if (!isShown(parent)) continue;
    const { fontSize, fontWeight } = getComputedStyle(parent);
    const isSoft = parent.closest(".soft, dt") !== null;
    for (const { line, x, y } of linesOf(text, parent.getBoundingClientRect().right))
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
    const word = box.right > right + 1 ? "…" : match[0];
    if (last && Math.abs(last.y - y) < box.height / 2) last.line += ` ${word}`;
    else lines.push({ line: word, x: box.left, y });
    if (word === "…") break;
  }
  return lines;
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
