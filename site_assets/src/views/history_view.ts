// The buttons that undo and redo changes of the view.
import { memo } from "../data/memo";
import type { History } from "../state/history";
import type { App, Model, ModelView } from "../state/model";
import { iconButton, ICONS } from "./dom";

export class HistoryView implements ModelView {
  readonly undo: HTMLButtonElement;
  readonly redo: HTMLButtonElement;

  constructor(app: App) {
    this.undo = iconButton("Undo", ICONS.undo, () => app.dispatch({ type: "undo" }));
    this.redo = iconButton("Redo", ICONS.redo, () => app.dispatch({ type: "redo" }));
  }

  update({ state }: Model): void {
    this.show(state.history);
  }

  /** A button without a step stays in the order of Tab, so that it keeps the focus. */
  private readonly show = memo(({ past, future }: History) => {
    this.undo.setAttribute("aria-disabled", String(past.length === 0));
    this.redo.setAttribute("aria-disabled", String(future.length === 0));
  });
}
