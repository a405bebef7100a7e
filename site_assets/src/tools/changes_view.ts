// What became of the author's nodes in the graph on show: counts, and a list on request.
import type { LayerData } from "../data/layer";
import type { Live } from "../data/live/types";
import type { App } from "../state/model";
import { selectNode } from "../state/state";

import { el } from "../views/dom";
import { count, gettext } from "../text";

/** Lines of each kind, at most. */
const MOST = 40;

export class ChangesList {
  private readonly summary = el("summary", {});
  private readonly list = el("div", { class: "live-list" });
  readonly root = el("details", { class: "live-changes" }, this.summary, this.list);
  private data: LayerData | null = null;

  constructor(private readonly app: App) {
    this.root.addEventListener("toggle", () => this.fill());
  }

  show(data: LayerData): void {
    this.data = data;
    this.root.hidden = !data.live;
    if (data.live) this.summary.textContent = changesInWords(data.live);
    this.fill();
  }

  private fill(): void {
    const { data } = this;
    if (!this.root.open || !data?.live) return;
    const { changes, author } = data.live;
    const here = (node: number): HTMLElement => this.node(data, node);
    const there = (node: number): string => author.graph.ids[node]!;
    const moved = changes.same.filter(([node, from]) => data.live!.matching.to.jaccard[node]! < 1 && from >= 0);
    this.list.replaceChildren(
      ...lines(gettext("The same, with other members"), moved.map(([node, from]) => [there(from), gettext(" is "), here(node)])),
      ...lines(gettext("Split"), changes.split.map(({ author: from, nodes }) => [there(from), gettext(" into "), ...joined(nodes.map(here))])),
      ...lines(gettext("Merged"), changes.merged.map(({ node, authors }) => [gettext("{what} into ", authors.map(there).join(", ")), here(node)])),
      ...lines(gettext("New"), changes.fresh.map((node) => [here(node)])),
      ...lines(gettext("Gone"), changes.gone.map((node) => [there(node)])),
    );
  }

  private node(data: LayerData, node: number): HTMLElement {
    const hover = (on: boolean) => (): void =>
      this.app.dispatch({ type: "hover", node: on ? node : null });
    return el(
      "button",
      {
        type: "button",
        class: "plain node-id",
        click: () => this.app.dispatch(selectNode(data, node)),
        mouseenter: hover(true),
        mouseleave: hover(false),
      },
      data.graph.ids[node]!,
    );
  }
}

/** "12 the same, 3 split, 2 merged, 1 new, 4 gone" */
export function changesInWords({ changes }: Pick<Live, "changes">): string {
  const { same, split, merged, fresh, gone } = changes;
  return [
    gettext("{n} the same", count(same.length)),
    gettext("{n} split", count(split.length)),
    gettext("{n} merged", count(merged.length)),
    gettext("{n} new", count(fresh.length)),
    gettext("{n} gone", count(gone.length)),
  ].join(", ");
}

function lines(title: string, items: readonly (string | HTMLElement)[][]): HTMLElement[] {
  if (!items.length) return [];
  const rest = items.length - MOST;
  return [
    el("h3", {}, title),
    el(
      "ul",
      {},
      ...items.slice(0, MOST).map((parts) => el("li", {}, ...parts)),
      rest > 0 && el("li", { class: "soft" }, gettext("and {n} more", count(rest))),
    ),
  ];
}

function joined(parts: readonly HTMLElement[]): (string | HTMLElement)[] {
  return parts.flatMap((part, k) => (k ? [", ", part] : [part]));
}
