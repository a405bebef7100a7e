// Two selections side by side: labels, lens, exemplars, and the rows that they share.
import { countOf } from "../../data/row_set";
import { percent, plural } from "../../look/describe";
import { nodesOf } from "../../look/holding";
import { nounOf, rowOf } from "../../look/noun";
import { selectionInWords } from "../../look/selection_words";
import { el, iconButton, ICONS, name } from "../../views/dom";
import { exemplarsAmong, labelDifferences, labelShares, overlapOf } from "./facts";
import { type Given, lenses } from "./sections";
import { count, decimals, gettext } from "../../text";

const MOST_LABELS = 8;
const MOST_EXEMPLARS = 6;

export function comparison(first: Given, second: Given): HTMLElement[] {
  const { app, model, data } = first;
  const titles = [first, second].map(({ selection }) =>
    selectionInWords(selection, data, model.manifest),
  );
  const [one, other] = [first.selection.rows!, second.selection.rows!];
  const { shared, jaccard } = overlapOf(one, other);
  const end = (): void => app.dispatch({ type: "compare", sources: null });
  const sets = [one, other].map((rows, i) => ({ title: titles[i]!, rows }));
  return [
    el(
      "header",
      { class: "panel-head" },
      el("h2", {}, gettext("Comparison")),
      el(
        "p",
        {},
        gettext("{what} in both, Jaccard index {value}", { what: plural(shared, ...rowOf(model.manifest)), value: decimals(jaccard, 2) }),
      ),
      iconButton(gettext("End the comparison"), ICONS.close, end),
    ),
    el(
      "div",
      { class: "compared-heads" },
      ...sets.map(({ title, rows }, i) =>
        el(
          "p",
          {},
          el("span", { class: i ? "key-line" : "key-fill" }),
          el("strong", {}, name(title)),
          el("span", { class: "soft" }, ` ${plural(countOf(rows), ...rowOf(model.manifest))}`),
        ),
      ),
    ),
    ...labels(first, one, other, titles),
    ...lenses(first, sets),
    pictures(first, second),
  ];
}

/** The largest differences first. */
function labels(
  { model }: Given,
  one: Uint8Array,
  other: Uint8Array,
  titles: readonly string[],
): HTMLElement[] {
  const { column } = model;
  const all = labelDifferences(labelShares(model, one), labelShares(model, other));
  if (!all.length) return [];
  const cells = (share: number): HTMLElement => {
    const bar = el("span", { class: "bar" });
    bar.style.setProperty("--share", String(share));
    return el("td", {}, el("span", { class: "figure" }, percent(share)), bar);
  };
  const rows = all.slice(0, MOST_LABELS).map(({ label, one: here, other: there }) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, name(column.labels[label]!)),
      cells(here),
      cells(there),
    ),
  );
  const rest = all.length - rows.length;
  return [
    el(
      "section",
      {},
      el("h3", {}, column.name === null ? gettext("Labels") : name(column.name)),
      el(
        "table",
        { class: "compared" },
        el("caption", { class: "visually-hidden" }, gettext("Shares of labels, the largest difference first")),
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            el("th", { scope: "col" }, el("span", { class: "visually-hidden" }, gettext("Label"))),
            ...titles.map((title) => el("th", { scope: "col" }, name(title))),
          ),
        ),
        el("tbody", {}, ...rows),
      ),
      rest > 0 &&
        el("p", { class: "soft" }, gettext("and {n} more with smaller differences", count(rest))),
    ),
  ];
}

function pictures(first: Given, second: Given): HTMLElement {
  const [, many] = nounOf(first.model.manifest);
  const sides = [first, second].map(({ app, kind, model, data, selection }) => {
    const visuals = nodesOf(selection, data.graph)
      .slice(0, 1)
      .flatMap((node) => kind.beside?.(data, node) ?? []);
    const tiles = exemplarsAmong(selection, data, MOST_EXEMPLARS).map(({ exemplar, node }) => {
      const show = (on: boolean) => (): void =>
        app.dispatch({ type: "row", row: on ? exemplar.row : null });
      const tile = el("button", {
        type: "button",
        class: "tile",
        mouseenter: show(true),
        mouseleave: show(false),
        focus: show(true),
        blur: show(false),
      });
      kind.fill(tile, exemplar, model);
      const words = gettext("Exemplar of node {node}", data.graph.ids[node]!);
      if (kind.exemplars === "tiles") tile.setAttribute("aria-label", words);
      return tile;
    });
    const style = kind.exemplars === "cards" ? "exemplars cards" : "exemplars of-set";
    return el("div", {}, el("div", { class: style }, ...tiles), ...visuals);
  });
  const isEmpty = sides.every((side) => !side.querySelector(".tile"));
  return el(
    "section",
    { hidden: isEmpty },
    el("h3", {}, gettext("Exemplars"), el("span", { class: "soft" }, gettext(" {rows} nearest to the mean of a node", many))),
    el("div", { class: "compared-sides" }, ...sides),
  );
}
