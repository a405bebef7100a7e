// Texts: a row is a word in its sentence, or a whole text. It is shown as the text around the word.
import { languageOf, termsOf } from "../../data/language";
import type { Exemplar } from "../../data/exemplars";
import { type Context, contextAt, directionOf, shortened } from "../../data/texts/context";
import { originOf } from "../../look/origin";
import type { App, Model } from "../../state/model";
import { el, name } from "../../views/dom";
import type { Kind } from "../kind";
import { languageSections } from "./language";
import { gettext, ngettext } from "../../text";

/** Characters shown on each side of a word on a card. */
const ON_CARD = 80;
/** Distinguishing words that name a node on the graph. */
const NAMING = 2;

export const texts: Kind = {
  chunks: { layer: "language", samples: "texts", later: true },
  exemplars: "cards",
  fill(button, exemplar, model) {
    const context = contextOf(exemplar, model);
    if (context?.word) button.append(unseen(gettext("{name}, in: ", context.word.trim())));
    if (context) button.append(line(shortened(context, ON_CARD)));
    const label = labelOfRow(model, exemplar.row);
    if (label !== null) button.append(el("span", { class: "card-name" }, name(label)));
    button.append(unseen(`, ${originOf(model.data!, model.samples, exemplar.row)}`));
  },
  sections: (model, data, node, app) => [
    readAll(data.graph.size[node]!, app),
    ...languageSections(model, data, node),
  ],
  words(data, node) {
    const language = languageOf(data);
    const terms = language ? termsOf(language, node).flatMap(({ beyond }) => beyond) : [];
    return terms.slice(0, NAMING).map(({ text }) => text).join(", ") || null;
  },
  rows: "concordance",
};

/** What only a screen reader says. */
function unseen(text: string): HTMLElement {
  return el("span", { class: "visually-hidden" }, text);
}

/** The text of an exemplar's sample, at its word; null while it has not arrived. */
function contextOf({ row }: Exemplar, { data, samples }: Model): Context | null {
  const sample = data?.rows?.arrays.sample[row];
  return sample === undefined || !samples ? null : contextAt(samples, sample);
}

function labelOfRow({ data, samples, manifest }: Model, row: number): string | null {
  const sample = data?.rows?.arrays.sample[row];
  return manifest.labels[samples?.arrays.label[sample ?? -1] ?? -1] ?? null;
}

/** Leads to the concordance, which is below the graph. */
function readAll(members: number, app: App): HTMLElement {
  const click = (): void =>
    app.dispatch({ type: "ask", effect: { do: "tool", name: "concordance" } });
  const text = ngettext("Read {n} member in context", "Read all {n} members in context", members);
  return el("p", { class: "read-all" }, el("button", { type: "button", class: "quiet", click }, text));
}

/** Written in the direction of its own first strong letter. */
function line(context: Context): HTMLElement {
  const { before, word, after } = context;
  return el(
    "span",
    { class: "context", dir: directionOf(context) },
    before,
    word ? el("mark", {}, word) : "",
    after,
  );
}
