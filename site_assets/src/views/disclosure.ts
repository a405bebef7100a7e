// A disclosure whose content is in the second script: opening it asks for the tool that fills it.
import type { ToolName } from "../state/effect";
import type { App } from "../state/model";
import { el } from "./dom";

export function disclosure(app: App, name: string, summary: string, tool: ToolName): HTMLDetailsElement {
  const toggle = (): void => {
    if (details.open) app.dispatch({ type: "ask", effect: { do: "tool", name: tool } });
  };
  const details = el("details", { class: name, toggle }, el("summary", {}, summary));
  return details;
}
