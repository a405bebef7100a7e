// The buttons that begin a lasso or a box.
import type { App } from "../state/model";
import type { AreaTool } from "../state/state";
import { iconButton, ICONS } from "./dom";
import { gettext } from "../text";

export class AreaButtons {
  readonly lasso = this.button("lasso", gettext("Lasso"));
  readonly box = this.button("box", gettext("Box"));

  constructor(
    private readonly app: App,
    private readonly view: AreaTool["view"],
  ) {
    this.update(null);
  }

  update(area: AreaTool | null): void {
    const shape = area?.view === this.view ? area.shape : null;
    this.lasso.setAttribute("aria-pressed", String(shape === "lasso"));
    this.box.setAttribute("aria-pressed", String(shape === "box"));
  }

  private button(shape: AreaTool["shape"], name: string): HTMLButtonElement {
    const button = iconButton(name, ICONS[shape], () => {
      const isOn = button.getAttribute("aria-pressed") === "true";
      this.app.dispatch({ type: "area", area: isOn ? null : { view: this.view, shape } });
    });
    return button;
  }
}
