// A disclosure whose content is a tool: it is loaded when a reader first opens it.
import type { ToolName } from "../state/effect";
import type { App } from "../state/model";
import { el } from "./dom";

export function laterDetails(
  app: App,
  style: string,
  summary: string,
  name: ToolName,
): HTMLDetailsElement {
  const toggle = (): void => {
    if (root.open) app.dispatch({ type: "ask", effect: { do: "tool", name } });
  };
  const root = el("details", { class: style, toggle }, el("summary", {}, summary));
  return root;
}
