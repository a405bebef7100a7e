// What lies over the graph, and over the flow between graphs: call-outs and the minimap.
import type { Box } from "../draw/boxes";
import { paintCallOuts, type PlacedCallOut, placeCallOuts } from "../draw/callouts";
import type { Scene } from "../draw/graph_painter";
import { type CallOut, calloutInWords, calloutsOf } from "../look/callouts";
import type { Transform, Viewport } from "../look/camera";
import { pixelRatio } from "../draw/frames";
import { memo } from "../data/memo";
import type { App, Model } from "../state/model";
import { el, iconButton, ICONS } from "../views/dom";
import type { OverGraph as Over } from "../views/graph_view";
import type { Parts, Tool } from "./contract";
import { Minimap } from "./minimap";
import { gettext } from "../text";

export class OverGraph implements Tool, Over {
  /** Call-outs have a canvas of their own, which is as large as the window. */
  private readonly canvas = el("canvas", { "aria-hidden": "true", hidden: true });
  private readonly boxes = el("div", { class: "call-outs" });
  private readonly minimap: Minimap;
  readonly root: HTMLElement;
  private model: Model | null = null;
  private placed: readonly PlacedCallOut[] = [];

  constructor(
    private readonly app: App,
    private readonly parts: Parts,
  ) {
    this.minimap = new Minimap(({ x, y }) => parts.graph.lookAt(x, y));
    this.root = el("div", { class: "over-graph" }, this.canvas, this.boxes, this.minimap.root);
    parts.graph.surface.after(this.root);
    parts.graph.putOver(this);
  }

  update(model: Model): void {
    this.model = model;
  }

  /** It shows itself in the next frame. */
  open(): void {}

  draw(scene: Scene, at: Transform, viewport: Viewport): Box[] {
    const { model } = this;
    if (!model?.data || model.data.graph.ids !== scene.graph.ids) return [];
    const map = this.minimap.place(scene, at, viewport, model.state.view.arrangement.minimap);
    const kept = map ? [map] : [];
    const { arrangement } = model.state.view;
    const { data, nodeLabels, look } = model;
    const callouts = this.callouts(arrangement.callouts, data.graph, nodeLabels, look);
    this.placed = placeCallOuts(callouts, scene, at, viewport, kept);
    this.paint(scene, at, viewport);
    this.moveButtons();
    return [...kept, ...this.placed.map(({ box }) => box)];
  }

  private paint(scene: Scene, at: Transform, { width, height }: Viewport): void {
    const { canvas } = this;
    const wasEmpty = canvas.hidden;
    canvas.hidden = !this.placed.length;
    if (canvas.hidden && wasEmpty) return;
    const ratio = pixelRatio();
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== across || canvas.height !== down)
      [canvas.width, canvas.height] = [across, down];
    [canvas.style.width, canvas.style.height] = [`${width}px`, `${height}px`];
    const context = canvas.getContext("2d")!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    paintCallOuts(context, scene, at, this.placed);
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
      { class: "call-out", role: "group", "aria-label": gettext("Call-out of node {node}", id), "data-node": id },
      el("p", { class: "visually-hidden" }, calloutInWords(callout)),
      iconButton(gettext("Close the call-out of {node}", id), ICONS.close, () =>
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
