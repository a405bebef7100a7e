// What a node of texts is in words: sections of its panel, and the words of the glossary for them.
import type { LayerData } from "../../data/layer";
import { languageOf, type NodeTerms, type Term, termsOf } from "../../data/language";

import type { Model } from "../../state/model";
import { el, name } from "../../views/dom";
import { predictionSections } from "./predictions";
import { tableHead } from "./table_head";
import { count, decimals, gettext } from "../../text";

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
      el("h3", {}, gettext("What sets it apart")),
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
      [gettext("of {units}", count(units)), gettext("In the node")],
      [gettext("of {rest}", count(rest)), gettext("Elsewhere in this layer")],
      ["z", gettext("z-score of the log-odds ratio")],
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

const NOTHING = gettext("none is more frequent here than chance allows.");

function row({ text, here, elsewhere, z }: Term, soft: boolean): HTMLElement {
  return el(
    "tr",
    {},
    el("th", { scope: "row", class: soft ? "term soft" : "term" }, name(text)),
    el("td", { class: "figure" }, count(here)),
    el("td", { class: "figure" }, count(elsewhere)),
    el("td", { class: "figure" }, decimals(z, 1)),
  );
}

function titleOf({ of }: NodeTerms): string | HTMLElement {
  if (of.source === "context") return gettext("Words around it");
  return of.source === "label" ? gettext("Labels") : name(of.name);
}

function ofGroupInWords(group: string | null): string {
  return gettext("Not beyond {group}", group === "form" ? gettext("its word forms") : gettext("its groups by {group}", { group: group ?? "" }));
}

/** What shuffled nodes reach. */
export function limitsInWords({ chance, within }: NodeTerms, group: string | null): string {
  const all = gettext("Shuffled nodes: z up to {chance}", decimals(chance, 1));
  if (within === null) return all;
  return group === "form"
    ? gettext("{all}, of the same forms {z}", { all, z: decimals(within, 1) })
    : gettext("{all}, of the same {group} {z}", { all, group: group ?? "", z: decimals(within, 1) });
}

function chanceInWords(draws: number, group: string | null): string {
  const same = group === null ? "" : gettext(", and as many with the same number of rows of each {group}", group);
  return (
    gettext(
      "A term is listed if its z is larger than that of any term in {draws} shuffled " +
      "nodes: as many rows of this layer, drawn at random{same}.", { draws, same })
  );
}
