// The offer of the tour, once, to readers who come without a link to a view. It is not made where the
// browser cannot remember that it was.
import { remember, remembered } from "../page/remember";
import type { Effect } from "../state/effect";
import type { App } from "../state/model";
import { el } from "./dom";
import { gettext } from "../text";

const KEY = "tour";

export class OfferView {
  readonly root: HTMLElement;

  constructor(private readonly app: App) {
    const start = (): void => this.end({ do: "tool", name: "tour" });
    const dismiss = (): void => this.end({ do: "focus", what: "graph" });
    this.root = el(
      "p",
      { class: "tour-offer", hidden: true },
      el("span", { class: "soft" }, gettext("A tour of two minutes shows what you can do here.")),
      el("button", { type: "button", class: "plain", click: start }, gettext("Start the tour")),
      el("button", { type: "button", class: "plain", click: dismiss }, gettext("No, thanks")),
    );
  }

  make(): void {
    this.root.hidden = remembered(KEY) !== null || !remember(KEY, "offered");
  }

  private end(effect: Effect): void {
    this.root.hidden = true;
    this.app.dispatch({ type: "ask", effect });
  }
}
