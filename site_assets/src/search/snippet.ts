// The part of a text around the first hits, in pieces of which some are hits.
import { foldWithPlaces } from "./fold";
import { placesOf, type Term } from "./terms";

export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

const BEFORE = 50;
const LENGTH = 170;
/** How far a cut is moved to the end of a word. */
const SLACK = 20;

/** A title with its hits. */
export function marked(text: string, terms: readonly Term[]): readonly Piece[] {
  return pieces(text, hitsIn(text, terms), 0, text.length);
}

export function snippet(text: string, terms: readonly Term[]): readonly Piece[] {
  const hits = hitsIn(text, terms);
  const first = hits[0]?.[0] ?? 0;
  const from = first <= BEFORE ? 0 : wordStart(text, first - BEFORE);
  const to = from + LENGTH >= text.length ? text.length : wordEnd(text, from + LENGTH);
  return [
    ...(from ? [{ text: "… ", hit: false }] : []),
    ...pieces(text, hits, from, to),
    ...(to < text.length ? [{ text: " …", hit: false }] : []),
  ];
}

/** Ranges of a text that are hits, in their order; ranges that touch are one. */
function hitsIn(text: string, terms: readonly Term[]): readonly (readonly [number, number])[] {
  const [folded, place] = foldWithPlaces(text);
  const found = terms.flatMap((term) => [...placesOf(folded, term)]).sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const [start, end] of found) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined.map(([start, end]) => [place(start), place(end)]);
}

function pieces(
  text: string,
  hits: readonly (readonly [number, number])[],
  from: number,
  to: number,
): Piece[] {
  const found: Piece[] = [];
  let at = from;
  for (const [start, end] of hits) {
    if (start < at || end > to) continue;
    found.push({ text: text.slice(at, start), hit: false }, { text: text.slice(start, end), hit: true });
    at = end;
  }
  return [...found, { text: text.slice(at, to), hit: false }].filter((piece) => piece.text);
}

function wordStart(text: string, at: number): number {
  const space = text.indexOf(" ", at);
  return space >= 0 && space - at < SLACK ? space + 1 : whole(text, at);
}

function wordEnd(text: string, at: number): number {
  const space = text.lastIndexOf(" ", at);
  return space >= 0 && at - space < SLACK ? space : whole(text, at);
}

/** Not between the two halves of a letter. */
function whole(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text[at] ?? "") ? at - 1 : at;
}
