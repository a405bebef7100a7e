// Writes what a canvas would draw as SVG, so that both come from the same painters.
import type { Measure, Pen } from "./pen";

interface Shape {
  readonly tag: string;
  readonly geometry: string;
}

interface Kept {
  readonly style: Partial<SvgPen>;
  closing: string;
}

const STYLES = [
  "fillStyle",
  "strokeStyle",
  "lineWidth",
  "lineCap",
  "lineJoin",
  "globalAlpha",
  "font",
  "textAlign",
  "textBaseline",
] as const;
const ANCHORS: Record<string, string> = { center: "middle", right: "end" };
/** From the middle of a line of text to its baseline, in font sizes. */
const TO_BASELINE = 0.35;
const TURN = Math.PI * 2;

export class SvgPen implements Pen {
  fillStyle = "rgb(0 0 0)";
  strokeStyle = "rgb(0 0 0)";
  lineWidth = 1;
  lineCap: CanvasLineCap = "butt";
  lineJoin: CanvasLineJoin = "miter";
  globalAlpha = 1;
  font = "400 12px sans-serif";
  textAlign: CanvasTextAlign = "start";
  textBaseline: CanvasTextBaseline = "alphabetic";
  private dash: readonly number[] = [];
  private readonly written: string[] = [];
  private readonly kept: Kept[] = [];
  private shapes: Shape[] = [];
  private corners: string[] = [];
  private clips = 0;
  /** Colour of the fill that was written last, if its path is still the current one. */
  private filled: string | null = null;

  constructor(private readonly measure: Measure) {}

  get body(): string {
    return this.written.join("\n");
  }

  setLineDash(dash: readonly number[]): void {
    this.dash = dash;
  }

  beginPath(): void {
    [this.shapes, this.corners, this.filled] = [[], [], null];
  }

  moveTo(x: number, y: number): void {
    this.endLine("");
    this.corners = [`${short(x)} ${short(y)}`];
  }

  lineTo(x: number, y: number): void {
    this.corners.push(`${short(x)} ${short(y)}`);
  }

  closePath(): void {
    this.endLine("Z");
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.shapes.push(box("rect", x, y, width, height));
  }

  arc(x: number, y: number, r: number, from: number, to: number): void {
    if (to - from >= TURN - 1e-9)
      return void this.shapes.push({ tag: "circle", geometry: numbers({ cx: x, cy: y, r }) });
    const at = (angle: number): string =>
      `${short(x + r * Math.cos(angle))} ${short(y + r * Math.sin(angle))}`;
    const large = Number(to - from > TURN / 2);
    const d = `M${at(from)}A${short(r)} ${short(r)} 0 ${large} 1 ${at(to)}`;
    this.shapes.push({ tag: "path", geometry: `d="${d}"` });
  }

  fill(): void {
    this.write(`fill="${hex(this.fillStyle)}"${this.alpha()}`);
    this.filled = this.globalAlpha === 1 && this.shapes.length ? hex(this.fillStyle) : null;
  }

  stroke(): void {
    const stroke = this.strokes();
    if (this.filled && this.globalAlpha === 1) {
      // The outline of what was just filled: one element with both.
      const fill = this.filled;
      this.written.pop();
      this.write(`fill="${fill}" ${stroke}`);
    } else this.write(`fill="none" ${stroke}${this.alpha()}`);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const fill = `fill="${hex(this.fillStyle)}"${this.alpha()}`;
    this.put(element(box("rect", x, y, width, height), fill));
  }

  fillText(text: string, x: number, y: number): void {
    this.text(text, x, y, `fill="${hex(this.fillStyle)}"`);
  }

  /** The outline behind a text says nothing of its own. */
  strokeText(text: string, x: number, y: number): void {
    this.text(text, x, y, `aria-hidden="true" fill="none" ${this.strokes()}`);
  }

  measureText(text: string): TextMetrics {
    return { width: this.measure(text, this.font) } as TextMetrics;
  }

  /** A canvas, at a place and size. */
  drawImage(image: CanvasImageSource, ...[x, y, width, height]: number[]): void {
    const shape = box("image", x!, y!, width!, height!);
    this.put(element(shape, `href="${(image as HTMLCanvasElement).toDataURL()}"`));
  }

  clip(): void {
    const id = `clip-${++this.clips}`;
    const outline = this.shapes.map((shape) => element(shape)).join("");
    this.written.push(`<clipPath id="${id}">${outline}</clipPath><g clip-path="url(#${id})">`);
    this.kept.at(-1)!.closing += "</g>";
  }

  save(): void {
    const style = Object.fromEntries(STYLES.map((key) => [key, this[key]]));
    this.kept.push({ style, closing: "" });
  }

  restore(): void {
    const { style, closing } = this.kept.pop()!;
    Object.assign(this, style);
    if (closing) this.written.push(closing);
  }

  private endLine(end: "Z" | ""): void {
    const { corners } = this;
    const [from = "", to = ""] = corners;
    this.corners = [];
    if (corners.length < 2) return;
    if (corners.length > 2 || end)
      return void this.shapes.push({ tag: "path", geometry: `d="M${corners.join("L")}${end}"` });
    const [[x1, y1], [x2, y2]] = [from.split(" "), to.split(" ")];
    this.shapes.push({ tag: "line", geometry: `x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"` });
  }

  /** Shapes of one call are a group, because a canvas does not add up their opacities. */
  private write(paint: string): void {
    this.endLine("");
    const { shapes } = this;
    if (shapes.length === 1) this.put(element(shapes[0]!, paint));
    else if (shapes.length)
      this.put(`<g ${paint}>${shapes.map((shape) => element(shape)).join("")}</g>`);
  }

  private put(element: string): void {
    this.written.push(element);
    this.filled = null;
  }

  private strokes(): string {
    const { lineWidth, lineCap, lineJoin, dash, strokeStyle } = this;
    return [
      `stroke="${hex(strokeStyle)}" stroke-width="${short(lineWidth)}"`,
      ...(lineCap === "butt" ? [] : [`stroke-linecap="${lineCap}"`]),
      ...(lineJoin === "miter" ? [] : [`stroke-linejoin="${lineJoin}"`]),
      ...(dash.length ? [`stroke-dasharray="${dash.map((part) => short(part)).join(" ")}"`] : []),
    ].join(" ");
  }

  private alpha(): string {
    return this.globalAlpha === 1 ? "" : ` opacity="${short(this.globalAlpha, 1000)}"`;
  }

  private text(text: string, x: number, y: number, paint: string): void {
    const [, weight = "400", size = "12"] = /^(\d+) ([\d.]+)px/.exec(this.font) ?? [];
    const baseline = this.textBaseline === "middle" ? y + TO_BASELINE * Number(size) : y;
    const anchor = ANCHORS[this.textAlign];
    const style = `font-size="${size}" font-weight="${weight}"`;
    const place = `${numbers({ x, y: baseline })}${anchor ? ` text-anchor="${anchor}"` : ""}`;
    this.put(`<text ${place} ${style} ${paint}${this.alpha()}>${escaped(text)}</text>`);
  }
}

export interface SvgHeader {
  /** Of the drawing in its own units. */
  readonly width: number;
  readonly height: number;
  /** Width on paper in millimetres; null: one CSS pixel for each unit. */
  readonly millimetres: number | null;
  readonly family: string;
  readonly title: string;
  readonly description: string;
}

/** A whole SVG file. */
export function svgDocument(body: string, header: SvgHeader): string {
  const { width, height, millimetres, family, title, description } = header;
  const unit = millimetres === null ? "" : "mm";
  const [across, down] = [width, height].map((side) =>
    short(millimetres === null ? side : (side * millimetres) / width),
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${across}${unit}" height="${down}${unit}" ` +
    `viewBox="0 0 ${short(width)} ${short(height)}" role="img" ` +
    `font-family="${family.replace(/"/g, "'")}">\n` +
    `<title>${escaped(title)}</title>\n<desc>${escaped(description)}</desc>\n${body}\n</svg>\n`
  );
}

/** Text as XML; characters that XML does not allow are left out. */
export function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function element({ tag, geometry }: Shape, paint = ""): string {
  return `<${tag} ${geometry}${paint && " "}${paint}/>`;
}

function box(tag: string, x: number, y: number, width: number, height: number): Shape {
  return { tag, geometry: numbers({ x, y, width, height }) };
}

function numbers(attributes: Readonly<Record<string, number>>): string {
  return Object.entries(attributes)
    .map(([key, value]) => `${key}="${short(value)}"`)
    .join(" ");
}

function short(value: number, parts = 100): string {
  return String(Math.round(value * parts) / parts || 0);
}

/** The colours of palette.ts as older readers of SVG know them. */
function hex(colour: string): string {
  const parts = colour.match(/\d+/g) ?? [];
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
}
