// Looks through all documents for each query. With 2,000 documents of a page each that takes a few
// milliseconds (tests/bench/search.py), so there is no other index.
import { type Document, documentsOf, type Found, samplesOf, TEXT } from "./documents";
import type { SearchIndex } from "./contract";
import { match, NOT, type Term, termsOf, wordsOf } from "./terms";

export const MOST_SHOWN = 40;
/** Samples have names alike, and would hide the rest. */
const MOST_SAMPLES = 5;

export interface Results {
  readonly terms: readonly Term[];
  /** How many there are; the best of them are shown. */
  readonly total: number;
  readonly shown: readonly Found[];
}

interface Sample {
  readonly found: Found;
  readonly words: string;
}

export class Finder {
  private readonly documents: readonly Document[];
  private readonly samples: readonly Sample[];

  constructor(index: SearchIndex) {
    this.documents = documentsOf(index);
    this.samples = samplesOf(index).map((found) => ({ found, words: wordsOf(found.title) }));
  }

  find(query: string): Results {
    const terms = termsOf(query);
    if (!terms.length) return { terms, total: 0, shown: [] };
    const scored = this.documents
      .map((document) => ({ document, score: scoreOf(document, terms) }))
      .filter(({ score }) => score > 0);
    // The sort is stable: equal scores keep the order of the site.
    const best = scored.sort((a, b) => b.score - a.score).slice(0, MOST_SHOWN - MOST_SAMPLES);
    const samples = this.samples.filter(({ words }) => terms.every((term) => match(words, term)));
    const few = samples.slice(0, best.length ? MOST_SAMPLES : MOST_SHOWN);
    return {
      terms,
      total: scored.length + samples.length,
      shown: [...best.map(({ document }) => document), ...few.map(({ found }) => found)],
    };
  }
}

/** The sum over the words of a query, each where it counts most; 0 where one is missing. */
function scoreOf(document: Document, terms: readonly Term[]): number {
  let sum = 0;
  for (const term of terms) {
    const score = scoreOfTerm(document, term);
    if (score === null) return 0;
    sum += score;
  }
  return sum;
}

/** The title of the page that a section is on counts nothing, but a word may stand there. */
function scoreOfTerm(document: Document, term: Term): number | null {
  const title = match(document.titleWords, term);
  if (title !== NOT) return title * document.weight;
  const text = match(document.textWords, term);
  if (text !== NOT) return text * TEXT;
  return match(document.placeWords, term) === NOT ? null : 0;
}
