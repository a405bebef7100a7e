// The canvas over all graphs with the ribbons between neighbours, and the card of the one under the
// pointer.
import type { Flow } from "../../data/flow";
import {
  areBelow,
  endsOf,
  inkOf,
  paintRibbons,
  type Placed,
  pointOf,
  type Ribbon,
  ribbonAt,
  ribbonsOf,
  rowWidth,
} from "../../draw/ribbons";
import type { Theme } from "../../state/model";
import { el } from "../../views/dom";
import type { GraphView } from "../../views/graph_view";
import { flowInWords, type Gap } from "./gaps";

/** More device pixels than this per CSS pixel cost time and are not seen. */
const MOST_RATIO = 2;

/** A graph with the node under its pointer. */
export interface Standing {
  readonly graph: GraphView;
  readonly hover: number | null;
}

/** What the ribbons show. */
export interface Shown {
  readonly graphs: readonly Standing[];
  /** The flows between each graph and the next. */
  readonly gaps: readonly (Gap | null)[];
  readonly theme: Theme;
}

/** Whether flows are between the graphs on screen: a layer that arrives is drawn before its flows. */
function areOf(gap: Gap, from: Placed, to: Placed): boolean {
  return gap.from.graph.ids === from.scene.graph.ids && gap.to.graph.ids === to.scene.graph.ids;
}

export class RibbonsView {
  private readonly canvas = el("canvas", { "aria-hidden": "true" });
  private readonly card = el("div", { class: "hover-card", hidden: true });
  readonly root = el("div", { class: "flow-ribbons", "aria-hidden": "true" }, this.canvas, this.card);
  private readonly context = this.canvas.getContext("2d")!;
  private ribbons: readonly (readonly Ribbon[])[] = [];
  private shown: Shown | null = null;
  /** The flow under the pointer, or that of the focused row of the table. */
  private lit: { gap: number; flow: Flow } | null = null;
  private places: readonly { left: number; top: number }[] | null = null;

  constructor() {
    new ResizeObserver(() => this.moved()).observe(this.root);
  }

  show(shown: Shown): void {
    this.shown = shown;
    this.moved();
  }

  /** The windows of the graphs may have other places. */
  private moved(): void {
    this.places = null;
    this.draw();
  }

  light(gap: number, flow: Flow | null): void {
    this.lit = flow && { gap, flow };
    this.draw();
  }

  /** The pointer is at a place of the window, and on no node; null: it is elsewhere. */
  pointAt(at: { clientX: number; clientY: number } | null): void {
    const box = this.root.getBoundingClientRect();
    const found = at && this.find(at.clientX - box.left, at.clientY - box.top);
    if (found?.flow === this.lit?.flow) return;
    this.lit = found;
    this.draw();
  }

  draw(): void {
    const { shown, context } = this;
    if (!shown || !this.root.isConnected) return;
    this.fit();
    const { clientWidth, clientHeight } = this.root;
    context.clearRect(0, 0, clientWidth, clientHeight);
    const placed = this.placed(shown);
    const ends = shown.gaps.map((gap, i) => {
      const [from, to] = [placed[i], placed[i + 1]];
      return gap && from && to && areOf(gap, from, to) ? endsOf(gap.flows, from, to) : [];
    });
    const perRow = rowWidth(ends);
    this.ribbons = ends.map((each) => ribbonsOf(each, perRow, areBelow(this.places!)));
    this.ribbons.forEach((ribbons, i) => this.paint(ribbons, i, shown));
    this.showCard(shown);
  }

  private paint(ribbons: readonly Ribbon[], gap: number, { gaps, graphs, theme }: Shown): void {
    const inks = inkOf(theme, gaps[gap]?.selected === true);
    const [from, to] = [graphs[gap]!.hover, graphs[gap + 1]!.hover];
    paintRibbons(this.context, ribbons, inks, ({ flow }) =>
      this.lit ? this.lit.flow === flow : flow.from === from || flow.to === to,
    );
  }

  /** Where the graphs are, for a figure; null before all are there. */
  get standing(): readonly Placed[] | null {
    const placed = this.shown ? this.placed(this.shown) : [];
    const there = placed.filter((each) => each !== null);
    return there.length && there.length === placed.length ? there : null;
  }

  private fit(): void {
    const { canvas, root } = this;
    const ratio = Math.min(MOST_RATIO, window.devicePixelRatio || 1);
    const [width, height] = [
      Math.round(root.clientWidth * ratio),
      Math.round(root.clientHeight * ratio),
    ];
    if (canvas.width !== width || canvas.height !== height)
      [canvas.width, canvas.height] = [width, height];
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  private placed({ graphs }: Shown): (Placed | null)[] {
    this.places ??= graphs.map(({ graph }) => {
      const [own, box] = [this.root, graph.surface].map((each) => each.getBoundingClientRect());
      return { left: box!.left - own!.left, top: box!.top - own!.top };
    });
    return graphs.map(({ graph }, i) => graph.shown && { ...graph.shown, ...this.places![i]! });
  }

  private find(x: number, y: number): { gap: number; flow: Flow } | null {
    for (const [gap, ribbons] of this.ribbons.entries()) {
      const ribbon = ribbonAt(ribbons, x, y);
      if (ribbon) return { gap, flow: ribbon.flow };
    }
    return null;
  }

  private showCard({ gaps }: Shown): void {
    const { lit } = this;
    const ribbon = lit && this.ribbons[lit.gap]?.find(({ flow }) => flow === lit.flow);
    this.card.hidden = !ribbon;
    if (!lit || !ribbon) return;
    this.card.textContent = flowInWords(gaps[lit.gap]!, lit.flow);
    const [x, y] = pointOf(ribbon.curve, 0.5);
    const { offsetWidth, offsetHeight } = this.card;
    const left = Math.min(Math.max(4, x - offsetWidth / 2), this.root.clientWidth - offsetWidth - 4);
    const top = Math.max(4, y - offsetHeight - 12);
    this.card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }
}
