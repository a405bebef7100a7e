// Panning, pinching and the wheel on a plane, by pointer events.
import { type Camera, panned, type Viewport, zoomedAt } from "../look/camera";

/** How a gesture changes the camera. */
export type Change = (camera: Camera, viewport: Viewport) => Camera;

export interface GestureHandlers {
  move(change: Change): void;
  tap(x: number, y: number, shift: boolean): void;
  /** The pointer is at a place, or left (null). */
  hover(at: readonly [number, number] | null): void;
  /** The wheel scrolled the page. */
  refused(): void;
}

const TAP_DISTANCE = 5;
const WHEEL_SPEED = 0.0018;

/**
 * Listen on a surface. The wheel, and one finger, belong to the page until the reader has clicked
 * or tapped inside (the surface is "engaged"); Ctrl or Cmd with the wheel, and pinching, always
 * zoom.
 */
export class Gestures {
  private readonly pointers = new Map<number, readonly [number, number]>();
  private travelled = 0;
  private engaged = false;

  constructor(
    private readonly surface: HTMLElement,
    private readonly handlers: GestureHandlers,
  ) {
    surface.addEventListener("pointerdown", (event) => this.down(event));
    surface.addEventListener("pointermove", (event) => this.move(event));
    surface.addEventListener("pointerup", (event) => this.up(event, true));
    surface.addEventListener("pointercancel", (event) => this.up(event, false));
    surface.addEventListener("pointerleave", () => this.handlers.hover(null));
    surface.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    document.addEventListener("pointerdown", (event) => {
      if (!surface.contains(event.target as Node)) this.engage(false);
    });
  }

  engage(engaged: boolean): void {
    this.engaged = engaged;
    this.surface.classList.toggle("engaged", engaged);
  }

  private pan(dx: number, dy: number): void {
    this.handlers.move((camera, viewport) => panned(camera, viewport, dx, dy));
  }

  private zoom(factor: number, centre: readonly [number, number]): void {
    this.handlers.move((camera, viewport) => zoomedAt(camera, viewport, factor, centre));
  }

  private at(event: MouseEvent): readonly [number, number] {
    const box = this.surface.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0) return;
    if (this.pointers.size === 0) this.travelled = 0;
    this.pointers.set(event.pointerId, this.at(event));
    this.surface.setPointerCapture(event.pointerId);
  }

  private move(event: PointerEvent): void {
    const before = this.pointers.get(event.pointerId);
    const now = this.at(event);
    if (!before) return this.handlers.hover(event.pointerType === "mouse" ? now : null);
    this.pointers.set(event.pointerId, now);
    const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
    this.travelled += Math.hypot(dx, dy);
    if (this.travelled < TAP_DISTANCE) return;
    // One finger up or down scrolls the page until the reader has tapped inside.
    const free = this.engaged || event.pointerType !== "touch";
    if (this.pointers.size === 1) this.pan(dx, free ? dy : 0);
    else this.pinch(event.pointerId, before, now);
  }

  private pinch(
    id: number,
    before: readonly [number, number],
    now: readonly [number, number],
  ): void {
    const other = [...this.pointers].find(([key]) => key !== id)?.[1];
    if (!other) return;
    const apart = (p: readonly [number, number]): number =>
      Math.hypot(p[0] - other[0], p[1] - other[1]);
    this.pan((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    const factor = apart(now) / Math.max(1, apart(before));
    this.zoom(factor, [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]);
  }

  private up(event: PointerEvent, completed: boolean): void {
    if (!this.pointers.delete(event.pointerId) || !completed) return;
    if (this.travelled >= TAP_DISTANCE) return;
    this.engage(true);
    this.handlers.tap(...this.at(event), event.shiftKey);
  }

  private wheel(event: WheelEvent): void {
    if (!this.engaged && !event.ctrlKey && !event.metaKey) return this.handlers.refused();
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    // A pinch on a track pad is reported as a wheel with Ctrl and small steps.
    const speed = WHEEL_SPEED * lines * (event.ctrlKey ? 4 : 1);
    const factor = Math.exp(-Math.max(-240, Math.min(240, event.deltaY)) * speed);
    this.zoom(factor, this.at(event));
  }
}
