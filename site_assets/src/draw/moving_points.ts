// Points on their way from one scatter to another.
import type { Points } from "./splat";

const FLIGHT_MS = 500;
/** With more points a frame would take too long. */
const MOST = 50_000;

type Places = Pick<Points, "x" | "y">;

export class MovingPoints {
  private flight: { readonly from: Places; readonly to: Places; readonly begun: number } | null =
    null;

  /** Let points set out; `at`: milliseconds. */
  start(from: Places, to: Places, at: number): void {
    const fits = from.x.length === to.x.length && to.x.length <= MOST;
    this.flight = fits ? { from, to, begun: at } : null;
  }

  stop(): void {
    this.flight = null;
  }

  get isMoving(): boolean {
    return this.flight !== null;
  }

  /** The points where they are at a time. */
  at(points: Points, time: number): Points {
    const { flight } = this;
    if (!flight) return points;
    const t = Math.min(1, Math.max(0, (time - flight.begun) / FLIGHT_MS));
    if (t === 1) {
      this.flight = null;
      return points;
    }
    const e = t * t * (3 - 2 * t);
    const between = (from: Uint16Array, to: Uint16Array): Uint16Array =>
      from.map((value, i) => value + (to[i]! - value) * e);
    const { from, to } = flight;
    return { ...points, x: between(from.x, to.x), y: between(from.y, to.y) };
  }
}
