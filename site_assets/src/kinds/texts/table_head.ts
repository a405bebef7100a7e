// The head of a small table in the panel: what its rows are, then columns of figures.
import { el } from "../../views/dom";

/** Each column has a short text and a title that explains it. */
export function tableHead(
  first: string | HTMLElement,
  columns: readonly (readonly [string, string])[],
): HTMLElement {
  const figures = columns.map(([text, title]) =>
    el("th", { scope: "col", class: "figure", title }, text),
  );
  return el("thead", {}, el("tr", {}, el("th", { scope: "col" }, first), ...figures));
}
