// The buttons that undo and redo changes of the view.
import type { App, Model, ModelView } from "../state/model";
import { iconButton, ICONS } from "./dom";

export class HistoryView implements ModelView {
  readonly undo: HTMLButtonElement;
  readonly redo: HTMLButtonElement;

  constructor(app: App) {
    this.undo = iconButton("Undo", ICONS.undo, () => app.dispatch({ type: "undo" }));
    this.redo = iconButton("Redo", ICONS.redo, () => app.dispatch({ type: "redo" }));
  }

  /** A button without a step can still be reached, so that it keeps the focus. */
  update({ state: { history } }: Model): void {
    this.undo.setAttribute("aria-disabled", String(!history.past.length));
    this.redo.setAttribute("aria-disabled", String(!history.future.length));
  }
}
