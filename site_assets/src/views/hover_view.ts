// The small card beside the node under the pointer.
import { lensMeans, majorityOf, percent, plural } from "../look/describe";
import { el, name } from "./dom";
import type { Graph } from "../data/graph";
import { type Model, onChange } from "../state/model";
import type { Manifest } from "../data/schema";
import { showTile } from "../draw/sprites";
import { pictureOf } from "../kinds/pictures";

export class HoverCard {
  readonly root = el("div", { class: "hover-card", "aria-hidden": "true", hidden: true });

  /** Show the card of a node whose disc lies at a place of the surface, or hide it. */
  show(
    model: Model,
    node: number | null,
    at: { x: number; y: number; r: number; width: number },
  ): void {
    if (node === null || !model.data) {
      this.root.hidden = true;
      return;
    }
    this.fill(model, node, model.look?.shares?.[node] ?? null);
    this.root.hidden = false;
    const { offsetWidth, offsetHeight } = this.root;
    const right = at.x + at.r + 14;
    const left = right + offsetWidth > at.width - 8 ? at.x - at.r - 14 - offsetWidth : right;
    const [x, y] = [left, at.y - offsetHeight / 2].map((place) => Math.round(Math.max(4, place)));
    this.root.style.transform = `translate(${x}px, ${y}px)`;
  }

  private readonly fill = onChange((model: Model, node: number, share: number | null) => {
    const { graph } = model.data!;
    const { mark } = model.state.view;
    const majority = majorityOf(graph, node, model.manifest);
    const tile = pictureOf(model.data!, node);
    const picture = el("span", { class: "tile" });
    if (tile) showTile(picture, tile);
    this.root.replaceChildren(
      ...(tile ? [picture] : []),
      el(
        "span",
        { class: "hover-text" },
        el("span", { class: "node-id" }, graph.ids[node]!),
        el("span", {}, plural(graph.size[node]!, "member")),
        majority !== null && el("span", { class: "soft" }, name(majority)),
        ...(model.manifest.second_lens === null ? [] : means(graph, node, model.manifest)),
        mark &&
          mark.kind !== "structure" &&
          share !== null &&
          el(
            "span",
            { class: "hover-share" },
            el("span", { class: "ring-swatch" }),
            `${percent(share)} `,
            name(mark.value),
          ),
      ),
    );
  });
}

/** One lens is what the colour says; where a node stands on two has to be told. */
function means(graph: Graph, node: number, manifest: Manifest): HTMLElement[] {
  return lensMeans(graph, node, manifest).map(([lens, mean]) =>
    el("span", { class: "soft" }, `${lens}: `, el("span", { class: "figure" }, mean)),
  );
}
