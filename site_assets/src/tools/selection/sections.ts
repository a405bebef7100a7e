// Sections that describe a set of rows: labels, lens, exemplars, nodes, stability.
import type { LayerData } from "../../data/layer";
import type { Kind } from "../../kinds/kind";
import { colourIndex } from "../../look/appearance";
import { figure, lensesOf, majorityName, majorityWithShare, percent } from "../../look/describe";
import { type NodeShare, nodesHolding, nodesOf } from "../../look/holding";
import { nounOf, rowOf } from "../../look/noun";
import { originOf } from "../../look/origin";
import { stabilityInWords } from "../../look/structures";
import { say } from "../../state/effect";
import type { App, Model } from "../../state/model";
import { nodesNamed, type Selection } from "../../state/selection";
import { selectNode } from "../../state/state";
import { el, name } from "../../views/dom";
import { labelRow } from "../../views/label_row";
import { swatch } from "../../views/swatch";
import {
  exemplarsAmong,
  histogram,
  labelShares,
  quartiles,
  someRows,
  stabilityOf,
} from "./facts";
import { steps } from "./histogram_view";
import { gettext, ngettext } from "../../text";

/** What sections are made with. */
export interface Given {
  readonly app: App;
  readonly kind: Kind;
  readonly model: Model;
  readonly data: LayerData;
  readonly selection: Selection;
}

const MOST_LABELS = 6;
const MOST_NODES = 12;
const MOST_EXEMPLARS = 9;

/** Labels of the rows, each with its share among all rows of the layer as a mark on its bar. */
export function composition({ app, model, selection }: Given): HTMLElement | null {
  const { column } = model;
  const all = labelShares(model, selection.rows!).filter(({ share }) => share > 0);
  if (!all.length) return null;
  const rows = all.slice(0, MOST_LABELS).map((each) => {
    const shares = gettext("{what} here, {value} of all rows", { what: percent(each.share), value: percent(each.usual) });
    return labelRow(model, each, (text) => gettext("{what}. Mark {name} in every node", { what: shares, name: text }), app);
  });
  const rest = all.length - rows.length;
  return el(
    "section",
    {},
    el(
      "h3",
      {},
      column.name === null ? gettext("Labels") : name(column.name),
      el("span", { class: "soft" }, gettext(" line: share of all rows")),
    ),
    el("ul", { class: "bars" }, ...rows),
    rest > 0 && el("p", { class: "soft" }, ngettext("and {n} more label", "and {n} more labels", rest)),
  );
}

/** The values of each lens, of the selection before those of all rows. */
export function lenses({ model, data }: Given, sets: readonly LensSet[]): HTMLElement[] {
  const { lens, second_lens } = data.rows!.arrays;
  return lensesOf(model.manifest).flatMap((words, k) => {
    const values = [lens, second_lens][k]!;
    return values.length ? [lensSection(words, values, sets)] : [];
  });
}

export interface LensSet {
  readonly title: string;
  readonly rows: Uint8Array | null;
}

function lensSection(
  words: string,
  values: ArrayLike<number>,
  sets: readonly LensSet[],
): HTMLElement {
  const found = histogram(
    values,
    sets.map(({ rows }) => rows),
  );
  const texts = sets.map(({ title, rows }) => {
    const points = quartiles(values, rows);
    if (!points) return gettext("{name}: no rows", title);
    const [low, middle, high] = points.map(figure);
    return gettext("{name}: median {what}, middle half {low} to {to}", { name: title, what: middle!, low: low!, to: high! });
  });
  const keys = texts.map((text, i) =>
    el("li", {}, el("span", { class: i ? "key-line" : "key-fill" }), text),
  );
  return el(
    "section",
    {},
    el("h3", {}, words),
    steps(found, gettext("Distribution of {name}. {what}.", { name: words, what: texts.join(". ") })),
    el(
      "p",
      { class: "steps-ends figure", "aria-hidden": "true" },
      el("span", {}, figure(found.low)),
      el("span", {}, figure(found.high)),
    ),
    el("ul", { class: "steps-keys" }, ...keys),
  );
}

/** Exemplars of the nodes that are among the rows; without any, some of the rows. */
export function exemplars({ app, kind, model, data, selection }: Given): HTMLElement | null {
  const found = exemplarsAmong(selection, data, MOST_EXEMPLARS);
  const [one, many] = nounOf(model.manifest);
  if (!found.length) return rowsInWords(model, data, selection);
  const tiles = found.map(({ exemplar, node }) => {
    const origin = originOf(data, model.samples, exemplar.row);
    const row = (on: boolean) => (): void =>
      app.dispatch({ type: "row", row: on ? exemplar.row : null });
    const words = gettext("{name}, exemplar of node {node}: select the node", { name: origin, node: data.graph.ids[node]! });
    const button = el("button", {
      type: "button",
      class: "tile",
      title: words,
      mouseenter: row(true),
      mouseleave: row(false),
      focus: row(true),
      blur: row(false),
      click: () => app.dispatch(selectNode(data, node)),
    });
    kind.fill(button, exemplar, model);
    if (kind.exemplars === "tiles") button.setAttribute("aria-label", words);
    return button;
  });
  const style = kind.exemplars === "cards" ? "exemplars cards" : "exemplars of-set";
  return el(
    "section",
    {},
    el(
      "h3",
      {},
      gettext("Exemplars"),
      el("span", { class: "soft" }, gettext(" {rows} nearest to the mean of a node, each {name} once", { rows: many, name: one })),
    ),
    el("div", { class: style }, ...tiles),
  );
}

function rowsInWords(model: Model, data: LayerData, { rows }: Selection): HTMLElement | null {
  const some = someRows(rows!, MOST_EXEMPLARS);
  if (!some.length || !model.samples) return null;
  return el(
    "section",
    {},
    el("h3", {}, gettext("Some of the {rows}", rowOf(model.manifest)[1])),
    el(
      "ul",
      { class: "some-rows" },
      ...some.map((row) => el("li", {}, name(originOf(data, model.samples, row)))),
    ),
  );
}

/** The nodes that hold the rows, with the share of their members; those of a path in its order. */
export function nodes(given: Given): HTMLElement {
  const { data, selection } = given;
  const all = nodesHolding(selection, data.graph);
  const isPath = selection.own && selection.source.kind === "path";
  const shown = isPath ? all : all.slice(0, MOST_NODES);
  const rest = all.length - shown.length;
  return el(
    "section",
    {},
    el(
      "h3",
      {},
      isPath ? gettext("Along the path") : gettext("Nodes"),
      el(
        "span",
        { class: "soft" },
        isPath ? gettext(" share of the most frequent label") : gettext(" share of the members that are selected"),
      ),
    ),
    el(
      isPath ? "ol" : "ul",
      { class: isPath ? "bars along" : "bars" },
      ...shown.map((each) => nodeRow(given, each, isPath)),
    ),
    !all.length && el("p", { class: "soft" }, gettext("No node holds any of the rows.")),
    rest > 0 && el("p", { class: "soft" }, ngettext("and {n} more node; the table has them all", "and {n} more nodes; the table has them all", rest)),
  );
}

function nodeRow(given: Given, { node, members, share }: NodeShare, isPath: boolean): HTMLElement {
  const { app, kind, model, data } = given;
  const { graph } = data;
  const majority = (isPath ? majorityName : majorityWithShare)(model, node);
  const bar = el("span", { class: "bar" });
  const shown = isPath ? model.nodeLabels!.purity[node] || 0 : share;
  bar.style.setProperty("--share", String(shown));
  const hover = (on: boolean) => (): void =>
    app.dispatch({ type: "hover", node: on ? node : null });
  const picture = isPath ? (kind.thumbnail?.(data, node) ?? null) : null;
  return el(
    "li",
    {},
    el(
      "button",
      {
        type: "button",
        class: `bar-row neighbour${picture ? " pictured" : ""}`,
        title: gettext("{rows} of {value}", { rows: ngettext("{n} member", "{n} members", members), value: ngettext("{n} member", "{n} members", graph.size[node]!) }),
        click: () => app.dispatch(selectNode(data, node)),
        mouseenter: hover(true),
        mouseleave: hover(false),
        focus: hover(true),
        blur: hover(false),
      },
      picture,
      el(
        "span",
        { class: "bar-name" },
        swatch(colourIndex(node, model.look!), model.theme),
        el("span", { class: "node-id" }, graph.ids[node]!),
        " ",
        majority !== null && el("span", { class: "soft" }, name(majority)),
      ),
      bar,
      el("span", { class: "figure" }, percent(shown)),
    ),
  );
}

export function stability({ data, selection }: Given): HTMLElement | null {
  const about = nodesOf(selection, data.graph);
  const found = stabilityOf(about, data.graph);
  if (!found) return null;
  const [mean, low, high] = found;
  const range = about.length > 1 ? gettext(" on average ({low} to {to})", { low: percent(low), to: percent(high) }) : "";
  return el(
    "section",
    {},
    el("h3", {}, gettext("Stability")),
    el(
      "p",
      {},
      gettext("{what} found in {value} of the resamples{name}: {to}.", { what: whose(selection, about.length, data), value: percent(mean), name: range, to: stabilityInWords(mean) }),
    ),
  );
}

/** A selection that names no nodes is about those that it has at least half of. */
function whose({ own, source }: Selection, about: number, { graph }: LayerData): string {
  if (own && nodesNamed(source, graph)) return ngettext("Its {n} node is", "Its {n} nodes are", about);
  return ngettext(
    "The {n} node with at least half of its members selected is",
    "The {n} nodes with at least half of their members selected are",
    about,
  );
}

/** Say what was done. */
export function told(app: App, text: string): void {
  app.dispatch({ type: "ask", effect: say(text) });
}
