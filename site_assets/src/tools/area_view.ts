// Outlines an area of the graph or of the scatter, by pointer, finger or keyboard, and selects what
// lies in it: nodes by their centres, rows by their points.
import { memo } from "../data/memo";
import { countOf, packedRows } from "../data/row_set";
import { rowOf } from "../look/noun";
import { say } from "../state/effect";
import { nodesSource, selectSource } from "../state/made";
import type { App, Model } from "../state/model";
import type { AreaTool } from "../state/state";
import { el, svg } from "../views/dom";
import { boxOf, insideOf, type Point } from "./area";
import type { Parts, Tool } from "./contract";
import { gettext } from "../text";

/** Pixels that an arrow key moves the cursor, and with Shift. */
const STEP = 16;
const SMALL_STEP = 3;
/** Pixels between two corners of a lasso that is drawn. */
const APART = 4;
const WAYS: Record<string, Point> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** For those who see the graph; screen readers are told of the keys. */
const HINTS = {
  box: gettext("Drag a box. Escape ends."),
  lasso: gettext("Drag an outline. Escape ends."),
};
const HELP = {
  box:
    gettext(
      "Box. Arrow keys move the cursor, with Shift in small steps. Space sets a corner, " +
      "Enter selects what is in the box, Escape ends."),
  lasso:
    gettext(
      "Lasso. Arrow keys move the cursor, with Shift in small steps. Space sets a corner, " +
      "Enter selects what is inside, Escape ends."),
};

export class AreaOutline implements Tool {
  private readonly outline = svg("path", { class: "outline" });
  private readonly cursor = svg("path", { class: "cursor", d: "M-9 0H9M0 -9V9" });
  private readonly hint = el("p", { class: "graph-hint shown", "aria-hidden": "true" });
  readonly root = el(
    "div",
    { class: "area-outline", tabindex: "0", role: "application" },
    this.hint,
    svg("svg", { "aria-hidden": "true" }, this.outline, this.cursor),
  );
  private model: Model | null = null;
  private area: AreaTool | null = null;
  private corners: Point[] = [];
  private at: Point = [0, 0];
  private drawing = false;
  private before: Element | null = null;

  constructor(
    private readonly app: App,
    private readonly parts: Parts,
  ) {
    // Until it is over something it has no place; the explorer leaves alone what has one.
    this.root.addEventListener("pointerdown", (event) => this.down(event));
    this.root.addEventListener("pointermove", (event) => this.move(event));
    this.root.addEventListener("pointerup", (event) => this.up(event));
    this.root.addEventListener("pointercancel", () => this.begin());
    this.root.addEventListener("keydown", (event) => this.key(event));
  }

  /** It follows the state. */
  open(): void {}

  update(model: Model): void {
    this.model = model;
    this.show(model.state.area);
  }

  private readonly show = memo((area: AreaTool | null) => {
    const held = this.root.contains(document.activeElement);
    this.area = area;
    this.root.hidden = area === null;
    if (!area) {
      if (held && this.before instanceof HTMLElement) this.before.focus({ preventScroll: true });
      return;
    }
    this.before = held ? this.before : document.activeElement;
    this.parts[area.view].surface.append(this.root);
    this.root.setAttribute("aria-label", HELP[area.shape]);
    this.hint.textContent = HINTS[area.shape];
    this.at = [this.root.clientWidth / 2, this.root.clientHeight / 2];
    this.begin();
    this.root.focus({ preventScroll: true });
    this.say(HELP[area.shape]);
  });

  private begin(): void {
    this.corners = [];
    this.drawing = false;
    this.draw();
  }

  private down(event: PointerEvent): void {
    event.stopPropagation();
    if (event.button !== 0) return;
    this.root.setPointerCapture(event.pointerId);
    this.drawing = true;
    this.at = this.placeOf(event);
    this.corners = [this.at];
    this.draw();
  }

  private move(event: PointerEvent): void {
    event.stopPropagation();
    if (!this.drawing) return;
    this.at = this.placeOf(event);
    const [x, y] = this.corners.at(-1)!;
    const isFar = Math.hypot(this.at[0] - x, this.at[1] - y) >= APART;
    if (this.area?.shape === "lasso" && isFar) this.corners.push(this.at);
    this.draw();
  }

  private up(event: PointerEvent): void {
    event.stopPropagation();
    if (!this.drawing) return;
    this.at = this.placeOf(event);
    this.finish();
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Tab") return;
    event.stopPropagation();
    const way = WAYS[event.key];
    if (way) this.step(way, event.shiftKey ? SMALL_STEP : STEP);
    else if (event.key === " ") this.corner();
    else if (event.key === "Enter") this.enter();
    else if (event.key === "Escape") this.app.dispatch({ type: "area", area: null });
    else return;
    event.preventDefault();
  }

  private step([dx, dy]: Point, by: number): void {
    const { clientWidth: width, clientHeight: height } = this.root;
    const within = (value: number, most: number): number => Math.min(most, Math.max(0, value));
    this.at = [within(this.at[0] + dx * by, width), within(this.at[1] + dy * by, height)];
    this.draw();
    const share = (value: number, most: number): number => Math.round((100 * value) / most);
    const inside = this.count();
    const found = inside === null ? "" : gettext(", {n} inside", inside);
    this.say(gettext("{share} % across, {to} % down{what}", { share: share(this.at[0], width), to: share(this.at[1], height), what: found }));
  }

  private corner(): void {
    this.corners = this.area?.shape === "box" ? [this.at] : [...this.corners, this.at];
    this.draw();
    this.say(gettext("Corner {n}", this.corners.length));
  }

  private enter(): void {
    if (this.polygon()) this.finish();
    else this.corner();
  }

  /** What is outlined so far; null while it has no area. */
  private polygon(): Point[] | null {
    const [first] = this.corners;
    if (!first) return null;
    if (this.area?.shape === "box") {
      const isFlat = first[0] === this.at[0] || first[1] === this.at[1];
      return isFlat ? null : boxOf(first, this.at);
    }
    const corners = [...this.corners, this.at];
    return corners.length < 3 ? null : corners;
  }

  private count(): number | null {
    const polygon = this.polygon();
    if (!polygon || !this.area) return null;
    return this.area.view === "graph" ? this.nodesIn(polygon).length : countOf(this.rowsIn(polygon));
  }

  private finish(): void {
    const polygon = this.polygon();
    const { data, manifest } = this.model!;
    if (!polygon || !data) return this.begin();
    if (this.area!.view === "graph") {
      const nodes = this.nodesIn(polygon);
      return this.select(nodes.length > 0, "node", () => nodesSource(data, nodes));
    }
    const rows = this.rowsIn(polygon);
    const made = { kind: "rows", layer: data.layer.id } as const;
    const [one] = rowOf(manifest);
    this.select(countOf(rows) > 0, one, () => ({ ...made, value: packedRows(rows) }));
  }

  private select(some: boolean, what: string, source: () => Parameters<typeof selectSource>[0]): void {
    if (some) return this.app.dispatch(selectSource(source()));
    this.begin();
    this.say(gettext("There is no {what} inside", what));
  }

  private nodesIn(polygon: readonly Point[]): number[] {
    const { shown } = this.parts.graph;
    if (!shown) return [];
    const { scene, at } = shown;
    const inside = insideOf(polygon);
    return Array.from(scene.graph.ids.keys()).filter((node) =>
      inside(scene.graph.x[node]! * at.k + at.ox, scene.graph.y[node]! * at.k + at.oy),
    );
  }

  private rowsIn(polygon: readonly Point[]): Uint8Array {
    const { shown } = this.parts.scatter;
    if (!shown) return new Uint8Array(0);
    const { points, at } = shown;
    const inside = insideOf(polygon);
    return Uint8Array.from(points.x, (x, row) =>
      inside(x * at.k + at.ox, points.y[row]! * at.k + at.oy) ? 1 : 0,
    );
  }

  private draw(): void {
    const polygon = this.polygon() ?? this.corners;
    const path = polygon.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
    this.outline.setAttribute("d", path ? `M${path}Z` : "");
    this.cursor.setAttribute("transform", `translate(${this.at.join(" ")})`);
  }

  private placeOf(event: PointerEvent): Point {
    const box = this.root.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  private say(text: string): void {
    this.app.dispatch({ type: "ask", effect: say(text) });
  }
}
