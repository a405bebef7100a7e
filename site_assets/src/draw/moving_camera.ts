// The camera of the graph between two states: it follows gestures at once and flies to other places.
// When it has stopped, its place is reported, and the state takes it over.
import {
  between,
  type Camera,
  clamped,
  home,
  sameCamera,
  transformOf,
  type Viewport,
} from "../look/camera";
import type { Change } from "./gestures";

const FLIGHT_MS = 420;
const SETTLE_MS = 180;
/** Milliseconds after the last move until the drawing is made sharp. */
const REST_MS = 90;
/** Pixels at the border of the window in which a node does not count as in view. */
const BORDER = 30;

export interface CameraHooks {
  /** Whether the reader wants no animation. */
  reduced(): boolean;
  /** The camera has moved, or is about to. */
  moved(): void;
  /** The camera has stopped; null: everything is in view. `automatic`: not moved by the reader. */
  settled(camera: Camera | null, automatic: boolean): void;
}

export class MovingCamera {
  viewport: Viewport | null = null;
  private camera: Camera | null = null;
  private flight: { from: Camera; to: Camera; begun: number } | null = null;
  private moved = 0;
  private settling = 0;
  private automatic = false;

  constructor(private readonly hooks: CameraHooks) {}

  get current(): Camera | null {
    return this.camera;
  }

  /** Where the camera is, or will be at the end of its flight. */
  get goal(): Camera | null {
    return this.flight?.to ?? this.camera;
  }

  get isFlying(): boolean {
    return this.flight !== null;
  }

  get isResting(): boolean {
    return performance.now() - this.moved >= REST_MS;
  }

  /** Another graph: the camera starts again. */
  reset(viewport: Viewport | null): void {
    this.viewport = viewport;
    this.camera = null;
    this.flight = null;
  }

  /** Go to the camera of the state. */
  set(camera: Camera | null): void {
    if (!this.viewport) return;
    const wanted = camera ? clamped(camera, this.viewport) : home(this.viewport);
    if (this.goal && !sameCamera(wanted, this.goal)) this.flyTo(wanted, true);
    else if (!this.flight) this.camera = wanted;
  }

  /** A window of another size. A camera that is not at home, or not yet in the state, is kept. */
  resize(viewport: Viewport | null, inState: Camera | null): void {
    const { camera } = this;
    const away = camera && this.viewport && !sameCamera(camera, home(this.viewport));
    this.viewport = viewport ?? this.viewport;
    if (this.viewport && !inState && !away && !this.flight) this.camera = home(this.viewport);
  }

  move(change: Change): void {
    if (!this.camera || !this.viewport) return;
    this.flight = null;
    this.automatic = false;
    this.moved = performance.now();
    this.camera = change(this.camera, this.viewport);
    this.settleSoon();
    this.hooks.moved();
  }

  /** `automatic`: another change leads there. */
  flyTo(camera: Camera, automatic = false): void {
    this.automatic = automatic;
    if (!this.camera || this.hooks.reduced()) this.camera = camera;
    else this.flight = { from: this.camera, to: camera, begun: performance.now() };
    this.settleSoon();
    this.hooks.moved();
  }

  /** Bring a point into view if it is outside or near the border. */
  reveal(x: number, y: number): void {
    const { viewport, goal } = this;
    if (!viewport || !goal) return;
    const { k, ox, oy } = transformOf(goal, viewport);
    const within = (at: number, length: number): boolean => at > BORDER && at < length - BORDER;
    const inside = within(x * k + ox, viewport.width) && within(y * k + oy, viewport.height);
    if (!inside) this.flyTo({ ...goal, x, y }, true);
  }

  /** The camera of the next frame. */
  advance(viewport: Viewport): Camera {
    if (this.flight) {
      this.moved = performance.now();
      const { from, to, begun } = this.flight;
      const t = Math.min(1, (this.moved - begun) / FLIGHT_MS);
      this.camera = t < 1 ? between(from, to, t) : to;
      if (t === 1) this.flight = null;
    }
    return (this.camera ??= home(viewport));
  }

  private settleSoon(): void {
    clearTimeout(this.settling);
    const wait = this.flight ? FLIGHT_MS + 50 : SETTLE_MS;
    this.settling = window.setTimeout(() => this.settle(), wait);
  }

  private settle(): void {
    const { goal, viewport } = this;
    if (!goal || !viewport) return;
    this.hooks.settled(sameCamera(goal, home(viewport)) ? null : goal, this.automatic);
  }
}
