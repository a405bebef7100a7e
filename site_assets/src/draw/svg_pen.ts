// Writes what a canvas would draw as SVG, so that both come from the same painters.
import { FAMILY, type Measure, type Pen } from "./pen";

type Attributes = Readonly<Record<string, string | number | null>>;

/** From the middle of a line of text to its baseline, in font sizes. */
const TO_BASELINE = 0.35;
const TURN = Math.PI * 2;

/** It has what the painters use: `save` and `restore` keep the clip alone, lines of text are centred. */
export class SvgPen implements Pen {
  fillStyle = "";
  strokeStyle = "";
  lineWidth = 1;
  lineCap: CanvasLineCap = "butt";
  lineJoin: CanvasLineJoin = "miter";
  globalAlpha = 1;
  font = "";
  textAlign: CanvasTextAlign = "left";
  textBaseline: CanvasTextBaseline = "alphabetic";
  /** The elements that were drawn. */
  body = "";
  private dash: readonly number[] = [];
  private d = "";
  private circle: Attributes | null = null;
  private clips = 0;

  constructor(private readonly measure: Measure) {}

  setLineDash(dash: readonly number[]): void {
    this.dash = dash;
  }

  beginPath(): void {
    this.d = "";
    this.circle = null;
  }

  moveTo(x: number, y: number): void {
    this.d += `M${place(x, y)}`;
  }

  lineTo(x: number, y: number): void {
    this.d += `L${place(x, y)}`;
  }

  bezierCurveTo(...[ax, ay, bx, by, x, y]: [number, number, number, number, number, number]): void {
    this.d += `C${place(ax, ay)} ${place(bx, by)} ${place(x, y)}`;
  }

  closePath(): void {
    this.d += "Z";
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.d += `M${place(x, y)}h${short(width)}v${short(height)}h${short(-width)}Z`;
  }

  /** A whole circle is a path of its own. */
  arc(x: number, y: number, r: number, from: number, to: number): void {
    const at = (angle: number): string => place(x + r * Math.cos(angle), y + r * Math.sin(angle));
    const part = to - from;
    if (part >= TURN) this.circle = { cx: x, cy: y, r };
    else this.d += `${this.d ? "L" : "M"}${at(from)}A${place(r, r)} 0 ${Number(part > TURN / 2)} 1 ${at(to)}`;
  }

  fill(): void {
    this.draw({ fill: hex(this.fillStyle) });
  }

  stroke(): void {
    this.draw(this.outline());
  }

  clip(): void {
    const id = `clip-${++this.clips}`;
    this.body += `<clipPath id="${id}">`;
    this.draw({});
    this.body += `</clipPath><g clip-path="url(#${id})">\n`;
  }

  save(): void {}

  restore(): void {
    this.body += "</g>\n";
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.add("rect", { x, y, width, height, fill: hex(this.fillStyle) });
  }

  fillText(text: string, x: number, y: number): void {
    this.write(text, x, y, { fill: hex(this.fillStyle) });
  }

  /** The outline behind a text says nothing of its own. */
  strokeText(text: string, x: number, y: number): void {
    this.write(text, x, y, { "aria-hidden": "true", ...this.outline() });
  }

  measureText(text: string): TextMetrics {
    return { width: this.measure(text, this.font) } as TextMetrics;
  }

  /** A canvas, at a place and size. */
  drawImage(image: CanvasImageSource, ...[x, y, width, height]: number[]): void {
    const href = (image as HTMLCanvasElement).toDataURL();
    this.add("image", { x: x!, y: y!, width: width!, height: height!, href });
  }

  private outline(): Attributes {
    return {
      fill: "none",
      stroke: hex(this.strokeStyle),
      "stroke-width": this.lineWidth,
      "stroke-linecap": this.lineCap === "butt" ? null : this.lineCap,
      "stroke-linejoin": this.lineJoin === "miter" ? null : this.lineJoin,
      "stroke-dasharray": this.dash.map((length) => short(length)).join(" ") || null,
    };
  }

  private draw(style: Attributes): void {
    if (this.circle) this.add("circle", { ...this.circle, ...style });
    else if (this.d) this.add("path", { d: this.d, ...style });
  }

  /** As wide as it was measured, also where a reader has another font. */
  private write(text: string, x: number, y: number, style: Attributes): void {
    const [weight, size] = this.font.match(/\d+/g)!;
    const attributes = {
      x,
      y: y + TO_BASELINE * Number(size),
      "font-weight": weight!,
      "font-size": size!,
      "text-anchor": this.textAlign === "center" ? "middle" : null,
      textLength: this.measure(text, this.font),
      lengthAdjust: "spacingAndGlyphs",
      ...style,
    };
    this.add("text", attributes, escaped(text));
  }

  private add(tag: string, attributes: Attributes, content = ""): void {
    const opacity = this.globalAlpha === 1 ? null : this.globalAlpha.toFixed(3);
    this.body += `${element(tag, { ...attributes, opacity }, content)}\n`;
  }
}

/** A whole SVG file; `millimetres` is its width on paper, null: one CSS pixel for each unit. */
export function svgDocument(
  body: string,
  { width, height }: { readonly width: number; readonly height: number },
  millimetres: number | null,
  [title, description]: readonly [string, string],
): string {
  const side = (length: number): string =>
    millimetres === null ? short(length) : `${short((length * millimetres) / width)}mm`;
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    width: side(width),
    height: side(height),
    viewBox: `0 0 ${place(width, height)}`,
    role: "img",
    "font-family": FAMILY.replace(/"/g, "'"),
  };
  const told = element("title", {}, escaped(title)) + element("desc", {}, escaped(description));
  return `${element("svg", attributes, `${told}\n${body}`)}\n`;
}

/** Text as XML; characters that XML does not allow are left out. */
export function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Attributes that are null are left out. */
function element(tag: string, attributes: Attributes, content: string): string {
  const written = Object.entries(attributes).map(([key, value]) =>
    value === null ? "" : ` ${key}="${typeof value === "number" ? short(value) : value}"`,
  );
  return `<${tag}${written.join("")}>${content}</${tag}>`;
}

function place(x: number, y: number): string {
  return `${short(x)} ${short(y)}`;
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100 || 0);
}

/** The colours of palette.ts as older readers of SVG know them. */
function hex(colour: string): string {
  const parts = colour.match(/\d+/g)!;
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
}
