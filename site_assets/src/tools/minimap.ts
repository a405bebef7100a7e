// The minimap: the whole graph as dots, and the part of it that the window shows.
import type { Camera, Transform, Viewport } from "../look/camera";
import { css } from "../look/palette";
import { pixelRatio } from "../draw/frames";
import type { Box } from "../draw/boxes";
import type { Scene } from "../draw/graph_painter";
import { memo } from "../data/memo";
import type { Arrangement } from "../state/arrangement";
import { el } from "../views/dom";
import { gettext } from "../text";

const ROOM = { width: 150, height: 106 };
const PADDING = 5;
const MARGIN = 10;
/** Windows narrower than this have it only where the reader asks for it. */
const NARROW = 480;
/** From this zoom on a part of the graph is outside the window. */
const ZOOMED = 1.05;

/** Whether a window of a width has a minimap when it is zoomed in. */
export function isWanted(choice: Arrangement["minimap"], width: number): boolean {
  return choice === "on" || (choice === "auto" && width >= NARROW);
}

interface Plan {
  readonly width: number;
  readonly height: number;
  readonly k: number;
  readonly left: number;
  readonly top: number;
}

export class Minimap {
  /** It is another way to do what the keys do, so it is no stop of the keyboard. */
  readonly root = el("canvas", {
    class: "minimap",
    "aria-hidden": "true",
    title: gettext("Minimap: drag the rectangle. Keys: + − 0 zoom, arrows walk."),
    hidden: true,
  });
  private plan: Plan | null = null;
  constructor(look: (camera: Pick<Camera, "x" | "y">) => void) {
    const move = (event: PointerEvent): void => {
      if (!this.plan || !this.root.hasPointerCapture(event.pointerId)) return;
      const { k, left, top } = this.plan;
      look({ x: event.offsetX / k + left, y: event.offsetY / k + top });
    };
    this.root.addEventListener("pointerdown", (event) => {
      this.root.setPointerCapture(event.pointerId);
      move(event);
    });
    this.root.addEventListener("pointermove", move);
  }

  /** The part of the window that it takes; null where it is not shown. */
  place(
    scene: Scene,
    at: Transform,
    viewport: Viewport,
    wanted: Arrangement["minimap"],
  ): Box | null {
    this.root.hidden = !isWanted(wanted, viewport.width) || at.zoom < ZOOMED;
    if (this.root.hidden) return null;
    this.plan = planOf(viewport.bounds);
    const { width, height } = this.plan;
    const [left, top] = [viewport.width - width - MARGIN, viewport.height - height - MARGIN];
    this.root.style.transform = `translate(${left}px, ${top}px)`;
    this.draw(scene, at, viewport, this.plan);
    return { left: left - 4, top: top - 4, right: left + width + 4, bottom: top + height + 4 };
  }

  private draw(scene: Scene, at: Transform, viewport: Viewport, plan: Plan): void {
    const ratio = pixelRatio();
    const { graph, looks, theme } = scene;
    const dots = this.dots(graph, looks, theme, ratio, plan);
    const context = this.root.getContext("2d")!;
    if (this.root.width !== dots.width || this.root.height !== dots.height)
      [this.root.width, this.root.height] = [dots.width, dots.height];
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(dots, 0, 0);
    const { k, left, top } = plan;
    const x = (-at.ox / at.k - left) * k;
    const y = (-at.oy / at.k - top) * k;
    const [width, height] = [(viewport.width / at.k) * k, (viewport.height / at.k) * k];
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    [context.strokeStyle, context.lineWidth] = [css(theme.accent), 2];
    context.strokeRect(x, y, width, height);
  }

  /** All nodes, drawn once for each scene. */
  private readonly dots = memo(
    (
      { n, x, y }: Scene["graph"],
      looks: Scene["looks"],
      { paper, colours }: Scene["theme"],
      ratio: number,
      { width, height, k, left, top }: Plan,
    ): HTMLCanvasElement => {
      const canvas = el("canvas", { width: width * ratio, height: height * ratio });
      const context = canvas.getContext("2d", { alpha: false })!;
      context.scale(ratio, ratio);
      context.fillStyle = css(paper);
      context.fillRect(0, 0, width, height);
      for (let node = 0; node < n; node++) {
        const r = Math.max(0.8, looks[node]!.radius * k);
        context.fillStyle = css(colours[looks[node]!.colour]!);
        context.fillRect((x[node]! - left) * k - r, (y[node]! - top) * k - r, 2 * r, 2 * r);
      }
      return canvas;
    },
  );
}

/** The plane in the minimap; the same object for the same bounds. */
const planOf = memo(({ left, right, top, bottom }: Viewport["bounds"]): Plan => {
  const k = Math.min(
    (ROOM.width - 2 * PADDING) / (right - left),
    (ROOM.height - 2 * PADDING) / (bottom - top),
  );
  const [width, height] = [(right - left) * k + 2 * PADDING, (bottom - top) * k + 2 * PADDING].map(
    Math.round,
  ) as [number, number];
  return { width, height, k, left: left - PADDING / k, top: top - PADDING / k };
});
