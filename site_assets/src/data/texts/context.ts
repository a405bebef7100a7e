// A sample's text around its word.
import type { Chunks } from "../decode";
import type { Samples } from "../layer";

/** `word` is empty for a whole text, which then stands in `after`. */
export interface Context {
  readonly before: string;
  readonly word: string;
  readonly after: string;
}

/** The chunk of the texts; null where the samples are no texts, or have not arrived. */
export function textsOf(samples: Samples | null): Chunks["texts"] | null {
  return samples?.look?.header.kind === "texts" ? (samples.look as Chunks["texts"]) : null;
}

/** The text of a sample at its word; null where it is unknown. */
export function contextAt(samples: Samples, sample: number): Context | null {
  const texts = textsOf(samples);
  const text = texts?.header.texts[texts.arrays.text[sample] ?? -1];
  if (!texts || text === undefined) return null;
  const [start, end] = [texts.arrays.start[sample]!, texts.arrays.end[sample]!];
  return { before: text.slice(0, start), word: text.slice(start, end), after: text.slice(end) };
}

/** The context cut to so many characters on each side, at the edge of words. */
export function shortened({ before, word, after }: Context, most: number): Context {
  if (!word) return { before: "", word, after: start(after, 2 * most) };
  return { before: end(before, most), word, after: start(after, most) };
}

/** What a screen reader says of a word: itself, then its sentence. */
export function spoken({ before, word, after }: Context): string {
  const sentence = (before + word + after).trim();
  return word ? `${word.trim()}, in: ${sentence}` : sentence;
}

const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]|[\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** The direction of a text: that of its first letter, as in `dir="auto"`. */
export function directionOf({ before, word, after }: Context): "ltr" | "rtl" {
  const first = /\p{L}/u.exec(before + word + after)?.[0] ?? "";
  return RIGHT_TO_LEFT.test(first) ? "rtl" : "ltr";
}

const JOINS = /[\u0620-\u064A\u066E-\u06D3\u06FA-\u06FF\u0750-\u077F]/;
const JOINER = "\u200D";

/**
 * The parts of a text where they are laid out apart: letters that are joined in writing keep their
 * joined forms.
 */
export function apart({ before, word, after }: Context): Context {
  const left = joins(before, word) ? JOINER : "";
  const right = joins(word, after) ? JOINER : "";
  return { before: before + left, word: left + word + right, after: right + after };
}

function joins(left: string, right: string): boolean {
  return JOINS.test(left.slice(-1)) && JOINS.test(right.slice(0, 1));
}

function start(text: string, most: number): string {
  if (text.length <= most) return text;
  const edge = text.lastIndexOf(" ", most);
  return `${whole(text.slice(0, edge > most / 2 ? edge : most))} …`;
}

function end(text: string, most: number): string {
  if (text.length <= most) return text;
  const edge = text.indexOf(" ", text.length - most);
  return `… ${whole(text.slice(edge < 0 || edge > text.length - most / 2 ? -most : edge + 1))}`;
}

/** A text without half a character at its ends, and without marks of a letter that was cut off. */
function whole(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]?[\p{M}\u200D\uFE0F]*|[\uD800-\uDBFF]$/gu, "");
}
