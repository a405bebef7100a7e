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
  /** Whether a drag that begins at a place takes what lies there; else it moves the plane. */
  grab?(x: number, y: number): boolean;
  drag?(x: number, y: number): void;
  /** The drag has ended; false where the browser broke it off. */
  drop?(completed: boolean): void;
}

const TAP_DISTANCE = 5;
const WHEEL_SPEED = 0.0018;
/** A finger that rests this long asks what lies there, as a pointer does that hovers. */
const LONG_PRESS_MS = 500;

/**
 * Listen on a surface. The wheel, and one finger, belong to the page until the reader has clicked
 * or tapped inside (the surface is "engaged"); Ctrl or Cmd with the wheel, and pinching, always
 * zoom.
 */
export class Gestures {
  private readonly pointers = new Map<number, readonly [number, number]>();
  private travelled = 0;
  private engaged = false;
  private grabbed = false;
  /** A finger has rested, and what lies there is shown. */
  private pressed = false;
  private pressing = 0;

  constructor(
    private readonly surface: HTMLElement,
    private readonly handlers: GestureHandlers,
  ) {
    surface.addEventListener("pointerdown", (event) => this.down(event));
    surface.addEventListener("pointermove", (event) => this.move(event));
    surface.addEventListener("pointerup", (event) => this.up(event, true));
    surface.addEventListener("pointercancel", (event) => this.up(event, false));
    surface.addEventListener("pointerleave", (event) => this.leave(event));
    surface.addEventListener("contextmenu", (event) => this.pressed && event.preventDefault());
    surface.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    document.addEventListener("pointerdown", (event) => {
      if (surface.contains(event.target as Node)) return;
      this.engage(false);
      this.unpress();
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
    this.unpress();
    if (this.pointers.size === 0) this.travelled = 0;
    this.pointers.set(event.pointerId, this.at(event));
    this.surface.setPointerCapture(event.pointerId);
    if (event.pointerType === "touch" && this.pointers.size === 1)
      this.pressing = window.setTimeout(() => this.press(this.at(event)), LONG_PRESS_MS);
  }

  private press(at: readonly [number, number]): void {
    if (this.pointers.size !== 1 || this.travelled >= TAP_DISTANCE) return;
    this.pressed = true;
    this.handlers.hover(at);
  }

  /** What a long press showed stays until the next touch. */
  private unpress(): void {
    clearTimeout(this.pressing);
    if (this.pressed) this.handlers.hover(null);
    this.pressed = false;
  }

  private leave({ pointerType }: PointerEvent): void {
    if (pointerType === "mouse") this.handlers.hover(null);
  }

  private move(event: PointerEvent): void {
    const before = this.pointers.get(event.pointerId);
    const now = this.at(event);
    if (!before) return this.handlers.hover(event.pointerType === "mouse" ? now : null);
    this.pointers.set(event.pointerId, now);
    const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
    const began = this.travelled < TAP_DISTANCE;
    this.travelled += Math.hypot(dx, dy);
    if (this.travelled < TAP_DISTANCE) return;
    clearTimeout(this.pressing);
    if (began) this.grabbed = this.pointers.size === 1 && this.handlers.grab?.(...before) === true;
    if (this.grabbed) return this.pointers.size === 1 ? this.handlers.drag?.(...now) : undefined;
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
    clearTimeout(this.pressing);
    if (!this.pointers.delete(event.pointerId)) return;
    if (this.grabbed && this.pointers.size === 0) return this.letGo(completed);
    if (!completed || this.pressed) return;
    if (this.travelled >= TAP_DISTANCE) return;
    this.engage(true);
    this.handlers.tap(...this.at(event), event.shiftKey);
  }

  private letGo(completed: boolean): void {
    this.grabbed = false;
    this.handlers.drop?.(completed);
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
