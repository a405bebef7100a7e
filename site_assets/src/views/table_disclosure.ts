// Where the second script shows all nodes as a table, once the reader opens it.
import type { App } from "../state/model";
import { el } from "./dom";

export function tableDisclosure(app: App): HTMLDetailsElement {
  const details = el("details", { class: "viewer-table" }, el("summary", {}, "All nodes as a table"));
  details.addEventListener("toggle", () => {
    if (details.open) app.dispatch({ type: "ask", effect: { do: "tool", name: "table" } });
  });
  return details;
}
