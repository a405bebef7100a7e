// A canvas as large as its window, drawn at most once in each frame of the browser.
import type { Viewport } from "../look/camera";

/** More device pixels than this per CSS pixel cost time and are not seen. */
const MOST_RATIO = 2;

/** Device pixels per CSS pixel of a drawing. */
export function pixelRatio(): number {
  return Math.min(MOST_RATIO, window.devicePixelRatio || 1);
}

export class Frames {
  readonly context: CanvasRenderingContext2D;
  private requested = 0;

  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly draw: () => void,
  ) {
    this.context = canvas.getContext("2d", { alpha: false })!;
  }

  /** Draw in the next frame. */
  request(): void {
    this.requested ||= requestAnimationFrame(() => this.now());
  }

  /** Draw at once. */
  now(): void {
    cancelAnimationFrame(this.requested);
    this.requested = 0;
    this.draw();
  }

  /** Make the canvas as large as its window; return device pixels per CSS pixel. */
  fit({ width, height }: Viewport): number {
    const { canvas } = this;
    const ratio = pixelRatio();
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== across || canvas.height !== down)
      [canvas.width, canvas.height] = [across, down];
    return ratio;
  }
}
