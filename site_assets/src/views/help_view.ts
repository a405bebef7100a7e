// What the keys do, in a dialog; here single letters can be switched off.
import { el } from "./dom";
import { KEY_HELP } from "../state/keyboard";
import type { App, Model, ModelView } from "../state/model";

export class HelpDialog implements ModelView {
  readonly root: HTMLDialogElement;
  private readonly letters: HTMLInputElement;

  constructor(app: App) {
    this.letters = el("input", {
      type: "checkbox",
      change: () => app.dispatch({ type: "letters", letters: this.letters.checked }),
    });
    const title = app.id("help-title");
    const rows = KEY_HELP.map(([keys, meaning]) =>
      el(
        "div",
        {},
        el("dt", {}, ...keys.split(" ").map((key) => el("kbd", {}, key))),
        el("dd", {}, meaning),
      ),
    );
    this.root = el(
      "dialog",
      { class: "viewer-help", "aria-labelledby": title },
      el("h2", { id: title }, "How to read and walk the graph"),
      el(
        "p",
        {},
        "Each node is a cluster of activation vectors that lie close together; its size grows " +
          "with its members. Two nodes are joined where they share members, the more the " +
          "thicker. A ring shows the share of what is marked.",
      ),
      el(
        "p",
        {},
        "The wheel zooms after a click into the graph, or with Ctrl. On a touch screen two " +
          "fingers zoom; one finger moves the graph after a tap.",
      ),
      el("dl", { class: "keys" }, ...rows),
      el("label", { class: "check" }, this.letters, " Single letters and signs are commands"),
      el("form", { method: "dialog" }, el("button", { class: "quiet" }, "Close")),
    );
  }

  update({ state }: Model): void {
    this.letters.checked = state.letters;
  }

  open(): void {
    this.root.showModal();
  }
}
