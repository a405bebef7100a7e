// A drawing larger than the window, painted in steps. While a reader pans and zooms, the finished
// drawing is copied, so that a frame costs the same for every graph.
import {
  type Camera,
  sameCamera,
  type Transform,
  transformOf,
  type Viewport,
} from "../look/camera";
import { paint, type Scene } from "./graph_painter";

/** The drawing is this much wider and higher than the window, so that panning shows no edge. */
const ROOM = 1.5;
/** Milliseconds a frame may spend on painting. */
const SLICE = 6;

export class Bitmap {
  private front = document.createElement("canvas");
  private back = document.createElement("canvas");
  private shown: { camera: Camera; viewport: Viewport } | null = null;
  private work: {
    steps: Generator<void>;
    camera: Camera;
    viewport: Viewport;
    scene: Scene;
  } | null = null;
  private painted: Scene | null = null;

  /** Browsers delay painting until the result is used; reading one pixel makes it happen now. */
  private readonly pixel = document.createElement("canvas").getContext("2d")!;

  /** Copy the drawing to where the camera looks; false where there is none yet. */
  copy(
    context: CanvasRenderingContext2D,
    camera: Camera,
    viewport: Viewport,
    ratio: number,
  ): boolean {
    if (!this.shown) return false;
    const [from, to] = [
      roomy(this.shown.camera, this.shown.viewport),
      transformOf(camera, viewport),
    ];
    const zoom = to.k / from.k;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const [width, height] = [this.shown.viewport.width * ROOM, this.shown.viewport.height * ROOM];
    context.drawImage(
      this.front,
      to.ox - from.ox * zoom,
      to.oy - from.oy * zoom,
      width * zoom,
      height * zoom,
    );
    return true;
  }

  /**
   * Continue to paint for a slice of time; true while there is more to do. While the camera moves,
   * nothing is painted unless the drawing no longer fills the window or is much too coarse.
   */
  advance(
    scene: Scene,
    camera: Camera,
    viewport: Viewport,
    ratio: number,
    moving: boolean,
  ): boolean {
    if (!this.work && this.isCurrent(scene, camera, viewport)) return false;
    if (moving && this.painted === scene && this.serves(camera, viewport)) return true;
    if (!this.work || this.work.scene !== scene || this.work.viewport !== viewport) {
      this.begin(scene, camera, viewport, ratio);
    }
    const end = performance.now() + SLICE;
    let done = false;
    while (!done && performance.now() < end) {
      done = this.work!.steps.next().done === true;
      this.pixel.drawImage(this.back, 0, 0, 1, 1, 0, 0, 1, 1);
    }
    if (done) this.finish();
    return true;
  }

  private isCurrent(scene: Scene, camera: Camera, viewport: Viewport): boolean {
    const { shown } = this;
    return (
      this.painted === scene && shown?.viewport === viewport && sameCamera(shown.camera, camera)
    );
  }

  /** Whether the drawing fills the window at an acceptable scale. */
  private serves(camera: Camera, viewport: Viewport): boolean {
    if (this.shown?.viewport !== viewport) return false;
    const [from, to] = [roomy(this.shown.camera, viewport), transformOf(camera, viewport)];
    const zoom = to.k / from.k;
    const [left, top] = [to.ox - from.ox * zoom, to.oy - from.oy * zoom];
    const [right, bottom] = [
      left + viewport.width * ROOM * zoom,
      top + viewport.height * ROOM * zoom,
    ];
    return (
      zoom < 2.5 && left <= 0 && top <= 0 && right >= viewport.width && bottom >= viewport.height
    );
  }

  private begin(scene: Scene, camera: Camera, viewport: Viewport, ratio: number): void {
    this.back.width = Math.round(viewport.width * ROOM * ratio);
    this.back.height = Math.round(viewport.height * ROOM * ratio);
    const context = this.back.getContext("2d", { alpha: false })!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const size = { width: viewport.width * ROOM, height: viewport.height * ROOM };
    this.work = {
      steps: paint(context, scene, roomy(camera, viewport), size),
      camera,
      viewport,
      scene,
    };
  }

  private finish(): void {
    [this.front, this.back] = [this.back, this.front];
    this.shown = this.work;
    this.painted = this.work!.scene;
    this.work = null;
  }
}

/** The transform of the larger drawing: the same centre, more room around it. */
function roomy(camera: Camera, viewport: Viewport): Transform {
  const at = transformOf(camera, viewport);
  const room = (ROOM - 1) / 2;
  return { ...at, ox: at.ox + viewport.width * room, oy: at.oy + viewport.height * room };
}
