// The graph on its canvas: camera, pointer and frames. What it shows follows from the model.
import { memo } from "../data/memo";
import { AreaButtons } from "./area_buttons";
import { Bitmap } from "../draw/bitmap";
import {
  type Camera,
  clamped,
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
import { edgeOf, Highlights } from "../draw/highlights";
import { MovingNodes } from "../draw/moving_nodes";
import { paint, type Scene } from "../draw/graph_painter";
import { sceneOf } from "../draw/scene";
import type { HistoryView } from "./history_view";
import { GraphPointer, placeOf, type Seen } from "./graph_pointer";
import { HoverCard } from "./hover_view";
import type { App, Model, ModelView } from "../state/model";
import { drawOverlay } from "../draw/overlay";
import type { Box } from "../draw/boxes";
import type { ShownGraph } from "../draw/drawings";
import type { Discs, Kind } from "../kinds/kind";
import { boundsAround } from "../look/structures";
import type { View } from "../state/state";
import { gettext } from "../text";

/** Pixels: around the graph, and of a typical edge when everything is shown and at the nearest. */
const LIMITS = { padding: 30, longest: 62, closest: 320 };
/** Up to this size a graph is drawn in every frame and is always sharp. */
const LIGHT = 1500;
/** Pixels of a typical edge, at most, when a structure is framed. */
const NEAR = 84;

/** Something that lies over the graph and moves with it. */
export interface OverGraph {
  /** Draw it for a frame, and say which parts of the window it takes; names leave them free. */
  draw(scene: Scene, at: Transform, viewport: Viewport): readonly Box[];
}

/** What stands beneath the first graph alone. */
export interface Foot {
  readonly legend: HTMLElement;
  readonly history: HistoryView;
}

export class GraphView implements ModelView {
  readonly surface: HTMLElement;
  readonly root: HTMLElement;
  /** Called when a frame is drawn. */
  drawn: (() => void) | null = null;
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
  private readonly areas: AreaButtons;
  private bitmap = new Bitmap();
  private scene: Scene | null = null;
  private over: OverGraph | null = null;
  private readonly pointer: GraphPointer;
  private readonly moving = new MovingNodes();
  private readonly highlights = new Highlights();
  private readonly camera: MovingCamera;
  private model: Model | null = null;
  private hinting = 0;

  constructor(
    app: App,
    private readonly reduced: () => boolean,
    foot: Foot | null,
    private readonly kind: Kind,
  ) {
    this.camera = new MovingCamera({
      reduced,
      moved: () => {
        this.showCard();
        this.frames.request();
      },
      settled: (camera, automatic) => app.dispatch({ type: "camera", camera, automatic }),
    });
    this.areas = new AreaButtons(app, "graph");
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
      foot && foot.history.undo,
      foot && foot.history.redo,
      iconButton(gettext("Zoom in"), ICONS.plus, () => this.zoomBy(1.5)),
      iconButton(gettext("Zoom out"), ICONS.minus, () => this.zoomBy(1 / 1.5)),
      iconButton(gettext("Show everything"), ICONS.fit, () => this.goHome()),
      foot && this.areas.lasso,
      foot && this.areas.box,
      foot &&
        iconButton(gettext("Save figure"), ICONS.save, () =>
          app.dispatch({ type: "ask", effect: { do: "tool", name: "figure" } }),
        ),
    );
    this.root = el(
      "div",
      { class: "viewer-graph" },
      // What lies over the graph is placed as the graph is.
      el("div", { class: "graph-window" }, this.surface, this.card.root, this.hint),
      el("div", { class: "graph-foot" }, foot && foot.legend, buttons),
    );
    this.pointer = new GraphPointer(app, this.surface, this.moving, {
      seen: () => this.seen(),
      redraw: () => this.frames.request(),
    });
    this.gestures = new Gestures(this.surface, {
      ...this.pointer.handlers,
      move: (change) => this.camera.move(change),
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
    const { look, column, nodeLabels, theme } = model;
    const { weight, edges, pictures, arrangement } = view;
    const [old, at] = [this.scene?.graph, this.transform()];
    const seen = old && this.moving.of(old);
    this.prepare(model.data.graph);
    const { names } = arrangement;
    const drawn = [weight, edges, pictures, view.pies, names];
    this.setScene(look, model.data.look, column, nodeLabels, theme, ...drawn);
    this.setCamera(view.camera, model.data.graph, model.state.history.future);
    if (seen && at && old !== look.graph && old.ids === look.graph.ids) this.glide(seen, at);
    this.areas.update(model.state.area);
    this.setNames(model.data.layer, model.state.focus, nodeLabels);
    this.showCard();
    this.frames.request();
  }

  /** What is on screen, for a figure; null before anything is. */
  get shown(): ShownGraph | null {
    const { scene } = this;
    const at = this.transform();
    if (!scene || !at) return null;
    const highlights = this.highlights.lasting(this.model!);
    return { scene, at, size: this.camera.viewport!, highlights };
  }

  /** What lies over the graph from now on. */
  putOver(over: OverGraph): void {
    this.over = over;
    this.frames.request();
  }

  /** Draw once more. */
  refresh(): void {
    this.frames.request();
  }

  /** Look at a point of the plane. */
  lookAt(x: number, y: number): void {
    this.camera.move((camera, viewport) => clamped({ ...camera, x, y }, viewport));
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
    this.moving.stop();
    // Where nodes were moved by hand, the plane is the same.
    if (graph.bounds === this.scene?.graph.bounds) return;
    this.bitmap = new Bitmap();
    this.camera.reset(this.fit(graph));
  });

  /** Move the nodes to other places, where the graph is small enough. */
  private glide(graph: Scene["graph"], at: Transform): void {
    const { viewport, goal } = this.camera;
    if (viewport && goal && isLight(this.scene!) && !this.reduced())
      this.moving.begin(graph, at, transformOf(goal, viewport));
  }

  private readonly setScene = memo(
    (..._dependencies: readonly unknown[]) =>
      (this.scene = sceneOf(this.model!, this.kind, this.discs)),
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

  private seen(): Seen | null {
    const [model, scene, at] = [this.model, this.scene, this.transform()];
    return model && scene && at && { model, scene, at };
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
    const { viewport } = this.camera;
    const { context } = this.frames;
    if (!this.scene || !viewport) return;
    const camera = this.camera.advance(viewport);
    const ratio = this.frames.fit(viewport);
    const graph = this.moving.of(this.scene.graph);
    const scene = graph === this.scene.graph ? this.scene : { ...this.scene, graph };
    const unfinished = this.draw(scene, camera, viewport, ratio);
    const at = transformOf(camera, viewport);
    const focused = this.surface.matches(":focus:not(.landed)");
    const lit = this.highlights.of(this.model!, focused, this.camera.isResting);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawOverlay(context, scene, at, viewport, lit, this.over?.draw(scene, at, viewport));
    if (unfinished || this.camera.isFlying || this.moving.isGliding) this.frames.request();
    this.drawn?.();
  }

  /** Draw the graph; true where another frame is needed to finish it. */
  private draw(scene: Scene, camera: Camera, viewport: Viewport, ratio: number): boolean {
    const { context } = this.frames;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (isLight(scene)) {
      for (const _ of paint(context, scene, transformOf(camera, viewport), viewport));
      return false;
    }
    // A node on its way is drawn over the others, with its rings and edges.
    const unfinished = this.bitmap.advance(
      this.scene!,
      camera,
      viewport,
      ratio,
      !this.camera.isResting,
    );
    context.fillStyle = `rgb(${scene.theme.paper.join(" ")})`;
    context.fillRect(0, 0, viewport.width, viewport.height);
    this.bitmap.copy(context, camera, viewport, ratio);
    return unfinished;
  }

  private showCard(): void {
    const [model, scene, at] = [this.model, this.scene, this.transform()];
    if (!model || !scene || !at) return;
    const node = model.state.hover;
    const focused = this.surface.matches(":focus-visible:not(.landed)");
    const edge = node === null ? edgeOf(model, focused) : null;
    const { width, height } = this.camera.viewport!;
    this.card.show(model, node, edge, { ...placeOf(scene, at, node, edge), width, height });
  }

  private showHint(): void {
    const key = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl";
    this.hint.textContent = gettext("Click the graph, or hold {name}, to zoom with the wheel", key);
    this.hint.classList.add("shown");
    clearTimeout(this.hinting);
    this.hinting = window.setTimeout(() => this.hint.classList.remove("shown"), 1400);
  }
}

/** Whether a graph is drawn in every frame. */
function isLight({ graph }: Scene): boolean {
  return graph.n + graph.nEdges / 2 <= LIGHT;
}
