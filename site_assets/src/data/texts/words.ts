// Words in texts: the forms of the samples' words, and sentences that hold a word.
import type { Samples } from "../layer";
import { contextAt, textsOf } from "./context";
import { fold, hasWord } from "./fold";

export interface Form {
  /** As most samples write it. */
  readonly form: string;
  readonly folded: string;
  readonly count: number;
}

export interface WordIndex {
  /** Folded form of each sample's word; "" for a whole text. */
  readonly ofSamples: readonly string[];
  /** The most frequent first. */
  readonly forms: readonly Form[];
  /** The texts, folded. */
  readonly texts: readonly string[];
  /** Text of each sample. */
  readonly text: Uint32Array;
}

const indices = new WeakMap<Samples, WordIndex | null>();

/** The index of the samples' words, made once; null where the samples are no texts. */
export function wordIndex(samples: Samples): WordIndex | null {
  const found = indices.get(samples);
  if (found !== undefined) return found;
  const made = indexed(samples);
  indices.set(samples, made);
  return made;
}

/** 1 for each sample whose word has the form. */
export function samplesOfForm({ ofSamples }: WordIndex, form: string): Uint8Array {
  const wanted = fold(form.trim());
  return Uint8Array.from(ofSamples, (each) => (wanted && each === wanted ? 1 : 0));
}

/** 1 for each sample whose text has the query at the start of a word. */
export function samplesWithWord({ texts, text }: WordIndex, query: string): Uint8Array {
  const wanted = fold(query.trim());
  const has = Uint8Array.from(texts, (each) => (hasWord(each, wanted) ? 1 : 0));
  return Uint8Array.from(text, (each) => has[each]!);
}

/** The forms that have the query at the start of a word; equal ones and frequent ones first. */
export function formsLike({ forms }: WordIndex, query: string, most: number): Form[] {
  const wanted = fold(query.trim());
  const like = forms.filter(({ folded }) => hasWord(folded, wanted));
  const exact = like.filter(({ folded }) => folded === wanted);
  return [...exact, ...like.filter(({ folded }) => folded !== wanted)].slice(0, most);
}

function indexed(samples: Samples): WordIndex | null {
  const texts = textsOf(samples);
  if (!texts) return null;
  const words = Array.from(texts.arrays.text, (_, i) => contextAt(samples, i)?.word.trim() ?? "");
  const ofSamples = words.map(fold);
  // A hundred thousand texts are folded when a reader searches them, not before.
  let folded: readonly string[] | null = null;
  return {
    ofSamples,
    forms: formsOf(words, ofSamples),
    get texts() {
      return (folded ??= texts.header.texts.map(fold));
    },
    text: texts.arrays.text,
  };
}

function formsOf(words: readonly string[], folded: readonly string[]): Form[] {
  const spellings = new Map<string, Map<string, number>>();
  folded.forEach((key, i) => {
    if (!key) return;
    const counts = spellings.get(key) ?? new Map<string, number>();
    counts.set(words[i]!, (counts.get(words[i]!) ?? 0) + 1);
    spellings.set(key, counts);
  });
  const forms = Array.from(spellings, ([key, counts]) => {
    const [[form] = [key]] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return { form, folded: key, count: [...counts.values()].reduce((a, b) => a + b, 0) };
  });
  return forms.sort((a, b) => b.count - a.count || (a.folded < b.folded ? -1 : 1));
}
