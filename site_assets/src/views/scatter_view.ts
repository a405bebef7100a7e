// All rows of the layer as points. Exactly the members of the selected node light up.
import {
  type Camera,
  clamped,
  home,
  panned,
  sameCamera,
  transformOf,
  type Viewport,
  viewportFor,
  zoomedAt,
} from "../draw/camera";
import { type Graph, membersOf } from "../data/graph";
import { type Look, rowColours } from "../look/appearance";
import { count, plural } from "../look/describe";
import { el, name } from "./dom";
import { originOf } from "../kinds/origin";
import { Gestures } from "../draw/gestures";
import { Grid } from "../draw/grid";
import { type App, type Model, type ModelView, onChange, type Rows, type Theme } from "../state/model";
import { css } from "../look/palette";
import { markedSamples, nextNodeOfRow, type Samples } from "../state/relate";
import { type Points, splat } from "../draw/splat";
import type { Mark } from "../state/state";
import { rowsOf } from "../look/structures";

const BOUNDS = { left: 0, top: 0, right: 65535, bottom: 65535 };
const LIMITS = { padding: 8, maxScale: 1, closest: 0.25 };
const REACH = 9;

export class ScatterView implements ModelView {
  readonly root: HTMLElement;
  private readonly canvas = el("canvas", { role: "img" });
  private readonly title = el("h2", {}, "Vectors");
  private readonly caption = el("p", { class: "scatter-caption" });
  private readonly surface = el("div", { class: "scatter-surface" }, this.canvas);
  private readonly context = this.canvas.getContext("2d", { alpha: false })!;
  private readonly choices: readonly HTMLInputElement[];
  private viewport: Viewport | null = null;
  private camera: Camera = home(viewportFor(BOUNDS, 1, 1, LIMITS));
  private points: Points | null = null;
  private grid: Grid | null = null;
  private image: ImageData | null = null;
  private model: Model | null = null;
  private requested = 0;

  constructor(
    private readonly app: App,
    hasLabels: boolean,
  ) {
    const choice = (value: "graph" | "label", text: string): HTMLElement => {
      const change = (): void => this.app.dispatch({ type: "points", points: value });
      return el(
        "label",
        {},
        el("input", { type: "radio", name: "points", value, change }),
        el("span", {}, text),
      );
    };
    const head = el(
      "div",
      { class: "scatter-head" },
      this.title,
      el(
        "fieldset",
        { class: "segments small" },
        el("legend", { class: "visually-hidden" }, "Colour of the vectors"),
        choice("graph", "as graph"),
        choice("label", "by label"),
      ),
    );
    this.choices = [...head.querySelectorAll("input")];
    head.querySelector("fieldset")!.hidden = !hasLabels;
    this.root = el(
      "section",
      { class: "viewer-scatter", "aria-label": "Scatter of all vectors" },
      head,
      this.surface,
      this.caption,
    );
    new Gestures(this.surface, {
      pan: (dx, dy) => this.moveTo((camera, viewport) => panned(camera, viewport, dx, dy)),
      zoom: (factor, x, y) =>
        this.moveTo((camera, viewport) => zoomedAt(camera, viewport, factor, [x, y])),
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
    for (const input of this.choices) input.checked = input.value === state.view.points;
    if (!data || !look) return;
    this.setRows(data.rows);
    if (data.rows)
      this.setPoints(
        look,
        data.rows,
        state.view.points,
        model.selected,
        state.view.mark,
        model.samples,
      );
    this.say(model);
    this.setFrame(this.points, theme, state.row);
  }

  private readonly setRows = onChange((rows: Rows | null) => {
    this.grid = rows && new Grid(rows.arrays.x, rows.arrays.y);
    this.points = null;
    if (this.viewport) this.camera = home(this.viewport);
  });

  private readonly setPoints = onChange(
    (
      look: Look,
      rows: Rows,
      by: "graph" | "label",
      selected: number | null,
      mark: Mark | null,
      samples: Samples | null,
    ) => {
      const { x, y } = rows.arrays;
      this.points = {
        x,
        y,
        colour: this.colours(look, rows, by, samples),
        lit: lit(look, rows, selected, mark, samples),
      };
    },
  );

  private readonly setFrame = onChange(
    (_points: Points | null, _theme: Theme, _row: number | null) => this.request(),
  );

  private colours(
    look: Look,
    rows: Rows,
    by: "graph" | "label",
    samples: Samples | null,
  ): Uint8Array {
    const { sample, lens, second_lens } = rows.arrays;
    const label = samples && Int16Array.from(sample, (each) => samples.arrays.label[each]!);
    return rowColours(look, { lens, second_lens, label }, by);
  }

  private say(model: Model): void {
    const { data, state, selected } = model;
    const rows = data!.rows;
    if (!rows) return this.caption.replaceChildren("Loading the vectors…");
    if (state.row !== null) {
      const nodes = [...nodesOf(rows, state.row)].map((node) => data!.graph.ids[node]!);
      const where = nodes.length ? ` in ${nodes.slice(0, 3).join(", ")}` : " in no node (noise)";
      return this.caption.replaceChildren(name(originOf(model, data!, state.row)), where);
    }
    this.caption.replaceChildren(`Near means alike. ${rows.projection}`);
    this.title.textContent =
      selected === null
        ? `All ${plural(rows.arrays.x.length, "vector")}`
        : `${count(data!.graph.size[selected]!)} of ${count(rows.arrays.x.length)} vectors`;
    this.canvas.setAttribute(
      "aria-label",
      `Scatter of ${plural(rows.arrays.x.length, "activation vector")}` +
        (selected === null ? "" : litInWords(data!.graph, selected)),
    );
  }

  private tap(x: number, y: number): void {
    const { model } = this;
    const row = this.rowAt(x, y);
    if (row === null || !model?.data?.rows) return this.app.select(null);
    const node = nextNodeOfRow(model.data.graph, model.data.rows.nodes, row, model.selected);
    if (node === null) this.app.announce("This vector is noise: it is in no node.");
    else this.app.select(node);
  }

  private rowAt(sx: number, sy: number): number | null {
    if (!this.grid || !this.viewport) return null;
    const { k, ox, oy } = transformOf(this.camera, this.viewport);
    return this.grid.nearest((sx - ox) / k, (sy - oy) / k, REACH / k);
  }

  private moveTo(change: (camera: Camera, viewport: Viewport) => Camera): void {
    if (!this.viewport) return;
    this.camera = clamped(change(this.camera, this.viewport), this.viewport);
    this.request();
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.surface;
    if (!width || !height) return;
    const atHome = !this.viewport || sameCamera(this.camera, home(this.viewport));
    this.viewport = viewportFor(BOUNDS, width, height, LIMITS);
    if (atHome) this.camera = home(this.viewport);
    this.draw();
  }

  private request(): void {
    this.requested ||= requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    cancelAnimationFrame(this.requested);
    this.requested = 0;
    const { viewport, points, model, context, canvas } = this;
    if (!viewport || !model) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const [width, height] = [
      Math.round(viewport.width * ratio),
      Math.round(viewport.height * ratio),
    ];
    if (canvas.width !== width || canvas.height !== height)
      [canvas.width, canvas.height] = [width, height];
    if (this.image?.width !== width || this.image.height !== height)
      this.image = context.createImageData(width, height);
    const at = transformOf(this.camera, viewport);
    const { paper, colours } = model.theme;
    const pixels = new Uint32Array(this.image.data.buffer);
    const scaled = { ...at, k: at.k * ratio, ox: at.ox * ratio, oy: at.oy * ratio };
    const dot = dotSize(points?.x.length ?? 1, viewport, this.camera.zoom) * ratio;
    splat(pixels, width, points ?? NOTHING, scaled, { paper, colours, dot });
    context.putImageData(this.image, 0, 0);
    if (points && model.state.row !== null) this.ring(model.state.row, scaled, dot, ratio);
  }

  private ring(
    row: number,
    at: { k: number; ox: number; oy: number },
    dot: number,
    ratio: number,
  ): void {
    const { context, points, model } = this;
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

/** Diameter in CSS pixels: as large as leaves the points of an even cloud apart, within bounds. */
function dotSize(n: number, { width, height }: Viewport, zoom: number): number {
  const room = Math.sqrt((width * height) / n);
  return Math.min(5, Math.max(1, room * 0.55 * Math.sqrt(zoom)));
}

function litInWords(graph: Graph, node: number): string {
  return `, ${plural(graph.size[node]!, "member")} of node ${graph.ids[node]!} lit`;
}

function nodesOf(rows: Rows, row: number): Uint32Array {
  return rows.nodes.values.subarray(rows.nodes.offsets[row]!, rows.nodes.offsets[row + 1]!);
}

/** 1 for each row that stands out: the members of the selected node, else what is marked. */
function lit(
  look: Look,
  rows: Rows,
  selected: number | null,
  mark: Mark | null,
  samples: Samples | null,
): Uint8Array | null {
  const { sample } = rows.arrays;
  if (selected !== null) {
    const members = new Uint8Array(sample.length);
    for (const row of membersOf(look.graph, selected)) members[row] = 1;
    return members;
  }
  if (mark?.kind === "structure") {
    const found = look.graph.structures.find((one) => one.id === mark.value);
    return found ? rowsOf(look.graph, found, sample.length) : null;
  }
  if (!mark || !samples) return null;
  if (mark.kind === "label") {
    const label = samples.labels.indexOf(mark.value);
    return Uint8Array.from(sample, (each) => (samples.arrays.label[each] === label ? 1 : 0));
  }
  const marked = markedSamples(mark, samples);
  return Uint8Array.from(sample, (each) => marked[each]!);
}
