// The graph on its canvas: camera, pointer and frames. What it shows follows from the model.
import { looksOf } from "../look/appearance";
import { memo } from "../data/memo";
import { Bitmap } from "../draw/bitmap";
import {
  between,
  type Camera,
  clamped,
  framing,
  home,
  sameCamera,
  transformOf,
  type Viewport,
  viewportFor,
  zoomedAt,
} from "../look/camera";
import { nodeName, graphName } from "../look/describe";
import { el, iconButton, ICONS } from "./dom";
import { Frames } from "../draw/frames";
import { type Change, Gestures } from "../draw/gestures";
import { edgeClasses, type Shown } from "../look/edges";
import { paint, type Scene, screenRadius } from "../draw/graph_painter";
import { Grid } from "../data/grid";
import { HoverCard } from "./hover_view";
import type { App, Model, ModelView } from "../state/model";
import { drawOverlay, leadersOf, type Lit } from "../draw/overlay";
import type { Discs, Kind } from "../kinds/kind";
import { boundsAround, edgesOf } from "../look/structures";
import { type Source, structureOf } from "../state/selection";
import { selectNode } from "../state/state";

/** Pixels: around the graph, and of a typical edge when everything is shown and at the nearest. */
const LIMITS = { padding: 30, longest: 62, closest: 320 };
/** Up to this size a graph is drawn in every frame and is always sharp. */
const LIGHT = 1500;
/** Pixels of a typical edge, at most, when a structure is framed. */
const NEAR = 84;
const FLIGHT_MS = 420;
const SETTLE_MS = 180;
/** Milliseconds after the last move until the drawing is made sharp. */
const REST_MS = 90;
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
  private viewport: Viewport | null = null;
  private camera: Camera | null = null;
  private flight: { from: Camera; to: Camera; begun: number } | null = null;
  private model: Model | null = null;
  private moved = 0;
  private settling = 0;
  private hinting = 0;

  constructor(
    private readonly app: App,
    private readonly reduced: () => boolean,
    legend: HTMLElement,
    kind: Kind,
  ) {
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
      iconButton("Zoom in", ICONS.plus, () => this.zoomBy(1.5)),
      iconButton("Zoom out", ICONS.minus, () => this.zoomBy(1 / 1.5)),
      iconButton("Show everything", ICONS.fit, () => this.goHome()),
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
      move: (change) => this.moveTo(change),
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
    this.setScene(model.look, view.weight, view.edges, view.pictures, model.theme);
    this.setCamera(view.camera, model.data.graph);
    this.setNames(model.data.layer, model.state.focus, model.manifest);
    this.showCard();
    this.frames.request();
  }

  zoomBy(factor: number): void {
    const { viewport, camera } = this;
    if (!viewport || !camera) return;
    const from = this.flight?.to ?? camera;
    this.flyTo(zoomedAt(from, viewport, factor, this.zoomCentre(from, viewport)));
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
    if (this.viewport) this.flyTo(home(this.viewport));
  }

  /** Bring a node into view if it is outside or near the border. */
  reveal(node: number): void {
    const { viewport, scene } = this;
    const camera = this.flight?.to ?? this.camera;
    if (!viewport || !camera || !scene) return;
    const { k, ox, oy } = transformOf(camera, viewport);
    const [x, y] = [scene.graph.x[node]!, scene.graph.y[node]!];
    const [sx, sy] = [x * k + ox, y * k + oy];
    const inside = sx > 30 && sy > 30 && sx < viewport.width - 30 && sy < viewport.height - 30;
    if (!inside) this.flyTo({ ...camera, x, y });
  }

  /** Frame some nodes. */
  showNodes(nodes: readonly number[]): void {
    const { viewport, scene } = this;
    if (!viewport || !scene || !nodes.length) return;
    const nearest = Math.max(1, NEAR / (scene.graph.unit * viewport.scale));
    this.flyTo(framing(boundsAround(scene.graph, nodes), viewport, nearest));
  }

  /** Let the wheel and one finger scroll the page, until the next click inside. */
  release(): void {
    this.gestures.engage(false);
  }

  // The parts of an update, each only where something it depends on has changed.

  private readonly prepare = memo((graph: Scene["graph"]) => {
    this.grid = new Grid(graph.x, graph.y);
    this.bitmap = new Bitmap();
    this.camera = null;
    this.flight = null;
    this.fit(graph);
  });

  private readonly setScene = memo(
    (
      look: NonNullable<Model["look"]>,
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
        leaders: leadersOf(look.graph),
        theme,
        shown,
        edgeClasses: edgeClasses(look.graph, shown),
        contents,
        content: (node) => this.discs?.content(data, node) ?? null,
      };
    },
  );

  private readonly setCamera = memo((camera: Camera | null, _graph: Scene["graph"]) => {
    if (!this.viewport) return;
    const wanted = camera ? clamped(camera, this.viewport) : home(this.viewport);
    if (this.camera && !sameCamera(wanted, this.camera)) this.flyTo(wanted);
    else this.camera = wanted;
  });

  private readonly setNames = memo(
    (
      layer: NonNullable<Model["data"]>["layer"],
      focus: number | null,
      manifest: Model["manifest"],
    ) => {
      this.surface.setAttribute("aria-label", graphName(layer));
      this.proxy.hidden = focus === null;
      if (focus === null) return this.surface.removeAttribute("aria-activedescendant");
      this.proxy.setAttribute("aria-label", nodeName(this.model!.data!.graph, focus, manifest));
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
    const { scene, grid, viewport, camera } = this;
    if (!scene || !grid || !viewport || !camera) return null;
    const { k, ox, oy } = transformOf(camera, viewport);
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

  private moveTo(change: Change): void {
    if (!this.camera || !this.viewport) return;
    this.flight = null;
    this.moved = performance.now();
    this.camera = change(this.camera, this.viewport);
    this.showCard();
    this.settleSoon();
    this.frames.request();
  }

  private flyTo(camera: Camera): void {
    if (!this.camera || this.reduced()) this.camera = camera;
    else this.flight = { from: this.camera, to: camera, begun: performance.now() };
    this.settleSoon();
    this.frames.request();
  }

  /** Write the camera into the state when it has stopped. */
  private settleSoon(): void {
    clearTimeout(this.settling);
    this.settling = window.setTimeout(
      () => this.settle(),
      this.flight ? FLIGHT_MS + 50 : SETTLE_MS,
    );
  }

  private settle(): void {
    const camera = this.flight?.to ?? this.camera;
    if (!camera || !this.viewport) return;
    const atHome = sameCamera(camera, home(this.viewport));
    this.app.dispatch({ type: "camera", camera: atHome ? null : camera });
  }

  private fit(graph: Scene["graph"]): void {
    const { clientWidth: width, clientHeight: height } = this.surface;
    if (!width || !height) return;
    const { padding, longest, closest } = LIMITS;
    const limits = { padding, maxScale: longest / graph.unit, closest: closest / graph.unit };
    this.viewport = viewportFor(graph.bounds, width, height, limits);
  }

  private resize(): void {
    const data = this.model?.data;
    if (!data) return;
    const { camera, viewport } = this;
    const moved = camera !== null && viewport !== null && !sameCamera(camera, home(viewport));
    this.fit(data.graph);
    // A camera that is moving, or not yet in the state, is kept.
    const resting = this.model!.state.view.camera === null && !moved && !this.flight;
    if (this.viewport && resting) this.camera = home(this.viewport);
    this.frames.now();
  }

  private frame(): void {
    const { scene, viewport } = this;
    const { context } = this.frames;
    if (!scene || !viewport) return;
    this.fly();
    const camera = (this.camera ??= home(viewport));
    const ratio = this.frames.fit(viewport);
    const unfinished = this.draw(scene, camera, viewport, ratio);
    const at = transformOf(camera, viewport);
    const { state, selected, counterpart, manifest } = this.model!;
    const focus = document.activeElement === this.surface ? state.focus : null;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawOverlay(context, scene, manifest, at, viewport, {
      selected,
      hover: state.hover,
      focus,
      counterpart: counterpart?.node ?? null,
      glanced: this.glanced(scene.graph, state.glanced),
      marked: this.marked(scene.graph, state.view.marked),
    });
    if (unfinished || this.flight) this.frames.request();
  }

  private readonly glanced = memo(litStructure);
  private readonly marked = memo(litStructure);

  /** Draw the graph; true where another frame is needed to finish it. */
  private draw(scene: Scene, camera: Camera, viewport: Viewport, ratio: number): boolean {
    const { context } = this.frames;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (scene.graph.n + scene.graph.nEdges / 2 <= LIGHT) {
      for (const _ of paint(context, scene, transformOf(camera, viewport), viewport));
      return false;
    }
    const unfinished = this.bitmap.advance(
      scene,
      camera,
      viewport,
      ratio,
      performance.now() - this.moved < REST_MS,
    );
    context.fillStyle = `rgb(${scene.theme.paper.join(" ")})`;
    context.fillRect(0, 0, viewport.width, viewport.height);
    this.bitmap.copy(context, camera, viewport, ratio);
    return unfinished;
  }

  private fly(): void {
    if (!this.flight) return;
    this.moved = performance.now();
    const t = Math.min(1, (this.moved - this.flight.begun) / FLIGHT_MS);
    this.camera = between(this.flight.from, this.flight.to, t);
    if (t < 1) return;
    this.camera = this.flight.to;
    this.flight = null;
  }

  private showCard(): void {
    const { model, scene, viewport, camera } = this;
    if (!model || !scene || !viewport || !camera) return;
    const node = model.state.hover;
    const { k, ox, oy } = transformOf(camera, viewport);
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
      width: viewport.width,
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

/** A structure with the edges that make it up; null where a source is none of this graph. */
function litStructure(graph: Scene["graph"], source: Source | null): Lit | null {
  const structure = structureOf(graph, source);
  return structure ? { nodes: structure.nodes, edges: edgesOf(graph, structure) } : null;
}
