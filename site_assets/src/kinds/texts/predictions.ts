// What the network's language head predicts for a node of texts, and how far to trust it.
import { type Language, type NodePrediction, predictionsOf } from "../../data/language";
import { percent, plural } from "../../look/describe";
import { el, name } from "../../views/dom";
import { tableHead } from "./table_head";

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
      el("h3", {}, "What the network predicts"),
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
      ["node", "Probability for this node"],
      ["layer", "Probability for all rows of the layer together"],
    ]),
    el("tbody", { class: soft }, ...rows),
    el("caption", {}, trustInWords(prediction, group)),
  );
}

const TITLES = {
  state: { masked: "From its mean vector", causal: "Next, from its mean vector" },
  place: { masked: "In the word’s place", causal: "After what precedes the word" },
} as const;

/** Whether the node differs from the layer more than all shuffled nodes do. */
export function isBeyond({ distance, chance, within }: NodePrediction): boolean {
  return distance > chance && (within === null || distance > within);
}

/** How far the node is from the layer, beside shuffled nodes. */
export function trustInWords(prediction: NodePrediction, group: string | null): string {
  const { distance, chance, within, of } = prediction;
  const same = group === "form" ? "of the same forms" : `of the same ${group ?? ""}`;
  const limits =
    `${distance.toFixed(2)} bits from the layer; shuffled nodes up to ${chance.toFixed(2)}` +
    (within === null ? "" : `, ${same} ${within.toFixed(2)}`);
  if (isBeyond(prediction))
    return `${limits}. It differs more than all of ${of.draws} shuffled nodes.`;
  const which = distance > chance ? ` ${same}` : "";
  return `${limits}. It differs no more than shuffled nodes${which} do.`;
}

/** What was predicted from what. */
function lead({ of, rows }: NodePrediction): string {
  if (of.source === "state")
    return (
      "The mean vector of the node, read by the network’s final norm and language head (logit " +
      "lens). Layers before the last are not trained to be read so."
    );
  const asked =
    of.head === "masked"
      ? "The word is hidden by one mask, and the language head fills it in"
      : "The language head continues what stands before the word";
  return `${asked}: mean of ${plural(rows, "member")}.`;
}
