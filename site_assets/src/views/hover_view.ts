// The small card beside the node under the pointer.
import { memo } from "../data/memo";
import { lensMeans, majorityWithShare, percent } from "../look/describe";
import { named, written } from "../look/figures";
import { el, name } from "./dom";
import type { Graph } from "../data/graph";
import { lentTo } from "../data/live/types";
import type { Model } from "../state/model";
import type { Manifest } from "../data/schema";
import { kindOf } from "../kinds/kinds";
import { sharedRows } from "../look/edges";
import { selectionInWords } from "../look/selection_words";
import { isWhole, type Selection } from "../state/selection";
import { decimals, gettext, ngettext } from "../text";

/** What the card stands beside, in the window: a disc, or the middle of an edge. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly r: number;
  /** Whether it is wide rather than tall, so that the card stands below it. */
  readonly isFlat: boolean;
}

const GAP = 14;

export class HoverCard {
  readonly root = el("div", { class: "hover-card", "aria-hidden": "true", hidden: true });

  /** Show the card of a node beside its disc, that of an edge beside its middle, or none. */
  show(
    model: Model,
    node: number | null,
    edge: number | null,
    at: Place & { width: number; height: number },
  ): void {
    if (!model.data || (node === null && edge === null)) {
      this.root.hidden = true;
      return;
    }
    if (node !== null) this.fill(model, node);
    else this.fillEdge(model.data.graph, edge!);
    this.root.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.root;
    const right = beyond(at.x, at.r, width, at.width);
    // In a narrow window it is beneath the node.
    const isBeneath = at.isFlat || right < 4;
    const [x, y] = (
      isBeneath
        ? [Math.min(at.x - width / 2, at.width - width - 4), beyond(at.y, at.r, height, at.height)]
        : [right, at.y - height / 2]
    ).map((place) => Math.round(Math.max(4, place)));
    this.root.style.transform = `translate(${x}px, ${y}px)`;
  }

  private fillEdge(graph: Graph, edge: number): void {
    const ends = [graph.source[edge]!, graph.target[edge]!].map((node) => graph.ids[node]!);
    const found = graph.edge_bootstrap[edge];
    this.root.replaceChildren(
      el(
        "span",
        { class: "hover-text" },
        el("span", { class: "node-id" }, ends.join(" – ")),
        el("span", {}, gettext("Jaccard index {value}", decimals(graph.jaccard[edge]!, 2))),
        el("span", { class: "soft" }, ngettext("{n} shared row", "{n} shared rows", sharedRows(graph, edge))),
        found !== undefined &&
          el("span", { class: "soft" }, gettext("found in {what} of the resamples", percent(found))),
      ),
    );
  }

  private readonly fill = memo((model: Model, node: number) => {
    const { graph } = model.data!;
    const { look, selection, marked, described } = model;
    const majority = majorityWithShare(model, node);
    const lent = lentTo(model.data!, node);
    const thumbnail = (lent && kindOf(model.manifest).thumbnail?.(lent.data, lent.node)) ?? null;
    this.root.replaceChildren(
      ...(thumbnail ? [thumbnail] : []),
      el(
        "span",
        { class: "hover-text" },
        el("span", { class: "node-id" }, graph.ids[node]!),
        graph.names.length > 0 && el("span", { class: "soft" }, name(graph.names[node]!)),
        el("span", {}, ngettext("{n} member", "{n} members", graph.size[node]!)),
        majority !== null && el("span", { class: "soft" }, name(majority)),
        ...(model.manifest.second_lens === null ? [] : means(graph, node, model.manifest)),
        ...further(model, node),
        this.share(model, described, look?.fills?.[node], "fill-swatch"),
        this.share(model, selection && marked, look?.rings?.[node], "ring-swatch"),
      ),
    );
  });

  /** The share of a selection in the node; a structure and a range have all of their nodes. */
  private share(
    { data, manifest }: Model,
    selection: Selection | null,
    share: number | undefined,
    swatch: string,
  ): HTMLElement | null {
    if (!selection || share === undefined || isWhole(selection)) return null;
    return el(
      "span",
      { class: "hover-share" },
      el("span", { class: swatch }),
      `${percent(share)} `,
      name(selectionInWords(selection, data!, manifest)),
    );
  }
}

/** The value of the colour, where it is none of the usual ones. */
function further({ look, manifest }: Model, node: number): HTMLElement[] {
  const { figure, values } = look!;
  if (!figure.further) return [];
  const value = written(values[node] ?? NaN, figure.format, manifest);
  return [
    el(
      "span",
      { class: "soft" },
      name(named(figure.legend, manifest)),
      ": ",
      el("span", { class: "figure" }, value),
    ),
  ];
}

/** Where a card begins: after what it belongs to, or before it where there is no room. */
function beyond(middle: number, reach: number, length: number, room: number): number {
  const after = middle + reach + GAP;
  return after + length > room - 8 ? middle - reach - GAP - length : after;
}

/** The values of two lenses; a single one is visible as the colour. */
function means(graph: Graph, node: number, manifest: Manifest): HTMLElement[] {
  return lensMeans(graph, node, manifest).map(([lens, mean]) =>
    el("span", { class: "soft" }, `${lens}: `, el("span", { class: "figure" }, mean)),
  );
}
