// Texts: a row is a word in its sentence, or a whole text. It is shown as the text around the word.
import type { Chunks } from "../data/decode";
import type { Exemplar } from "../data/exemplars";
import type { Samples } from "../data/layer";
import { labelName } from "../look/describe";
import { originOf } from "../look/origin";
import type { Model } from "../state/model";
import { el, name } from "../views/dom";
import { languageSections, languageTerms } from "./text_language";
import type { Kind } from "./kind";

/** Characters shown on each side of a word. */
const CONTEXT = 80;

/** A sample's text around its word; `word` is empty for a whole text. */
export interface Context {
  readonly before: string;
  readonly word: string;
  readonly after: string;
}

export const texts: Kind = {
  chunks: { layer: "language", samples: "texts", later: true },
  exemplars: "cards",
  fill(button, exemplar, model) {
    const context = contextOf(exemplar, model);
    if (context) button.append(line(shortened(context)));
    const { data, samples, manifest } = model;
    const sample = data?.rows?.arrays.sample[exemplar.row];
    const label = sample === undefined ? undefined : samples?.arrays.label[sample];
    const text = label === undefined ? null : labelName(manifest, label);
    if (text !== null) button.append(el("span", { class: "card-name" }, name(text)));
    button.append(el("span", { class: "soft line" }, originOf(data!, samples, exemplar.row)));
  },
  sections: languageSections,
  terms: languageTerms,
};

/** The text of an exemplar's sample, at its word; null while it has not arrived. */
export function contextOf({ row }: Exemplar, { data, samples }: Model): Context | null {
  const sample = data?.rows?.arrays.sample[row];
  return sample === undefined || !samples ? null : contextAt(samples, sample);
}

export function contextAt({ look }: Samples, sample: number): Context | null {
  if (look?.header.kind !== "texts") return null;
  const { header, arrays } = look as Chunks["texts"];
  const text = header.texts[arrays.text[sample] ?? -1];
  if (text === undefined) return null;
  const [start, end] = [arrays.start[sample]!, arrays.end[sample]!];
  return { before: text.slice(0, start), word: text.slice(start, end), after: text.slice(end) };
}

/** The context cut to what fits a card, at the edge of words. */
export function shortened({ before, word, after }: Context): Context {
  if (!word) return { before: "", word, after: start(after, 2 * CONTEXT) };
  return { before: end(before, CONTEXT), word, after: start(after, CONTEXT) };
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

/** A text without half a character at its ends. */
function whole(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "");
}

/** Written in the direction of its own first strong letter. */
function line({ before, word, after }: Context): HTMLElement {
  return el("span", { class: "context", dir: "auto" }, before, word ? el("mark", {}, word) : "", after);
}

