// The words of a query, and where a text has them. A word is found at the start of words; scripts
// that are written without spaces have no such starts, so their words are found anywhere.
import { fold } from "./fold";

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/u;
const UNSPACED_RUN = new RegExp(`(?:${UNSPACED.source})+`, "gu");
const NO_WORD = /[^\p{L}\p{N}\p{M}]+/gu;
const PLAIN = /^[\x00-\x7f]*$/;
const PIECES = new RegExp(`(?:${UNSPACED.source})+|(?:(?!${UNSPACED.source})[\\p{L}\\p{N}\\p{M}])+`, "gu");
const WORD = /[\p{L}\p{N}]/u;

export interface Term {
  readonly word: string;
  /** Whether it is found within words. */
  readonly anywhere: boolean;
}

export function termsOf(query: string): readonly Term[] {
  const words = new Set(fold(query).match(PIECES) ?? []);
  return [...words].map((word) => ({ word, anywhere: UNSPACED.test(word) }));
}

/** How a text has a term. */
export const NOT = 0;
export const PREFIX = 1;
export const WHOLE = 2;

/** The words of a text in the form that `match` looks through: folded, a space around each. */
export function wordsOf(text: string): string {
  const folded = fold(text);
  if (PLAIN.test(folded)) return ` ${folded.replace(/[^a-z0-9]+/g, " ")} `;
  const apart = UNSPACED.test(folded) ? folded.replace(UNSPACED_RUN, " $& ") : folded;
  return ` ${apart.replace(NO_WORD, " ")} `;
}

export function match(words: string, { word, anywhere }: Term): number {
  if (anywhere) return words.includes(word) ? WHOLE : NOT;
  const at = words.indexOf(` ${word}`);
  if (at < 0) return NOT;
  return words.includes(` ${word} `, at) ? WHOLE : PREFIX;
}

/** Places of a term in a folded text, each with its end. */
export function* placesOf(text: string, { word, anywhere }: Term): Generator<[number, number]> {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (anywhere || !isWord(text, at - 1)) yield [at, at + word.length];
}

function isWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  // Most letters are a to z; there is none before the start and after the end.
  if (code < 128) return (code > 96 && code < 123) || (code > 47 && code < 58);
  return !Number.isNaN(code) && WORD.test(text[at]!);
}
