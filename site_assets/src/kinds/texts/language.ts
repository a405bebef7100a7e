// What a node of texts is in words: sections of its panel, and the words of the glossary for them.
import type { LayerData } from "../../data/layer";
import { languageOf, type NodeTerms, type Term, termsOf } from "../../data/language";
import { count } from "../../look/describe";
import type { Model } from "../../state/model";
import { el, name } from "../../views/dom";
import { predictionSections } from "./predictions";
import { tableHead } from "./table_head";

/** The terms that set a node apart, and what is predicted for it; nothing while they have not arrived. */
export function languageSections(_: Model, data: LayerData, node: number): HTMLElement[] {
  const language = languageOf(data);
  if (!language) return [];
  const { draws, group } = language.header;
  const classes = termsOf(language, node);
  return [
    el(
      "section",
      { class: "terms" },
      el("h3", {}, "What sets it apart"),
      ...classes.map((each) => classTable(each, group)),
      el("p", { class: "soft" }, chanceInWords(draws, group)),
    ),
    ...predictionSections(language, node),
  ];
}

function classTable(terms: NodeTerms, group: string | null): HTMLElement {
  const { units, rest, beyond, ofGroup } = terms;
  const head = titleOf(terms);
  if (!beyond.length && !ofGroup.length)
    return el("p", {}, el("span", { class: "term-class" }, head), ": ", NOTHING);
  return el(
    "table",
    {},
    tableHead(head, [
      [`of ${count(units)}`, "In the node"],
      [`of ${count(rest)}`, "Elsewhere in this layer"],
      ["z", "z-score of the log-odds ratio"],
    ]),
    el("tbody", {}, ...beyond.map((term) => row(term, false))),
    ofGroup.length > 0 &&
      el(
        "tbody",
        { class: "soft" },
        el("tr", {}, el("th", { scope: "rowgroup", colspan: "4" }, ofGroupInWords(group))),
        ...ofGroup.map((term) => row(term, true)),
      ),
    el("caption", { class: "soft" }, limitsInWords(terms, group)),
  );
}

const NOTHING = "none is more frequent here than chance allows.";

function row({ text, here, elsewhere, z }: Term, soft: boolean): HTMLElement {
  return el(
    "tr",
    {},
    el("th", { scope: "row", class: soft ? "term soft" : "term" }, name(text)),
    el("td", { class: "figure" }, count(here)),
    el("td", { class: "figure" }, count(elsewhere)),
    el("td", { class: "figure" }, z.toFixed(1)),
  );
}

function titleOf({ of }: NodeTerms): string | HTMLElement {
  if (of.source === "context") return "Words around it";
  return of.source === "label" ? "Labels" : name(of.name);
}

function ofGroupInWords(group: string | null): string {
  return `Not beyond ${group === "form" ? "its word forms" : `its groups by ${group ?? ""}`}`;
}

/** What shuffled nodes reach. */
export function limitsInWords({ chance, within }: NodeTerms, group: string | null): string {
  const all = `Shuffled nodes: z up to ${chance.toFixed(1)}`;
  if (within === null) return all;
  return `${all}, of the same ${group === "form" ? "forms" : group} ${within.toFixed(1)}`;
}

function chanceInWords(draws: number, group: string | null): string {
  const same = group === null ? "" : `, and as many with the same number of rows of each ${group}`;
  return (
    `A term is listed if its z is larger than that of any term in ${draws} shuffled nodes: as many ` +
    `rows of this layer, drawn at random${same}.`
  );
}
