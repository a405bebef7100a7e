// The dialog that saves what is on screen as a figure, with the texts that put it into a paper.
import {
  type Caption,
  captionText,
  type Figure,
  fileName,
  graphCaption,
  latexOf,
  markdownOf,
  placeOf,
  pointsCaption,
} from "../look/caption";
import { type Drawing, graphDrawing, pointsDrawing } from "../draw/drawings";
import { type LaidOut, layOut } from "../draw/figure";
import { graphLegend, type Item, pointsLegend } from "../draw/figure_legend";
import { FAMILY, type Measure } from "../draw/pen";
import { withResolution } from "../draw/png";
import { SvgPen, svgDocument } from "../draw/svg_pen";
import { readTheme } from "../page/theme";
import type { App, Model, ModelView, Theme } from "../state/model";
import { el } from "./dom";
import type { GraphView } from "./graph_view";
import type { ScatterView } from "./scatter_view";

const PRINT_DPI = 300;
/** Of a CSS pixel, and how many pixels of a PNG it becomes. */
const SCREEN_DPI = 96;
const SHARP = 2;

interface Choice {
  readonly what: "graph" | "points";
  readonly format: "svg" | "png";
  readonly millimetres: number | null;
  readonly print: boolean;
  readonly background: boolean;
  readonly legend: boolean;
  readonly caption: boolean;
}

interface Shown {
  readonly drawing: Drawing;
  readonly legend: Item[];
  readonly caption: Caption;
}

export class FigureDialog implements ModelView {
  readonly root: HTMLDialogElement;
  private readonly form: HTMLFormElement;
  private readonly latex = snippet("LaTeX");
  private readonly markdown = snippet("Markdown");
  private readonly status = el("p", { role: "status" });
  private readonly light = el("span", { class: "light-theme", hidden: true });
  private model: Model | null = null;

  constructor(
    private readonly app: App,
    private readonly graph: GraphView,
    private readonly scatter: ScatterView,
    hasPictures: boolean,
  ) {
    const title = app.id("figure-title");
    this.form = el(
      "form",
      { method: "dialog", change: () => this.describe() },
      this.radios("what", "What", [["graph", "Graph"], ["points", "Points"]]),
      this.radios("format", "Format", [["svg", "SVG"], ["png", "PNG"]]),
      this.radios("width", "Width", [["", "As on screen"], ["85", "85 mm"], ["175", "175 mm"]]),
      this.radios("colours", "Colours", [["print", "Light, for print"], ["page", "As on the page"]]),
      this.radios("background", "Background", [["page", "Paper"], ["", "Transparent"]]),
      this.check("legend", " Legend"),
      this.check("caption", " Caption with the address of the view"),
      el(
        "p",
        { class: "figure-notes" },
        "A PNG has 300 dpi at its width in millimetres, and 2 pixels for each pixel of the screen.",
        hasPictures && " Pictures in nodes are left out: nodes show their colours.",
      ),
      ...[this.latex, this.markdown].flatMap((text) => this.copied(text)),
      this.status,
      el("button", { type: "button", class: "quiet", click: () => this.save() }, "Download"),
      el("button", { class: "quiet" }, "Close"),
    );
    this.root = el(
      "dialog",
      { class: "viewer-help viewer-figure", "aria-labelledby": title },
      el("h2", { id: title }, "Save figure"),
      this.form,
      this.light,
    );
  }

  update(model: Model): void {
    this.model = model;
  }

  open(): void {
    if (!this.graph.shown) return;
    const points = this.form.querySelector<HTMLInputElement>("[value=points]")!;
    points.disabled = !this.scatter.shown;
    if (points.disabled) this.form.querySelector<HTMLInputElement>("[value=graph]")!.checked = true;
    this.describe();
    this.root.showModal();
  }

  private radios(key: string, legend: string, options: [string, string][]): HTMLElement {
    const name = this.app.id(`figure-${key}`);
    return el(
      "fieldset",
      { class: "segments" },
      el("legend", {}, legend),
      ...options.map(([value, text], i) =>
        el(
          "label",
          {},
          el("input", { type: "radio", name, value, checked: i === 0 }),
          el("span", {}, text),
        ),
      ),
    );
  }

  private check(key: string, text: string): HTMLElement {
    const name = this.app.id(`figure-${key}`);
    const input = el("input", { type: "checkbox", name, checked: true });
    return el("label", { class: "check" }, input, text);
  }

  private copied(text: HTMLTextAreaElement): HTMLElement[] {
    const kind = text.getAttribute("aria-label")!;
    const click = (): void => {
      // The clipboard may be missing or forbidden; then the text is selected for the reader to copy.
      const done = navigator.clipboard?.writeText(text.value) ?? Promise.reject();
      done.then(
        () => this.tell(`${kind} copied`),
        () => {
          text.select();
          this.tell(`${kind} is selected: copy it with Ctrl+C or ⌘C`);
        },
      );
    };
    return [text, el("button", { type: "button", class: "plain", click }, `Copy ${kind}`)];
  }

  private tell(text: string): void {
    this.status.textContent = text;
  }

  private choice(): Choice {
    const data = new FormData(this.form);
    const of = (key: string): string => String(data.get(this.app.id(`figure-${key}`)) ?? "");
    return {
      what: of("what") === "points" ? "points" : "graph",
      format: of("format") === "png" ? "png" : "svg",
      millimetres: Number(of("width")) || null,
      print: of("colours") === "print",
      background: of("background") !== "",
      legend: of("legend") !== "",
      caption: of("caption") !== "",
    };
  }

  private shown(what: Choice["what"]): Shown {
    const model = this.model!;
    return what === "graph"
      ? {
          drawing: graphDrawing(this.graph.shown!),
          legend: graphLegend(model),
          caption: graphCaption(model),
        }
      : {
          drawing: pointsDrawing(this.scatter.shown!),
          legend: pointsLegend(model),
          caption: pointsCaption(model),
        };
  }

  private figure({ what, format, millimetres }: Choice): Figure {
    const { manifest, data } = this.model!;
    const address = this.app.address();
    const file = fileName(manifest, data!.layer, what, format);
    const { caption } = this.shown(what);
    return { file, format, millimetres, caption, place: address === null ? null : placeOf(address) };
  }

  private describe(): void {
    const figure = this.figure(this.choice());
    this.latex.value = latexOf(figure);
    this.markdown.value = markdownOf(figure);
    this.tell("");
  }

  private save(): void {
    const choice = this.choice();
    const figure = this.figure(choice);
    this.file(choice, figure).then(
      (blob) => {
        download(blob, figure.file);
        this.tell(`Saved as ${figure.file}, ${Math.ceil(blob.size / 1000)} kB`);
      },
      (error: Error) => this.tell(`The figure could not be saved: ${error.message}`),
    );
  }

  private async file(choice: Choice, { caption, place }: Figure): Promise<Blob> {
    const { drawing, legend } = this.shown(choice.what);
    const whole = place ? `${captionText(caption)} ${place.text}` : captionText(caption);
    const laidOut = layOut(
      {
        drawing,
        legend: choice.legend ? legend : [],
        caption: choice.caption ? whole : null,
        millimetres: choice.millimetres,
      },
      ruler(),
    );
    const theme = this.theme(choice);
    return choice.format === "svg"
      ? svgOf(laidOut, theme, choice, caption.title, whole)
      : pngOf(laidOut, theme, choice);
  }

  /** Rims and halos have the colour of the background: on a transparent one, that of white paper. */
  private theme({ print, background }: Choice): Theme {
    const theme = print ? readTheme(this.light, false) : this.model!.theme;
    return background || theme.dark ? theme : { ...theme, paper: [255, 255, 255] };
  }
}

function svgOf(
  laidOut: LaidOut,
  theme: Theme,
  { millimetres, background }: Choice,
  title: string,
  description: string,
): Blob {
  const pen = new SvgPen(ruler());
  const { width, height } = laidOut;
  laidOut.paint(pen, theme, background, resolution(width, millimetres));
  const header = { width, height, millimetres, family: FAMILY, title, description };
  return new Blob([svgDocument(pen.body, header)], { type: "image/svg+xml" });
}

async function pngOf(
  laidOut: LaidOut,
  theme: Theme,
  { millimetres, background }: Choice,
): Promise<Blob> {
  const finer = resolution(laidOut.width, millimetres);
  const canvas = el("canvas", {
    width: Math.round(laidOut.width * finer),
    height: Math.round(laidOut.height * finer),
  });
  const context = canvas.getContext("2d")!;
  context.scale(finer, finer);
  laidOut.paint(context, theme, background, finer);
  const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  if (!made) throw new Error("this browser makes no image of that size");
  const dpi = millimetres === null ? SHARP * SCREEN_DPI : PRINT_DPI;
  const png = withResolution(new Uint8Array(await made.arrayBuffer()), dpi);
  return new Blob([png], { type: "image/png" });
}

/** Pixels for each unit of a figure. */
function resolution(width: number, millimetres: number | null): number {
  return millimetres === null ? SHARP : Math.round((millimetres / 25.4) * PRINT_DPI) / width;
}

/** Widths of texts in the fonts that the reader sees. */
function ruler(): Measure {
  const context = el("canvas").getContext("2d")!;
  return (text, font) => {
    context.font = font;
    return context.measureText(text).width;
  };
}

function download(blob: Blob, file: string): void {
  const href = URL.createObjectURL(blob);
  el("a", { href, download: file }).click();
  // The browser may read the file after the click.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

function snippet(kind: string): HTMLTextAreaElement {
  return el("textarea", { readonly: true, rows: 3, "aria-label": kind, spellcheck: "false" });
}
