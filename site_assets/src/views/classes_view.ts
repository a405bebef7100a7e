// The section of the panel about class attribution.
import type { LayerData } from "../data/layer";
import { agreementInWords, classesOf, signed, type AttributedClass } from "../look/classes";
import { el, name } from "./dom";
import { gettext } from "../text";

const MEANING =
  gettext(
    "Gradient × activation at the positions of the nearest exemplars, averaged, in " +
    "logits relative to the mean over all classes.");

export function classesSection(data: LayerData, node: number): HTMLElement {
  const found = classesOf(data, node);
  if (!found) return el("div", { hidden: true });
  const trust = data.agreement === null ? null : ` ${agreementInWords(data.agreement)}`;
  return el(
    "section",
    { class: "classes" },
    el("h3", {}, gettext("Class attribution"), el("span", { class: "soft" }, gettext(" positive"))),
    list(found.positive),
    found.negative.length > 0 && el("h4", {}, gettext("negative")),
    found.negative.length > 0 && list(found.negative),
    el("p", { class: "soft small" }, MEANING, trust),
  );
}

function list(classes: readonly AttributedClass[]): HTMLElement {
  return el("ul", { class: "bars" }, ...classes.map(row));
}

function row(attributed: AttributedClass): HTMLElement {
  const bar = el("span", { class: attributed.value < 0 ? "bar against" : "bar" });
  bar.style.setProperty("--share", String(attributed.share));
  return el(
    "li",
    { class: "class-row" },
    el("span", { class: "bar-name", title: attributed.name }, name(attributed.name)),
    bar,
    el("span", { class: "figure" }, signed(attributed.value)),
  );
}
