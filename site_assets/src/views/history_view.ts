// The buttons that undo and redo changes of the view.
import type { App, Model, ModelView } from "../state/model";
import { iconButton, ICONS } from "./dom";
import { gettext } from "../text";

export class HistoryView implements ModelView {
  readonly undo: HTMLButtonElement;
  readonly redo: HTMLButtonElement;

  constructor(app: App) {
    this.undo = iconButton(gettext("Undo"), ICONS.undo, () => app.dispatch({ type: "undo" }));
    this.redo = iconButton(gettext("Redo"), ICONS.redo, () => app.dispatch({ type: "redo" }));
  }

  /** A button without a step can still be reached, so that it keeps the focus. */
  update({ state: { history } }: Model): void {
    this.undo.setAttribute("aria-disabled", String(!history.past.length));
    this.redo.setAttribute("aria-disabled", String(!history.future.length));
  }
}
