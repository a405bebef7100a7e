// One line of the concordance. A press opens its whole sentence, and the nodes that hold it.
import { type Details, detailsOf } from "../../data/details";
import { type LabelColumn, labelsOf } from "../../data/label_columns";
import { listOf } from "../../data/graph";
import {
  apart,
  type Context,
  contextAt,
  directionOf,
  shortened,
  spoken,
} from "../../data/texts/context";
import { originOf, sampleOf } from "../../look/origin";
import { labelIndex } from "../../look/palette";
import type { App, Model } from "../../state/model";
import { selectNode } from "../../state/state";
import { el, name, outward } from "../../views/dom";
import { swatch } from "../../views/swatch";
import { decimals, gettext } from "../../text";

/** Characters on each side of the word that are there to be seen; wide windows show fewer. */
const ON_LINE = 160;
const NONE: Context = { before: "", word: "", after: "" };

/** What all lines of a page share. */
export interface LineContext {
  readonly app: App;
  readonly model: Model;
  /** 1 for each row that is marked, too; null where nothing is. */
  readonly lit: Uint8Array | null;
  /** Similarity of each row to the centroid of the selected node. */
  readonly near: ReadonlyMap<number, number> | null;
  /** Shown behind the text. */
  readonly columns: readonly LabelColumn[];
  /** Whether rows are whole texts. */
  readonly whole: boolean;
}

export class Line {
  readonly root: HTMLLIElement;
  readonly button: HTMLButtonElement;
  private more: HTMLElement | null = null;
  private readonly context: Context;

  constructor(
    private readonly row: number,
    first: boolean,
    private readonly given: LineContext,
  ) {
    const { model, app } = given;
    this.context = contextAt(model.samples!, this.sample) ?? NONE;
    const shown = apart(onOneLine(shortened(this.context, ON_LINE)));
    const over = (on: boolean) => (): void => app.dispatch({ type: "row", row: on ? row : null });
    this.button = el(
      "button",
      {
        type: "button",
        class: "line-text",
        dir: directionOf(this.context),
        "aria-label": spoken(shown),
        "aria-expanded": "false",
        tabindex: first ? "0" : "-1",
        click: () => this.toggle(),
        focus: over(true),
        blur: over(false),
      },
      ...parts(shown),
    );
    this.root = el(
      "li",
      {
        class: given.lit?.[row] ? "lit" : null,
        mouseenter: over(true),
        mouseleave: over(false),
      },
      this.button,
      ...this.values(),
    );
  }

  private get sample(): number {
    return this.given.model.data!.rows!.arrays.sample[this.row]!;
  }

  /** The label, further columns, and the similarity to the centroid. */
  private values(): HTMLElement[] {
    const { model, near, columns } = this.given;
    const { manifest, samples, column, look, theme } = model;
    const values = columns.map(({ name: of, labels }) => {
      const label = labelsOf(manifest, of, samples!)[this.sample]!;
      const text = labels[label];
      const colour = of === column.name && text !== undefined;
      return el(
        "span",
        { class: "line-value", title: text ?? null },
        el("span", { class: "visually-hidden" }, `, ${of ?? gettext("label")}: `),
        ...(colour ? [swatch(labelIndex(look!.ranks[label] ?? -1), theme)] : []),
        text === undefined ? "–" : name(text),
      );
    });
    const cosine = near?.get(this.row);
    if (cosine === undefined) return values;
    const hidden = el("span", { class: "visually-hidden" }, gettext(", cosine "));
    return [...values, el("span", { class: "line-value figure" }, hidden, decimals(cosine, 2))];
  }

  private toggle(): void {
    const open = this.more === null;
    this.button.setAttribute("aria-expanded", String(open));
    this.root.classList.toggle("open", open);
    this.more?.remove();
    this.more = open ? this.whole() : null;
    if (this.more) this.root.append(this.more);
  }

  /** The whole sentence, where it is from, and the nodes of the row. */
  private whole(): HTMLElement {
    const { model, app } = this.given;
    const { data, samples } = model;
    const { before, word, after } = this.context;
    const nodes = [...listOf(data!.rows!.nodes, this.row)].map((node) => {
      const click = (): void => app.dispatch(selectNode(data!, node));
      const id = data!.graph.ids[node]!;
      return el("button", { type: "button", class: "node-id plain", click }, id);
    });
    const id = sampleOf(data!, samples, this.row)!;
    const details = detailsOf(samples, this.sample);
    const mark = (): void =>
      app.dispatch({ type: "toggle", source: { kind: "sample", value: id } });
    return el(
      "div",
      { class: isShort(this.context) ? "line-more" : "line-more long" },
      el(
        "p",
        { class: "context", dir: directionOf(this.context) },
        before,
        word ? el("mark", {}, word) : "",
        after,
      ),
      el(
        "p",
        { class: "soft" },
        name(originOf(data!, samples, this.row)),
        nodes.length ? gettext(" · in ") : gettext(" · in no node (noise)"),
        ...nodes.flatMap((node, i) => (i ? [" ", node] : [node])),
        " · ",
        el("button", { type: "button", class: "plain", click: mark }, gettext("mark it in every node")),
        ...(details?.link ? [" · ", outward(details.link, {}, gettext("open its page ↗"))] : []),
      ),
      details?.values.length ? el("p", { class: "soft" }, ...valuesOf(details)) : null,
    );
  }
}

/** "age: 12 · place: Rome": what a table says of a row. */
function valuesOf({ values }: Details): (string | Node)[] {
  return values.flatMap(([column, value], k) => [k ? " · " : "", name(column), ": ", name(value)]);
}

function onOneLine({ before, word, after }: Context): Context {
  const [a, b, c] = [before, word, after].map((part) => part.replace(/\s+/g, " "));
  return { before: a!, word: b!, after: c! };
}

/** Whether a line has the whole of a text. */
function isShort({ before, word, after }: Context): boolean {
  return word ? Math.max(before.length, after.length) <= ON_LINE : after.length <= 2 * ON_LINE;
}

/** The parts of a line. On a phone they are one running sentence, so nothing is cut off there. */
function parts({ before, word, after }: Context): HTMLElement[] {
  const text = (style: string, part: string): HTMLElement =>
    el("span", { class: style }, el("span", {}, part));
  if (!word) return [text("after", after)];
  return [text("before", before), el("mark", {}, word), text("after", after)];
}
