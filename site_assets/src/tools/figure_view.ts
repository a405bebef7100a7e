// The dialog that saves what is on screen as a figure, with the texts that put it into a paper.
import {
  besideCaption,
  type Caption,
  captionText,
  fileName,
  graphCaption,
  latexOf,
  markdownOf,
  panelCaption,
  pointsCaption,
  shortAddress,
} from "../look/caption";
import { calloutsOf } from "../look/callouts";
import { besideDrawing, type ShownBeside } from "../draw/beside_drawing";
import { type Drawing, graphDrawing, pointsDrawing } from "../draw/drawings";
import { panelDrawing } from "../draw/panel_drawing";
import { type FigureTheme, type LaidOut, layOut } from "../draw/figure";
import { graphLegend, type Item, pointsLegend } from "../draw/figure_legend";
import type { Measure } from "../draw/pen";
import { withResolution } from "../draw/png";
import { SvgPen, svgDocument } from "../draw/svg_pen";
import { withChosen } from "../look/palette";
import { directiveOf, frameOf, viewFile } from "../look/saved_view";
import { readTheme } from "../page/theme";
import type { App, Model } from "../state/model";
import { encodeView } from "../state/url";
import { copy, el } from "../views/dom";
import type { Parts, Tool } from "./contract";
import { download } from "./download";
import { gettext } from "../text";

const PRINT_DPI = 300;
/** Of a CSS pixel, and how many pixels of a PNG it becomes. */
const SCREEN_DPI = 96;
const SHARP = 2;

/** The choices of the form; the first of each is the one at first. */
const CHOICES: Record<string, readonly (readonly [string, string])[]> = {
  What: [["graph", gettext("Graph")], ["points", gettext("Points")], ["panel", gettext("Panel")], ["beside", gettext("Side by side")]],
  Format: [["svg", "SVG"], ["png", "PNG"]],
  Width: [["", gettext("As on screen")], ["85", "85 mm"], ["175", "175 mm"]],
  Colours: [["light", gettext("Light, for print")], ["", gettext("As on the page")]],
  Background: [["paper", gettext("Paper")], ["", gettext("Transparent")]],
};
const PARTS = [gettext("Legend"), gettext("Caption and address")] as const;

interface Content {
  readonly drawing: Drawing;
  readonly legend: readonly Item[];
  readonly caption: Caption;
}

export class FigureDialog implements Tool {
  readonly root: HTMLDialogElement;
  private readonly form: HTMLFormElement;
  private readonly latex = snippet("LaTeX");
  private readonly markdown = snippet("Markdown");
  private readonly directive = snippet(gettext("Essay"));
  private readonly frame = snippet(gettext("Frame"));
  private readonly status = el("p", { role: "status" });
  private readonly light = el("span", { class: "light-theme", hidden: true });
  private model: Model | null = null;

  constructor(
    private readonly app: App,
    private readonly parts: Parts,
  ) {
    const title = app.id("figure-title");
    this.form = el(
      "form",
      { method: "dialog", change: () => this.describe() },
      ...Object.entries(CHOICES).map(([legend, options]) => this.radios(legend, options)),
      ...PARTS.map((part) => this.check(part)),
      el(
        "p",
        {},
        gettext(
          "A PNG has 300 dpi at its width in millimetres, and 2 pixels for each pixel of the " +
          "screen."),
        parts.kind.discs !== undefined && gettext(" Pictures are left out: nodes show their colours."),
      ),
      ...[this.latex, this.markdown, this.directive, this.frame].flatMap((text) => this.copied(text)),
      this.status,
      el(
        "div",
        { class: "dialog-end" },
        el("button", { type: "button", class: "quiet", click: () => this.save() }, gettext("Download")),
        el("button", { type: "button", class: "quiet", click: () => this.saveView() }, gettext("Save the view")),
        el("button", { class: "quiet" }, gettext("Close")),
      ),
    );
    this.root = el(
      "dialog",
      { class: "viewer-help viewer-figure", "aria-labelledby": title },
      el("h2", { id: title }, gettext("Save figure")),
      this.form,
      this.light,
    );
  }

  update(model: Model): void {
    this.model = model;
  }

  open(): void {
    if (!this.parts.graph.shown) return;
    const [graph, points, , beside] = this.form.querySelectorAll("input");
    points!.disabled = !this.parts.scatter.shown;
    beside!.disabled = !this.beside;
    if (beside!.checked ? beside!.disabled : points!.checked && points!.disabled)
      graph!.checked = true;
    this.describe();
    this.root.showModal();
  }

  private radios(legend: string, options: (typeof CHOICES)[string]): HTMLElement {
    const name = this.app.id(legend);
    return el(
      "fieldset",
      { class: "segments" },
      el("legend", {}, gettext(legend)),
      ...options.map(([value, text], i) =>
        el(
          "label",
          {},
          el("input", { type: "radio", name, value, checked: !i }),
          el("span", {}, text),
        ),
      ),
    );
  }

  private check(part: string): HTMLElement {
    const input = el("input", { type: "checkbox", name: this.app.id(part), checked: true });
    return el("label", { class: "check" }, input, ` ${part}`);
  }

  private copied(text: HTMLTextAreaElement): HTMLElement[] {
    const kind = text.getAttribute("aria-label")!;
    const click = (): void =>
      void copy(text.value).then(
        () => this.tell(gettext("{name} copied", kind)),
        // Then the reader can copy it.
        () => text.select(),
      );
    return [text, el("button", { type: "button", class: "plain", click }, gettext("Copy {name}", kind))];
  }

  private tell(text: string): void {
    this.status.textContent = text;
  }

  /** What is chosen; empty for what is not. */
  private chosen(name: string): string {
    return String(new FormData(this.form).get(this.app.id(name)) ?? "");
  }

  private get millimetres(): number | null {
    return Number(this.chosen(gettext("Width"))) || null;
  }

  private content(): Content {
    const model = this.model!;
    switch (this.chosen(gettext("What"))) {
      case "points":
        return {
          drawing: pointsDrawing(this.parts.scatter.shown!),
          legend: pointsLegend(model),
          caption: pointsCaption(model),
        };
      case "beside":
        return {
          drawing: besideDrawing(this.beside!),
          legend: graphLegend(model),
          caption: besideCaption(model, this.beside!),
        };
      case "panel":
        return {
          drawing: panelDrawing(this.parts.panel.root),
          legend: [],
          caption: panelCaption(model),
        };
      default:
        return {
          drawing: graphDrawing(this.parts.graph.shown!, calloutsOf(model)),
          legend: graphLegend(model),
          caption: graphCaption(model),
        };
    }
  }

  private get beside(): ShownBeside | null {
    return this.parts.beside.shown?.() ?? null;
  }

  private get file(): string {
    const { manifest, data } = this.model!;
    return fileName(manifest, data!.layer, this.chosen(gettext("What")), this.chosen(gettext("Format")));
  }

  private describe(): void {
    const { millimetres, file } = this;
    const address = this.app.address();
    const href = address?.startsWith("http") ? address : null;
    const figure = { file, millimetres, caption: this.content().caption, href };
    this.latex.value = latexOf(figure);
    this.markdown.value = markdownOf(figure);
    const { manifest, state } = this.model!;
    this.directive.value = directiveOf(encodeView(state.view, manifest), manifest);
    const frame = frameOf(address, manifest);
    this.frame.value = frame ?? "";
    for (const part of [this.frame, this.frame.nextElementSibling as HTMLElement]) part.hidden = !frame;
    this.tell("");
  }

  /** The view as a file, which the essay of a case study can name. */
  private saveView(): void {
    const { manifest, state, data } = this.model!;
    const text = viewFile(encodeView(state.view, manifest), manifest);
    const file = `${manifest.name}-${data!.layer.id}.view.json`;
    download(new Blob([text], { type: "application/json" }), file);
    this.tell(gettext("Saved as {name}", file));
  }

  private save(): void {
    const { file } = this;
    this.made().then(
      (blob) => {
        download(blob, file);
        this.tell(gettext("Saved as {name}, {what} kB", { name: file, what: Math.ceil(blob.size / 1000) }));
      },
      (error: Error) => this.tell(gettext("The figure could not be saved: {name}", error.message)),
    );
  }

  private made(): Promise<Blob> {
    const { millimetres } = this;
    const { drawing, legend, caption } = this.content();
    const told = `${captionText(caption)} ${shortAddress(this.app.address() ?? "")}`.trim();
    const laidOut = layOut(
      {
        drawing,
        legend: this.chosen(PARTS[0]) ? legend : [],
        caption: this.chosen(PARTS[1]) && told,
        millimetres,
      },
      ruler(),
    );
    const theme = this.theme();
    return this.chosen(gettext("Format")) === "svg"
      ? svgOf(laidOut, theme, millimetres, [caption[0]!, told])
      : pngOf(laidOut, theme, millimetres);
  }

  /** On a transparent background, rims and halos have the colour of white paper in light colours. */
  private theme(): FigureTheme {
    const { column, look, state } = this.model!;
    const light = readTheme(this.light, false);
    const { palette } = state.view;
    const colours = withChosen(light.colours, column.labels, look!.ranks, palette);
    const theme = this.chosen(gettext("Colours")) ? { ...light, colours } : this.model!.theme;
    const background = this.chosen(gettext("Background")) !== "";
    const paper = background || theme.dark ? theme.paper : ([255, 255, 255] as const);
    return { ...theme, paper, background };
  }
}

async function svgOf(
  laidOut: LaidOut,
  theme: FigureTheme,
  millimetres: number | null,
  told: readonly [string, string],
): Promise<Blob> {
  const pen = new SvgPen(ruler());
  laidOut.paint(pen, theme, resolution(laidOut, millimetres));
  const type = "image/svg+xml";
  return new Blob([svgDocument(pen.body, laidOut, millimetres, told)], { type });
}

async function pngOf(
  laidOut: LaidOut,
  theme: FigureTheme,
  millimetres: number | null,
): Promise<Blob> {
  const finer = resolution(laidOut, millimetres);
  const canvas = el("canvas", {
    width: Math.round(laidOut.width * finer),
    height: Math.round(laidOut.height * finer),
  });
  const context = canvas.getContext("2d")!;
  context.scale(finer, finer);
  laidOut.paint(context, theme, finer);
  const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  if (!made) throw new Error(gettext("this browser makes no image of that size"));
  const dpi = millimetres ? PRINT_DPI : SHARP * SCREEN_DPI;
  const { type } = made;
  return new Blob([withResolution(new Uint8Array(await made.arrayBuffer()), dpi)], { type });
}

/** Pixels for each unit of a figure. */
function resolution({ width }: LaidOut, millimetres: number | null): number {
  return millimetres ? Math.round((millimetres / 25.4) * PRINT_DPI) / width : SHARP;
}

/** Widths of texts in the fonts that the reader sees. */
function ruler(): Measure {
  const context = el("canvas").getContext("2d")!;
  return (text, font) => {
    context.font = font;
    return context.measureText(text).width;
  };
}

function snippet(kind: string): HTMLTextAreaElement {
  return el("textarea", { readonly: true, rows: 3, "aria-label": kind, spellcheck: "false" });
}
