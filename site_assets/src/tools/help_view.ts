// The keys and how to read the graph, in a dialog. The list of keys is made from the tables that the
// keyboard follows, so it has them all. Single letters can be switched off here.
import { el } from "../views/dom";
import { allKeys, type CommandName, type Keys } from "../state/keyboard";
import type { App, Model } from "../state/model";
import type { Tool } from "./contract";
import { gettext } from "../text";

/** What each command does. A command without words here does not compile. */
const MEANINGS: Record<CommandName, string> = {
  walk: gettext("walk along the edge that leads that way"),
  move: gettext("move the node; it stays where you put it"),
  select: gettext("select the node"),
  path: gettext("select the path from the selected node to this one"),
  add: gettext("add the node to the selection, or take it out"),
  component: gettext("select the component of the node"),
  wider: gettext("select the neighbours of the node, and again those of these"),
  narrower: gettext("one step fewer"),
  clear: gettext("clear the selection, then the marks"),
  undo: gettext("undo the last change of the view; on a Mac with Cmd"),
  redo: gettext("redo it"),
  cycle: gettext("go through the neighbours by weight"),
  zoom: gettext("zoom in, zoom out"),
  home: gettext("show everything"),
  search: gettext("search"),
  help: gettext("this help"),
  pictures: gettext("pictures in the nodes"),
  callout: gettext("open the call-out of the node, or close it"),
};

/** Keys that are not written as they are called. */
const WRITTEN: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  " ": gettext("Space"),
  Escape: gettext("Esc"),
  "-": "−",
};

export class HelpDialog implements Tool {
  readonly root: HTMLDialogElement;
  private readonly letters: HTMLInputElement;

  constructor(app: App) {
    this.letters = el("input", {
      type: "checkbox",
      change: () => app.dispatch({ type: "letters", letters: this.letters.checked }),
    });
    const title = app.id("help-title");
    const tour = (): void => {
      this.root.close();
      app.dispatch({ type: "ask", effect: { do: "tool", name: "tour" } });
    };
    this.root = el(
      "dialog",
      { class: "viewer-help", "aria-labelledby": title },
      // It has the focus at first, so that the dialog opens at its beginning.
      el("h2", { id: title, tabindex: "-1", autofocus: true }, gettext("How to read the graph and move in it")),
      el(
        "p",
        {},
        gettext(
          "Each node is a set of rows, its members. Larger nodes have more members. An edge " +
          "joins two nodes that share members. Thicker edges share more. When rows are " +
          "selected, a node is filled by the share of its members that are among them."),
      ),
      el(
        "p",
        {},
        gettext(
          "The wheel zooms after a click into the graph, or with Ctrl. On a touch screen two " +
          "fingers zoom; one finger moves the graph after a tap, and a finger that rests shows " +
          "what lies there. Drag the selected node to move it."),
      ),
      el(
        "p",
        {},
        gettext(
          "Lasso and box select what you outline, in the graph or in the scatter. By keyboard: " +
          "arrow keys move the cursor, Space sets a corner, Enter selects."),
      ),
      el(
        "dl",
        { class: "keys" },
        entry(["Tab"], gettext("into the graph, and out again")),
        ...entries(false),
      ),
      el("label", { class: "check" }, this.letters, gettext(" Single letters and signs are commands")),
      el("dl", { class: "keys" }, ...entries(true)),
      el(
        "form",
        { method: "dialog", class: "dialog-end" },
        el("button", { type: "button", class: "quiet", click: tour }, gettext("Tour")),
        el("button", { class: "quiet" }, gettext("Close")),
      ),
    );
  }

  update({ state }: Model): void {
    this.letters.checked = state.letters;
  }

  open(): void {
    this.root.showModal();
  }
}

/** In the order of the table of meanings. */
function entries(signs: boolean): HTMLElement[] {
  const place = ({ name }: Keys): number => Object.keys(MEANINGS).indexOf(name);
  return allKeys()
    .filter(({ sign }) => sign === signs)
    .sort((a, b) => place(a) - place(b))
    .map(({ name, keys }) => entry(keys, MEANINGS[name]));
}

function entry(keys: readonly string[], meaning: string): HTMLElement {
  return el(
    "div",
    {},
    el("dt", {}, ...keys.map((key) => el("kbd", {}, written(key)))),
    el("dd", {}, meaning),
  );
}

function written(key: string): string {
  const [, alt = "", plain = key] = /^(Alt\+)?(.+)$/s.exec(key) ?? [];
  return alt + (WRITTEN[plain] ?? plain);
}
