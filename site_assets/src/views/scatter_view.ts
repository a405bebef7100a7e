// All rows of the layer as points. The rows of the selection are highlighted.
import { memo } from "../data/memo";
import type { Rows, Samples } from "../data/layer";
import type { Manifest } from "../data/schema";
import { nextNodeOfRow } from "../data/graph";
import { countOf } from "../data/row_set";
import { labelColumns, type LabelColumn, labelsOf } from "../data/label_columns";
import {
  type Camera,
  clamped,
  home,
  sameCamera,
  transformOf,
  type Viewport,
  viewportFor,
} from "../look/camera";
import { type Look, rowColours } from "../look/appearance";
import { plural } from "../look/describe";
import { capital, countedVectors, pointOf } from "../look/noun";
import { AreaButtons } from "./area_buttons";
import { el, name } from "./dom";
import { selectionInWords } from "../look/selection_words";
import { originOf } from "../look/origin";
import { Frames } from "../draw/frames";
import { type Change, Gestures } from "../draw/gestures";
import { Grid } from "../data/grid";
import type { Scatter } from "../data/scatter";
import type { App, Model, ModelView, Theme } from "../state/model";
import { css } from "../look/palette";
import { say } from "../state/effect";
import { selectNode } from "../state/state";
import { ProjectionView } from "./projection_view";
import { MovingPoints } from "../draw/moving_points";
import type { ShownPoints } from "../draw/drawings";
import { type Points, splat } from "../draw/splat";
import { count, gettext, stored } from "../text";

const BOUNDS = { left: 0, top: 0, right: 65535, bottom: 65535 };
const LIMITS = { padding: 8, maxScale: 1, closest: 0.25 };
const REACH = 9;

export class ScatterView implements ModelView {
  readonly root: HTMLElement;
  private readonly canvas = el("canvas", {
    role: "img",
    "aria-label": gettext("Scatter, not loaded yet"),
  });
  private readonly title = el("h2", {});
  private readonly caption = el("p", { class: "scatter-caption" });
  readonly surface = el("div", { class: "scatter-surface" }, this.canvas);
  private readonly frames = new Frames(this.canvas, () => this.draw());
  private readonly choices: readonly HTMLInputElement[];
  private readonly byLabel: Element;
  private readonly areas: AreaButtons;
  private readonly projection: ProjectionView;
  private readonly moving = new MovingPoints();
  private viewport: Viewport | null = null;
  private camera: Camera = home(viewportFor(BOUNDS, 1, 1, LIMITS));
  private points: Points | null = null;
  /** The layer that the points are of. */
  private of: string | null = null;
  private grid: Grid | null = null;
  private image: ImageData | null = null;
  private model: Model | null = null;

  constructor(
    private readonly app: App,
    manifest: Manifest,
    private readonly reduced: () => boolean,
  ) {
    this.areas = new AreaButtons(app, "scatter");
    const [, points] = pointOf(manifest);
    this.title.textContent = capital(points);
    const choice = (value: "graph" | "label", text: string): HTMLElement => {
      const change = (): void => this.app.dispatch({ type: "points", points: value });
      return el(
        "label",
        {},
        el("input", { type: "radio", name: app.id("points"), value, change }),
        el("span", {}, text),
      );
    };
    this.projection = new ProjectionView(app, manifest);
    const head = el(
      "div",
      { class: "scatter-head" },
      this.title,
      this.projection.root,
      el(
        "fieldset",
        { class: "segments small" },
        el("legend", { class: "visually-hidden" }, gettext("Colour of the {rows}", points)),
        choice("graph", gettext("as graph")),
        choice("label", gettext("by label")),
      ),
    );
    this.choices = [...head.querySelectorAll("input")];
    this.byLabel = head.querySelector("label:last-child span")!;
    head.querySelector("fieldset")!.hidden = labelColumns(manifest).length === 0;
    this.root = el(
      "section",
      { class: "viewer-scatter", "aria-label": gettext("Scatter of all {rows}", points) },
      head,
      el("div", { class: "scatter-areas" }, this.areas.lasso, this.areas.box),
      this.surface,
      this.caption,
    );
    new Gestures(this.surface, {
      move: (change) => this.moveTo(change),
      tap: (x, y) => this.tap(x, y),
      hover: (at) => this.app.dispatch({ type: "row", row: at && this.rowAt(...at) }),
      refused: () => undefined,
    });
    this.surface.addEventListener("dblclick", () => this.moveTo((_, viewport) => home(viewport)));
    new ResizeObserver(() => this.resize()).observe(this.surface);
  }

  update(model: Model): void {
    this.model = model;
    const { data, look, state, theme } = model;
    this.projection.update(model);
    for (const input of this.choices) input.checked = input.value === state.view.points;
    this.byLabel.replaceChildren(gettext("by "), name(model.column.name ?? gettext("label")));
    this.areas.update(state.area);
    if (!data || !look) return;
    this.root.hidden = data.layer.channels === 0;
    if (this.root.hidden) return;
    this.setScatter(model.scatter, data.layer.id);
    if (data.rows && model.scatter)
      this.setPoints(
        look,
        data.rows,
        model.scatter,
        state.view.points,
        model.described?.rows ?? null,
        model.samples,
        model.column,
      );
    this.say(model);
    this.setFrame(this.points, theme, state.row);
  }

  /** What is on screen, for a figure; null before anything is, and where rows have no vectors. */
  get shown(): ShownPoints | null {
    const { viewport, points, camera } = this;
    if (!viewport || !points || this.root.hidden) return null;
    const at = transformOf(camera, viewport);
    return { points, at, size: viewport, dot: dotSize(points.x.length, viewport, camera.zoom) };
  }

  /** Points of the same rows move to their new places. */
  private readonly setScatter = memo((scatter: Scatter | null, layer: string) => {
    const same = this.of === layer && this.points && scatter;
    if (same && !this.reduced()) this.moving.start(this.points!, scatter, performance.now());
    else this.moving.stop();
    this.of = layer;
    this.grid = scatter && new Grid(scatter.x, scatter.y);
    this.points = null;
    if (this.viewport) this.camera = home(this.viewport);
  });

  private readonly setPoints = memo(
    (
      look: Look,
      rows: Rows,
      { x, y }: Scatter,
      by: "graph" | "label",
      lit: Uint8Array | null,
      samples: Samples | null,
      column: LabelColumn,
    ) => {
      this.points = { x, y, colour: this.colours(look, rows, by, samples, column), lit };
    },
  );

  private readonly setFrame = memo((_points: Points | null, _theme: Theme, _row: number | null) =>
    this.frames.request(),
  );

  private colours(
    look: Look,
    rows: Rows,
    by: "graph" | "label",
    samples: Samples | null,
    { name: column }: LabelColumn,
  ): Uint8Array {
    const labels = samples && labelsOf(this.model!.manifest, column, samples);
    const label = labels && Int16Array.from(rows.arrays.sample, (each) => labels[each]!);
    return rowColours(look, rows, label, by);
  }

  private say(model: Model): void {
    const { data, state, scatter, described } = model;
    const rows = data!.rows;
    const point = pointOf(model.manifest);
    if (!rows || !scatter) return this.caption.replaceChildren(gettext("Loading the {rows}…", point[1]));
    if (state.row !== null) {
      const nodes = [...nodesOf(rows, state.row)].map((node) => data!.graph.ids[node]!);
      const where = nodes.length ? gettext(" in {rows}", nodes.slice(0, 3).join(", ")) : gettext(" in no node (noise)");
      return this.caption.replaceChildren(name(originOf(data!, model.samples, state.row)), where);
    }
    this.caption.replaceChildren(`${stored(scatter.words)}.`);
    const lit = described?.rows ? countOf(described.rows) : null;
    this.title.textContent =
      lit === null
        ? gettext("All {rows}", plural(rows.arrays.x.length, ...point))
        : gettext("{n} of {rows}", { n: count(lit), rows: plural(rows.arrays.x.length, ...point) });
    this.canvas.setAttribute(
      "aria-label",
      gettext("Scatter of {rows}", countedVectors(rows.arrays.x.length, model.manifest)) +
        (lit === null ? "" : gettext(", {n} of {name} highlighted", { n: count(lit), name: selectionInWords(described!, data!, model.manifest) })),
    );
  }

  private tap(x: number, y: number): void {
    const { model } = this;
    const row = this.rowAt(x, y);
    if (!model?.data) return;
    const { graph, rows } = model.data;
    if (row === null || !rows) return this.app.dispatch(selectNode(model.data, null));
    const node = nextNodeOfRow(graph, rows.nodes, row, model.selected);
    this.app.dispatch(
      node === null
        ? { type: "ask", effect: say(gettext("This {rows} is noise: it is not a member of any node.", pointOf(model.manifest)[0])) }
        : selectNode(model.data, node),
    );
  }

  private rowAt(sx: number, sy: number): number | null {
    if (!this.grid || !this.viewport) return null;
    const { k, ox, oy } = transformOf(this.camera, this.viewport);
    return this.grid.nearest((sx - ox) / k, (sy - oy) / k, REACH / k);
  }

  private moveTo(change: Change): void {
    if (!this.viewport) return;
    this.camera = clamped(change(this.camera, this.viewport), this.viewport);
    this.frames.request();
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.surface;
    if (!width || !height) return;
    const atHome = !this.viewport || sameCamera(this.camera, home(this.viewport));
    this.viewport = viewportFor(BOUNDS, width, height, LIMITS);
    if (atHome) this.camera = home(this.viewport);
    this.frames.now();
  }

  private draw(): void {
    const { viewport, points, model } = this;
    if (!viewport || !model) return;
    const ratio = this.frames.fit(viewport);
    const { context, canvas } = this.frames;
    const { width, height } = canvas;
    if (this.image?.width !== width || this.image.height !== height)
      this.image = context.createImageData(width, height);
    const at = transformOf(this.camera, viewport);
    const { paper, colours } = model.theme;
    const pixels = new Uint32Array(this.image.data.buffer);
    const shown = points && this.moving.at(points, performance.now());
    const scaled = { ...at, k: at.k * ratio, ox: at.ox * ratio, oy: at.oy * ratio };
    const dot = dotSize(points?.x.length ?? 1, viewport, this.camera.zoom) * ratio;
    splat(pixels, width, shown ?? NOTHING, scaled, { paper, colours, dot });
    context.putImageData(this.image, 0, 0);
    if (this.moving.isMoving) return this.frames.request();
    if (points && model.state.row !== null) this.ring(model.state.row, scaled, dot, ratio);
  }

  private ring(
    row: number,
    at: { k: number; ox: number; oy: number },
    dot: number,
    ratio: number,
  ): void {
    const { points, model } = this;
    const { context } = this.frames;
    const [sx, sy] = [points!.x[row]! * at.k + at.ox, points!.y[row]! * at.k + at.oy];
    for (const [colour, width] of [
      [model!.theme.paper, 4.5],
      [model!.theme.focus, 2],
    ] as const) {
      context.beginPath();
      context.arc(sx, sy, dot / 2 + 4 * ratio, 0, Math.PI * 2);
      context.lineWidth = width * ratio;
      context.strokeStyle = css(colour);
      context.stroke();
    }
  }
}

const NOTHING: Points = {
  x: new Uint16Array(0),
  y: new Uint16Array(0),
  colour: new Uint8Array(0),
  lit: null,
};

/** Diameter in CSS pixels, within bounds: points of an even cloud would not overlap. */
function dotSize(n: number, { width, height }: Viewport, zoom: number): number {
  const room = Math.sqrt((width * height) / n);
  return Math.min(5, Math.max(1, room * 0.55 * Math.sqrt(zoom)));
}

function nodesOf(rows: Rows, row: number): Uint32Array {
  return rows.nodes.values.subarray(rows.nodes.offsets[row]!, rows.nodes.offsets[row + 1]!);
}
