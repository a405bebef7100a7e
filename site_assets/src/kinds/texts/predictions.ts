// What the network's language head predicts for a node of texts, and how far to trust it.
import { type Language, type NodePrediction, predictionsOf } from "../../data/language";
import { percent } from "../../look/describe";
import { el, name } from "../../views/dom";
import { tableHead } from "./table_head";
import { decimals, gettext, ngettext } from "../../text";

/** Tokens of a smaller probability are left out, after so many. */
const [SMALLEST, LEAST] = [0.01, 3];

/** The predictions for a node; nothing where the network has no language head. */
export function predictionSections(language: Language, node: number): HTMLElement[] {
  const { group } = language.header;
  const found = predictionsOf(language, node).filter(({ rows }) => rows > 0);
  if (!found.length) return [];
  return [
    el(
      "section",
      { class: "terms" },
      el("h3", {}, gettext("What the network predicts")),
      ...found.flatMap((each) => [table(each, group), el("p", { class: "soft" }, lead(each))]),
    ),
  ];
}

function table(prediction: NodePrediction, group: string | null): HTMLElement {
  const { of, tokens } = prediction;
  const soft = isBeyond(prediction) ? "" : "soft";
  const listed = tokens.filter(({ share }, k) => k < LEAST || share >= SMALLEST);
  const rows = listed.map(({ text, share, usual }) =>
    el(
      "tr",
      {},
      el("th", { scope: "row", class: `term ${soft}` }, name(text)),
      el("td", { class: "figure" }, percent(share)),
      el("td", { class: "figure" }, percent(usual)),
    ),
  );
  return el(
    "table",
    {},
    tableHead(TITLES[of.source][of.head], [
      ["node", gettext("Probability for this node")],
      ["layer", gettext("Probability for all rows of the layer together")],
    ]),
    el("tbody", { class: soft }, ...rows),
    el("caption", {}, trustInWords(prediction, group)),
  );
}

const TITLES = {
  state: { masked: gettext("From its mean vector"), causal: gettext("Next, from its mean vector") },
  place: { masked: gettext("In the word’s place"), causal: gettext("After what precedes the word") },
} as const;

/** Whether the node differs from the layer more than all shuffled nodes do. */
export function isBeyond({ distance, chance, within }: NodePrediction): boolean {
  return distance > chance && (within === null || distance > within);
}

/** How far the node is from the layer, beside shuffled nodes. */
export function trustInWords(prediction: NodePrediction, group: string | null): string {
  const { distance, chance, within, of } = prediction;
  const same = group === "form" ? gettext("of the same forms") : gettext("of the same {name}", group ?? "");
  const limits =
    gettext("{value} bits from the layer; shuffled nodes up to {share}", { value: decimals(distance, 2), share: decimals(chance, 2) }) +
    (within === null ? "" : `, ${same} ${decimals(within, 2)}`);
  if (isBeyond(prediction))
    return gettext("{what}. It differs more than all of {n} shuffled nodes.", { what: limits, n: of.draws });
  const which = distance > chance ? ` ${same}` : "";
  return gettext("{what}. It differs no more than shuffled nodes{value} do.", { what: limits, value: which });
}

/** What was predicted from what. */
function lead({ of, rows }: NodePrediction): string {
  if (of.source === "state")
    return (
      gettext(
        "The mean vector of the node, read by the network’s final norm and language head " +
        "(logit lens). Layers before the last are not trained to be read so.")
    );
  const asked =
    of.head === "masked"
      ? gettext("The word is hidden by one mask, and the language head fills it in")
      : gettext("The language head continues what stands before the word");
  return gettext("{what}: mean of {rows}.", { what: asked, rows: ngettext("{n} member", "{n} members", rows) });
}
