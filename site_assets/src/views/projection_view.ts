// The choice of the scatter, where several are published.
import { PROJECTION_NAMES, type ProjectionKind } from "../data/scatter";
import type { Manifest } from "../data/schema";
import type { App, Model, ModelView } from "../state/model";
import { el } from "./dom";
import { gettext } from "../text";

export class ProjectionView implements ModelView {
  readonly root: HTMLElement;
  private readonly choice: HTMLSelectElement;

  constructor(app: App, { projections }: Manifest) {
    const change = (): void =>
      app.dispatch({ type: "projection", projection: this.choice.value as ProjectionKind });
    const options = projections.map((kind) => el("option", { value: kind }, PROJECTION_NAMES[kind]));
    this.choice = el("select", { "aria-label": gettext("Projection"), title: gettext("Projection"), change }, ...options);
    this.root = el("div", { class: "projection-choice" }, this.choice);
    this.root.hidden = projections.length < 2;
  }

  update({ state }: Model): void {
    this.choice.value = state.view.projection;
  }
}
