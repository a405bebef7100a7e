// The section of the panel that says which classes a node speaks for.
import { agreementInWords, classesOf, signed, type SpokenClass } from "../look/classes";
import { el, name } from "./dom";
import type { LayerData } from "../state/model";

const MEANING =
  "What its nearest inputs, where outlined, add to each class: logits above the mean of all " +
  "classes, by the linearised rest of the network.";

export function classesSection(data: LayerData, node: number): HTMLElement {
  const found = classesOf(data, node);
  if (!found) return el("div", { hidden: true });
  const trust = data.agreement === null ? null : ` ${agreementInWords(data.agreement)}`;
  return el(
    "section",
    { class: "classes" },
    el("h3", {}, "Speaks for", el("span", { class: "soft" }, " classes of the network")),
    list(found.supported),
    found.opposed.length > 0 && el("h4", {}, "and against"),
    found.opposed.length > 0 && list(found.opposed),
    el("p", { class: "soft small" }, MEANING, trust),
  );
}

function list(classes: readonly SpokenClass[]): HTMLElement {
  return el("ul", { class: "bars" }, ...classes.map(row));
}

function row(spoken: SpokenClass): HTMLElement {
  const bar = el("span", { class: spoken.value < 0 ? "bar against" : "bar" });
  bar.style.setProperty("--share", String(spoken.share));
  return el(
    "li",
    { class: "class-row" },
    el("span", { class: "bar-name", title: spoken.name }, name(spoken.name)),
    bar,
    el("span", { class: "figure" }, signed(spoken.value)),
  );
}
