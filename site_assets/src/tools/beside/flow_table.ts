// The largest flows as text: for the keyboard, for screen readers, and to read the figures.
import type { Flow } from "../../data/flow";
import { memo } from "../../data/memo";

import { el } from "../../views/dom";
import { flowInWords, type Gap, gapInWords } from "./gaps";
import { count, gettext } from "../../text";

const MOST_ROWS = 12;

export interface FlowHandlers {
  /** A flow has the pointer or the focus; null: none has. */
  light(gap: number, flow: Flow | null): void;
  /** Select the rows of a flow. */
  select(gap: number, flow: Flow): void;
}

export class FlowTable {
  private readonly tables = el("div", { class: "flow-tables" });
  private readonly words = el("div", { class: "flow-words soft" });
  readonly root = el(
    "div",
    { class: "flow-foot" },
    this.words,
    el("details", { class: "flow-list" }, el("summary", {}, gettext("Largest flows")), this.tables),
  );

  constructor(private readonly handlers: FlowHandlers) {}

  readonly show = memo((gaps: readonly (Gap | null)[]) => {
    this.words.replaceChildren(
      ...gaps.map((gap) => el("p", {}, gap ? gapInWords(gap) : gettext("The rows are being loaded."))),
    );
    this.tables.replaceChildren(...gaps.flatMap((gap, i) => (gap ? [this.table(gap, i)] : [])));
  });

  private table(gap: Gap, place: number): HTMLElement {
    const head = [gap.from.title, gap.to.title, gettext("Rows")];
    return el(
      "table",
      {},
      el("caption", {}, gettext("From {name} to {what}", { name: gap.from.title, what: gap.to.title })),
      el("thead", {}, el("tr", {}, ...head.map((text) => el("th", { scope: "col" }, text)))),
      el("tbody", {}, ...gap.flows.slice(0, MOST_ROWS).map((flow) => this.row(gap, place, flow))),
    );
  }

  private row(gap: Gap, place: number, flow: Flow): HTMLElement {
    const { light, select } = this.handlers;
    const button = el(
      "button",
      {
        type: "button",
        class: "plain",
        "aria-label": gettext("Select {what}", flowInWords(gap, flow)),
        click: () => select(place, flow),
        focus: () => light(place, flow),
        blur: () => light(place, null),
      },
      count(flow.rows),
    );
    return el(
      "tr",
      { mouseenter: () => light(place, flow), mouseleave: () => light(place, null) },
      el("td", { class: "node-id" }, gap.from.graph.ids[flow.from]!),
      el("td", { class: "node-id" }, gap.to.graph.ids[flow.to]!),
      el("td", {}, button),
    );
  }
}
