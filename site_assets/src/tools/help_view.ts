// The keys and how to read the graph, in a dialog. Single letters can be switched off here.
import { el } from "../views/dom";
import { KEY_HELP } from "../state/keyboard";
import type { App, Model } from "../state/model";
import type { Tool } from "./contract";

export class HelpDialog implements Tool {
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
      el("h2", { id: title }, "How to read the graph and move in it"),
      el(
        "p",
        {},
        "Each node is a set of rows, its members. Larger nodes have more members. An " +
          "edge joins two nodes that share members. Thicker edges share more. A ring shows the " +
          "share of the members that is marked.",
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
