// How stable is what one looks at: the selected node in the author's graph, and in how many of the
// published settings it is a node again. The latter is counted in short slices of time.
import { listOf } from "../data/graph";
import type { LayerData } from "../data/layer";
import { type Recurrence, recurrenceOf } from "../data/live/recurrence";
import { lentTo, type LiveLayer } from "../data/live/types";
import { memo } from "../data/memo";
import { figure, percent } from "../look/describe";
import type { Model } from "../state/model";
import { el } from "../views/dom";
import { count, decimals, gettext } from "../text";

const SLICE_MS = 8;
/** Milliseconds without a change before the counting begins. */
const REST_MS = 250;

export class Recurrences {
  private readonly known = el("span", {});
  private readonly counted = el("span", {});
  readonly root = el("p", { class: "live-stability" }, this.known, this.counted);
  private timer = 0;

  update({ data, live, selected }: Model): void {
    if (data && live) this.show(data, live, selected);
  }

  private readonly show = memo((data: LayerData, graphs: LiveLayer, node: number | null) => {
    clearTimeout(this.timer);
    this.counted.textContent = "";
    this.known.textContent = node === null ? overall(data) : ofNode(data, node);
    this.root.hidden = !this.known.textContent && node === null;
    if (node !== null) this.timer = window.setTimeout(() => this.count(data, graphs, node), REST_MS);
  });

  private count(data: LayerData, graphs: LiveLayer, node: number): void {
    const cover = data.live?.spot.cover ?? 0;
    const rows = listOf(data.rows!.members, node);
    const { threshold } = graphs;
    const steps = recurrenceOf(graphs, rows, threshold, cover);
    const slice = (): void => {
      const end = performance.now() + SLICE_MS;
      let step = steps.next();
      while (!step.done && performance.now() < end) step = steps.next();
      if (step.done) this.counted.textContent = foundInWords(step.value, graphs, threshold);
      else this.timer = window.setTimeout(slice, SLICE_MS);
    };
    slice();
  }
}

/** The stability of a node, which was judged for the author's graph. */
function ofNode(data: LayerData, node: number): string {
  const id = data.graph.ids[node]!;
  const lent = lentTo(data, node);
  if (!lent) return gettext("{node} shares no member with a node of the author’s graph. ", id);
  const { layer, graph } = lent.data;
  const [own, share] = [graph.ids[lent.node]!, graph.node_bootstrap[lent.node]];
  const nearest = data.live
    ? gettext("{node} is nearest to {name} of the author’s graph (Jaccard index {value}). ", { node: id, name: own, value: decimals(lent.jaccard, 2) })
    : "";
  if (share === undefined || !layer.stability) return nearest;
  return gettext("{nearest}{node} is found in {share} of the resamples. ", { nearest, node: own, share: percent(share) });
}

/** Of a graph: how stable the nodes are that stay. */
function overall({ graph, live }: LayerData): string {
  const known = graph.node_bootstrap.filter((share) => share === share);
  if (!live || !known.length) return "";
  const mean = known.reduce((sum, share) => sum + share, 0) / known.length;
  return (
    gettext(
      "The {n} nodes that are like one of the author’s are found in {value} of the " +
      "resamples on average. ", { n: count(known.length), value: percent(mean) })
  );
}

function foundInWords({ settings, found, levels }: Recurrence, { header }: LiveLayer, threshold: number): string {
  const there = [...levels.keys()].filter((level) => levels[level]);
  const range =
    there.length > 0
      ? gettext(" With this cover: {what} of {rows} values of eps, from {value} to {to}.", { what: count(there.length), rows: count(levels.length), value: figure(header.levels[there[0]!]!), to: figure(header.levels[there.at(-1)!]!) })
      : "";
  return (
    gettext(
      "A node like it (Jaccard index at least {value}) is in {what} of the {rows} " +
      "published settings.{name}", { value: threshold, what: count(found), rows: count(settings), name: range })
  );
}
