// The order of the lines, and which of them are left out.
import { columnOf } from "../../data/label_columns";
import type { Manifest } from "../../data/schema";

import { type LineChoice, type LineData, ordersOf, valuesAmong } from "../../look/lines";
import type { App } from "../../state/model";
import { el } from "../../views/dom";
import { count, gettext } from "../../text";

const MOST_VALUES = 60;

export class LineControls {
  private readonly order: HTMLSelectElement;
  private readonly near: HTMLOptionElement;
  private readonly only: HTMLSelectElement;
  private readonly filter: HTMLInputElement;
  readonly root: HTMLElement;

  constructor(app: App, manifest: Manifest, changed: () => void) {
    const change = (change: Partial<LineChoice>): void => {
      app.dispatch({ type: "lines", change });
      changed();
    };
    const orders = ordersOf(manifest).map(([value, text]) => el("option", { value }, text));
    this.near = orders[0]!;
    this.order = el("select", { change: () => change({ order: this.order.value }) }, ...orders);
    this.only = el("select", { change: () => change({ only: this.only.value || null }) });
    this.filter = el("input", {
      type: "search",
      placeholder: "word",
      autocomplete: "off",
      spellcheck: "false",
      input: () => change({ filter: this.filter.value }),
    });
    const labelled = (text: string, control: HTMLElement): HTMLElement => {
      control.id = app.id(`lines-${text.split(" ")[0]!.toLowerCase()}`);
      return el("div", {}, el("label", { for: control.id }, text), control);
    };
    this.root = el(
      "div",
      { class: "line-controls" },
      labelled(gettext("Sort by"), this.order),
      labelled(gettext("Show"), this.only),
      labelled(gettext("With"), this.filter),
    );
  }

  update(
    given: LineData,
    rows: readonly number[],
    choice: LineChoice,
    column: string | null,
    ofNode: boolean,
  ): void {
    this.near.textContent = ofNode ? gettext("distance to the centroid") : gettext("order of the rows");
    this.order.value = choice.order;
    if (this.filter.value !== choice.filter) this.filter.value = choice.filter;
    const { labels } = columnOf(given.manifest, column);
    const values = valuesAmong(given, rows, column).slice(0, MOST_VALUES);
    this.only.replaceChildren(
      el("option", { value: "" }, column === null ? gettext("all labels") : gettext("all of {name}", column)),
      ...values.map(({ label, count: found }) =>
        el("option", { value: labels[label]! }, `${labels[label]!} (${count(found)})`),
      ),
    );
    if (choice.only !== null && !values.some(({ label }) => labels[label] === choice.only))
      this.only.append(el("option", { value: choice.only }, `${choice.only} (0)`));
    this.only.value = choice.only ?? "";
    this.only.parentElement!.hidden = !labels.length;
  }
}
