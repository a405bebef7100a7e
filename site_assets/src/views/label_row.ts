// A label with the bar of its share, as a button that lights the label in every node.
import { percent } from "../look/describe";
import { labelIndex } from "../look/palette";
import type { App, Model } from "../state/model";
import { labelSource } from "../state/source";
import { el, name } from "./dom";
import { gettext } from "../text";

interface Share {
  readonly label: number;
  readonly share: number;
  /** The share of all rows, for a line in the bar; null for none. */
  readonly usual: number | null;
}

export function labelRow(
  { column, look, theme }: Pick<Model, "column" | "look" | "theme">,
  { label, share, usual }: Share,
  title: (text: string) => string,
  app: App,
): HTMLElement {
  const text = column.labels[label] ?? "";
  const bar = el("span", { class: usual === null ? "bar" : "bar with-usual" });
  bar.style.setProperty("--share", String(share));
  if (usual !== null) bar.style.setProperty("--usual", String(usual));
  const colour = theme.colours[labelIndex(look?.ranks[label] ?? -1)]!;
  bar.style.setProperty("--bar", `rgb(${colour.join(" ")})`);
  const click = (): void =>
    app.dispatch({ type: "toggle", source: labelSource(column.name, text) });
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", class: "bar-row", title: title(text), click },
      el("span", { class: "bar-name" }, name(text)),
      bar,
      el("span", { class: "figure" }, percent(share)),
      usual !== null &&
        el("span", { class: "visually-hidden" }, gettext(", {value} of all rows", percent(usual))),
    ),
  );
}
