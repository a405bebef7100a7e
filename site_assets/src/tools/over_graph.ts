// What lies over the graph: call-outs and the minimap.
import type { Box } from "../draw/boxes";
import { paintCallOuts, type PlacedCallOut, placeCallOuts } from "../draw/callouts";
import type { Scene } from "../draw/graph_painter";
import { type CallOut, calloutInWords, calloutsOf } from "../look/callouts";
import type { Transform, Viewport } from "../look/camera";
import { memo } from "../data/memo";
import type { App, Model } from "../state/model";
import { el, iconButton, ICONS } from "../views/dom";
import type { OverGraph as Over } from "../views/graph_view";
import type { Parts, Tool } from "./contract";
import { Minimap } from "./minimap";

export class OverGraph implements Tool, Over {
  private readonly boxes = el("div", { class: "call-outs" });
  private readonly minimap: Minimap;
  readonly root: HTMLElement;
  private model: Model | null = null;
  private placed: readonly PlacedCallOut[] = [];
  private frame: { scene: Scene; at: Transform } | null = null;

  constructor(
    private readonly app: App,
    private readonly parts: Parts,
  ) {
    this.minimap = new Minimap(({ x, y }) => parts.graph.lookAt(x, y));
    this.root = el("div", { class: "over-graph" }, this.boxes, this.minimap.root);
    parts.graph.surface.after(this.root);
    parts.graph.putOver(this);
  }

  update(model: Model): void {
    this.model = model;
  }

  /** It shows itself in the next frame. */
  open(): void {}

  place(scene: Scene, at: Transform, viewport: Viewport): Box[] {
    const { model } = this;
    if (!model?.data || model.data.graph.ids !== scene.graph.ids) return [];
    const map = this.minimap.place(scene, at, viewport, model.state.view.arrangement.minimap);
    const kept = map ? [map] : [];
    const { arrangement } = model.state.view;
    const { data, nodeLabels, look } = model;
    const callouts = this.callouts(arrangement.callouts, data.graph, nodeLabels, look);
    this.placed = placeCallOuts(callouts, scene, at, viewport, kept);
    this.frame = { scene, at };
    this.moveButtons();
    return [...kept, ...this.placed.map(({ box }) => box)];
  }

  paint(context: CanvasRenderingContext2D): void {
    if (this.frame) paintCallOuts(context, this.frame.scene, this.frame.at, this.placed);
  }

  private readonly callouts = memo((..._dependencies: readonly unknown[]): CallOut[] => {
    const callouts = calloutsOf(this.model!);
    this.boxes.replaceChildren(...callouts.map((callout) => this.boxOf(callout)));
    return callouts;
  });

  /** What a call-out says, for screen readers, and the button that closes it. */
  private boxOf(callout: CallOut): HTMLElement {
    const { id } = callout;
    return el(
      "div",
      { class: "call-out", role: "group", "aria-label": `Call-out of node ${id}`, "data-node": id },
      el("p", { class: "visually-hidden" }, calloutInWords(callout)),
      iconButton(`Close the call-out of ${id}`, ICONS.close, () =>
        this.close(id),
      ),
    );
  }

  private close(node: string): void {
    this.app.dispatch({ type: "callout", node });
    this.parts.graph.surface.focus();
  }

  private moveButtons(): void {
    for (const element of this.boxes.children as HTMLCollectionOf<HTMLElement>) {
      const found = this.placed.find(({ callout }) => callout.id === element.dataset["node"]);
      element.hidden = !found;
      if (!found) continue;
      const { left, top, right, bottom } = found.box;
      element.style.transform = `translate(${left}px, ${top}px)`;
      element.style.width = `${right - left}px`;
      element.style.height = `${bottom - top}px`;
    }
  }
}
