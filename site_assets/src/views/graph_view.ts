// The graph on its canvas: camera, pointer and frames. What it shows follows from the model.
import { looksOf } from "../look/appearance";
import { memo } from "../data/memo";
import { Bitmap } from "../draw/bitmap";
import {
  type Camera,
  framing,
  home,
  type Transform,
  transformOf,
  type Viewport,
  viewportFor,
  zoomedAt,
} from "../look/camera";
import { nodeName, graphName } from "../look/describe";
import { el, iconButton, ICONS } from "./dom";
import { Frames } from "../draw/frames";
import { Gestures } from "../draw/gestures";
import { MovingCamera } from "../draw/moving_camera";
import { edgeClasses, type Shown } from "../look/edges";
import { paint, type Scene, screenRadius } from "../draw/graph_painter";
import { Grid } from "../data/grid";
import type { HistoryView } from "./history_view";
import { HoverCard } from "./hover_view";
import type { App, Model, ModelView } from "../state/model";
import { drawOverlay, leadersOf, type Pointers } from "../draw/overlay";
import type { ShownGraph } from "../draw/drawings";
import type { Discs, Kind } from "../kinds/kind";
import { litOf } from "../look/lit";
import { boundsAround } from "../look/structures";
import type { Selection } from "../state/selection";
import type { Source } from "../state/source";
import { selectNode, type View } from "../state/state";

/** Pixels: around the graph, and of a typical edge when everything is shown and at the nearest. */
const LIMITS = { padding: 30, longest: 62, closest: 320 };
/** Up to this size a graph is drawn in every frame and is always sharp. */
const LIGHT = 1500;
/** Pixels of a typical edge, at most, when a structure is framed. */
const NEAR = 84;
const REACH = 9;

export class GraphView implements ModelView {
  readonly surface: HTMLElement;
  readonly root: HTMLElement;
  private readonly canvas = el("canvas", { "aria-hidden": "true" });
  private readonly proxy = el("div", {
    role: "img",
    class: "visually-hidden",
    hidden: true,
  });
  private readonly hint = el("p", { class: "graph-hint", "aria-hidden": "true" });
  private readonly card = new HoverCard();
  private readonly frames = new Frames(this.canvas, () => this.frame());
  private readonly gestures: Gestures;
  private readonly discs: Discs | null;
  private bitmap = new Bitmap();
  private scene: Scene | null = null;
  private grid: Grid | null = null;
  private readonly camera: MovingCamera;
  private model: Model | null = null;
  private hinting = 0;

  constructor(
    private readonly app: App,
    reduced: () => boolean,
    legend: HTMLElement,
    history: HistoryView,
    kind: Kind,
  ) {
    this.camera = new MovingCamera({
      reduced,
      moved: () => {
        this.showCard();
        this.frames.request();
      },
      settled: (camera, automatic) => app.dispatch({ type: "camera", camera, automatic }),
    });
    this.discs = kind.discs?.(() => this.contentArrived()) ?? null;
    this.proxy.id = app.id("graph-focus");
    this.surface = el(
      "div",
      {
        class: "graph-surface",
        tabindex: "0",
        role: "application",
        "aria-describedby": app.id("graph-keys"),
      },
      this.canvas,
      this.proxy,
    );
    const buttons = el(
      "div",
      { class: "graph-buttons" },
      history.undo,
      history.redo,
      iconButton("Zoom in", ICONS.plus, () => this.zoomBy(1.5)),
      iconButton("Zoom out", ICONS.minus, () => this.zoomBy(1 / 1.5)),
      iconButton("Show everything", ICONS.fit, () => this.goHome()),
      iconButton("Save figure", ICONS.save, () =>
        app.dispatch({ type: "ask", effect: { do: "tool", name: "figure" } }),
      ),
    );
    this.root = el(
      "div",
      { class: "viewer-graph" },
      this.surface,
      this.card.root,
      this.hint,
      el("div", { class: "graph-foot" }, legend, buttons),
    );
    this.gestures = new Gestures(this.surface, {
      move: (change) => this.camera.move(change),
      tap: (x, y) => this.tap(this.nodeAt(x, y)),
      hover: (at) => this.app.dispatch({ type: "hover", node: at && this.nodeAt(...at) }),
      refused: () => this.showHint(),
    });
    this.surface.addEventListener("focus", () => this.frames.request());
    this.surface.addEventListener("blur", () => this.frames.request());
    new ResizeObserver(() => this.resize()).observe(this.surface);
  }

  update(model: Model): void {
    this.model = model;
    if (!model.data || !model.look || model.data.layer.id !== model.state.view.layer) return;
    const { view } = model.state;
    this.prepare(model.data.graph);
    const { look, column, theme } = model;
    const nodeLabels = model.nodeLabels!;
    this.setScene(look, column, nodeLabels, view.weight, view.edges, view.pictures, theme);
    this.setCamera(view.camera, model.data.graph, model.state.history.future);
    this.setNames(model.data.layer, model.state.focus, nodeLabels);
    this.showCard();
    this.frames.request();
  }

  /** What is on screen, for a figure; null before anything is. */
  get shown(): ShownGraph | null {
    const { scene } = this;
    const at = this.transform();
    if (!scene || !at) return null;
    return { scene, at, size: this.camera.viewport!, highlights: this.lasting(scene) };
  }

  zoomBy(factor: number): void {
    const { viewport, goal } = this.camera;
    if (viewport && goal)
      this.camera.flyTo(zoomedAt(goal, viewport, factor, this.zoomCentre(goal, viewport)));
  }

  /** The fixed point of buttons and keys: the selected node if it is in view, else the centre. */
  private zoomCentre(camera: Camera, viewport: Viewport): readonly [number, number] {
    const node = this.model?.selected ?? null;
    const { k, ox, oy } = transformOf(camera, viewport);
    const [sx, sy] =
      node === null
        ? [-1, -1]
        : [this.scene!.graph.x[node]! * k + ox, this.scene!.graph.y[node]! * k + oy];
    const inView = sx >= 0 && sy >= 0 && sx <= viewport.width && sy <= viewport.height;
    return inView ? [sx, sy] : [viewport.width / 2, viewport.height / 2];
  }

  goHome(): void {
    const { viewport } = this.camera;
    if (viewport) this.camera.flyTo(home(viewport));
  }

  /** Bring a node into view if it is outside or near the border. */
  reveal(node: number): void {
    const graph = this.scene?.graph;
    if (graph) this.camera.reveal(graph.x[node]!, graph.y[node]!);
  }

  /** Frame some nodes. */
  showNodes(nodes: readonly number[]): void {
    const { scene } = this;
    const { viewport } = this.camera;
    if (!viewport || !scene || !nodes.length) return;
    const nearest = Math.max(1, NEAR / (scene.graph.unit * viewport.scale));
    this.camera.flyTo(framing(boundsAround(scene.graph, nodes), viewport, nearest), true);
  }

  /** Let the wheel and one finger scroll the page, until the next click inside. */
  release(): void {
    this.gestures.engage(false);
  }

  // The parts of an update, each only where something it depends on has changed.

  private readonly prepare = memo((graph: Scene["graph"]) => {
    this.grid = new Grid(graph.x, graph.y);
    this.bitmap = new Bitmap();
    this.camera.reset(this.fit(graph));
  });

  private readonly setScene = memo(
    (
      look: NonNullable<Model["look"]>,
      column: Model["column"],
      nodeLabels: NonNullable<Model["nodeLabels"]>,
      weight: Shown["weight"],
      edges: number,
      contents: boolean,
      theme: Model["theme"],
    ) => {
      const data = this.model!.data!;
      const shown = { weight, edges };
      this.scene = {
        graph: look.graph,
        looks: looksOf(look),
        leaders: leadersOf(look.graph, nodeLabels),
        labels: { column, nodeLabels },
        theme,
        shown,
        edgeClasses: edgeClasses(look.graph, shown),
        contents,
        content: (node) => this.discs?.content(data, node) ?? null,
      };
    },
  );

  /** Undo and redo set it again: it may be on its way to what was undone. */
  private readonly setCamera = memo(
    (camera: Camera | null, _graph: Scene["graph"], _future: readonly View[]) =>
      this.camera.set(camera),
  );

  private readonly setNames = memo(
    (
      layer: NonNullable<Model["data"]>["layer"],
      focus: number | null,
      _labels: Model["nodeLabels"],
    ) => {
      this.surface.setAttribute("aria-label", graphName(layer, this.model!.manifest));
      this.proxy.hidden = focus === null;
      if (focus === null) return this.surface.removeAttribute("aria-activedescendant");
      this.proxy.setAttribute("aria-label", nodeName(this.model!.data!.graph, focus, this.model!));
      this.surface.setAttribute("aria-activedescendant", this.proxy.id);
    },
  );

  private contentArrived(): void {
    // A new object, so that it is painted again.
    if (this.scene) this.scene = { ...this.scene };
    this.frames.request();
  }

  private tap(node: number | null): void {
    const data = this.model?.data;
    if (data) this.app.dispatch(selectNode(data, node));
  }

  private nodeAt(sx: number, sy: number): number | null {
    const { scene, grid } = this;
    const at = this.transform();
    if (!scene || !grid || !at) return null;
    const { k, ox, oy } = at;
    const [x, y] = [(sx - ox) / k, (sy - oy) / k];
    let best: number | null = null;
    let least = REACH;
    for (const node of grid.within(x, y, Math.max(0.7, (REACH + 14) / k))) {
      const centre = Math.hypot(scene.graph.x[node]! - x, scene.graph.y[node]! - y) * k;
      const outside = centre - screenRadius(scene, node, k);
      // Inside several discs the smallest wins, because it lies on top.
      const distance = outside <= 0 ? -1 / (1 + screenRadius(scene, node, k)) : outside;
      if (distance < least) [best, least] = [node, distance];
    }
    return best;
  }

  private transform(): Transform | null {
    const { viewport, current } = this.camera;
    return viewport && current && transformOf(current, viewport);
  }

  private fit(graph: Scene["graph"]): Viewport | null {
    const { clientWidth: width, clientHeight: height } = this.surface;
    if (!width || !height) return null;
    const { padding, longest, closest } = LIMITS;
    const limits = { padding, maxScale: longest / graph.unit, closest: closest / graph.unit };
    return viewportFor(graph.bounds, width, height, limits);
  }

  private resize(): void {
    const { model } = this;
    if (!model?.data) return;
    this.camera.resize(this.fit(model.data.graph), model.state.view.camera);
    this.frames.now();
  }

  private frame(): void {
    const { scene } = this;
    const { viewport } = this.camera;
    const { context } = this.frames;
    if (!scene || !viewport) return;
    const camera = this.camera.advance(viewport);
    const ratio = this.frames.fit(viewport);
    const unfinished = this.draw(scene, camera, viewport, ratio);
    const at = transformOf(camera, viewport);
    const { state } = this.model!;
    const focus = this.surface.matches(":focus:not(.landed)") ? state.focus : null;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawOverlay(context, scene, at, viewport, {
      ...this.lasting(scene),
      hover: state.hover,
      focus,
      glanced: this.glanced(scene.graph, state.glanced),
    });
    if (unfinished || this.camera.isFlying) this.frames.request();
  }

  /** The highlights that belong to the view, not to the pointer or the keyboard. */
  private lasting(scene: Scene): Pointers {
    const { selected, counterpart, described, marked } = this.model!;
    const shown = selected === null ? described : marked;
    const lit = this.lit(scene.graph, shown);
    const none = { hover: null, focus: null, glanced: null };
    return { selected, counterpart: counterpart?.node ?? null, marked: lit, ...none };
  }

  private readonly glanced = memo((graph: Scene["graph"], source: Source | null) =>
    source ? litOf({ source, own: true }, graph) : null,
  );
  private readonly lit = memo((graph: Scene["graph"], selection: Selection | null) =>
    selection ? litOf(selection, graph) : null,
  );

  /** Draw the graph; true where another frame is needed to finish it. */
  private draw(scene: Scene, camera: Camera, viewport: Viewport, ratio: number): boolean {
    const { context } = this.frames;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (scene.graph.n + scene.graph.nEdges / 2 <= LIGHT) {
      for (const _ of paint(context, scene, transformOf(camera, viewport), viewport));
      return false;
    }
    const unfinished = this.bitmap.advance(scene, camera, viewport, ratio, !this.camera.isResting);
    context.fillStyle = `rgb(${scene.theme.paper.join(" ")})`;
    context.fillRect(0, 0, viewport.width, viewport.height);
    this.bitmap.copy(context, camera, viewport, ratio);
    return unfinished;
  }

  private showCard(): void {
    const { model, scene } = this;
    const at = this.transform();
    if (!model || !scene || !at) return;
    const node = model.state.hover;
    const { k, ox, oy } = at;
    const place =
      node === null
        ? [0, 0, 0]
        : [
            scene.graph.x[node]! * k + ox,
            scene.graph.y[node]! * k + oy,
            screenRadius(scene, node, k),
          ];
    this.card.show(model, node, {
      x: place[0]!,
      y: place[1]!,
      r: place[2]!,
      width: this.camera.viewport!.width,
    });
  }

  private showHint(): void {
    const key = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl";
    this.hint.textContent = `Click the graph, or hold ${key}, to zoom with the wheel`;
    this.hint.classList.add("shown");
    clearTimeout(this.hinting);
    this.hinting = window.setTimeout(() => this.hint.classList.remove("shown"), 1400);
  }
}
