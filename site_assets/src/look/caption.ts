// What a figure says below it, its file name, and the snippets that put it into a text. Pure.
import type { Layer, Manifest } from "../data/schema";
import type { Model } from "../state/model";
import { count, figure as number, graphName, lensesOf, plural } from "./describe";
import { shownInWords } from "./edges";
import { named } from "./figures";
import { capital, countedVectors } from "./noun";
import { sourceInWords, structureOf } from "../state/selection";

export interface Caption {
  /** What is shown, in a sentence without its full stop. */
  readonly title: string;
  readonly sentences: readonly string[];
}

/** Where a view can be found; `href` is null where the site is on no server. */
export interface Place {
  readonly text: string;
  readonly href: string | null;
}

export interface Figure {
  readonly file: string;
  readonly format: "svg" | "png";
  /** On paper; null: as wide as a line. */
  readonly millimetres: number | null;
  readonly caption: Caption;
  readonly place: Place | null;
}

export function graphCaption(model: Model): Caption {
  const { manifest, look, state, selected } = model;
  const { layer, graph } = model.data!;
  const { weight, edges } = state.view;
  return {
    title: graphName(layer, manifest),
    sentences: [
      manifest.title,
      ...recipe(layer, manifest),
      capital(countedVectors(layer.n_rows, manifest)),
      `Colour: ${named(look!.figure.legend, manifest)}`,
      ...(edges > 0 ? [shownInWords(graph, { weight, edges })] : []),
      ...(state.view.marked ? [`Rings: ${markedInWords(model)}`] : []),
      ...(selected === null
        ? []
        : [`Selected: node ${graph.ids[selected]!}, ${plural(graph.size[selected]!, "member")}`]),
    ],
  };
}

export function pointsCaption(model: Model): Caption {
  const { manifest, look, state, selected, column } = model;
  const { layer, graph, rows } = model.data!;
  const byLabel = state.view.points === "label" || !look!.scale;
  const colour = byLabel ? (column.name ?? "label") : named(look!.figure.legend, manifest);
  const what = capital(countedVectors(layer.n_rows, manifest));
  const lit =
    selected === null
      ? markedInWords(model).replace(/^share of /, "")
      : `${plural(graph.size[selected]!, "member")} of node ${graph.ids[selected]!}`;
  return {
    title: manifest.given ? what : `${what} of layer ${layer.name}`,
    sentences: [
      manifest.title,
      ...(rows?.projection ? [rows.projection.replace(/\.$/, "")] : []),
      `Colour: ${colour}`,
      ...(lit ? [`Highlighted: ${lit}`] : []),
    ],
  };
}

/** What is marked, as its rings show it; empty where nothing is. */
export function markedInWords({ manifest, state: { view }, data }: Model): string {
  if (!view.marked) return "";
  const structure = structureOf(data!.graph, view.marked);
  return structure?.name ?? `share of ${sourceInWords(view.marked, manifest)}`;
}

/** The settings of a graph in short; nothing where another tool made it. */
function recipe(layer: Layer, manifest: Manifest): string[] {
  if (manifest.given) return [];
  const { n_intervals, ball_radius, metric, eps } = layer;
  const cover =
    ball_radius === null
      ? `${n_intervals.join(" by ")} intervals`
      : `${plural(layer.intervals[0] ?? 0, "ball")} of radius ${number(ball_radius)}`;
  const lenses = lensesOf(manifest).join(" and ");
  const clusters = [metric && `${metric} distance`, eps !== null && `eps ${number(eps)}`];
  const settings = [cover, ...clusters].filter(Boolean).join(", ");
  return [lenses ? `Lens: ${lenses}` : "", capital(settings)].filter(Boolean);
}

export function captionText({ title, sentences }: Caption): string {
  return [title, ...sentences].map((sentence) => `${sentence}.`).join(" ");
}

/** An address without the folders of the reader's own disk. */
export function placeOf(address: string): Place {
  if (/^https?:/.test(address)) return { text: address, href: address };
  const [file = "", ...view] = address.split("#");
  return { text: [file.split("/").slice(-2).join("/"), ...view].join("#"), href: null };
}

/** Letters, digits, points and hyphens: such a name needs no escape in any text. */
export function fileName(manifest: Manifest, layer: Layer, what: string, format: string): string {
  const parts = [manifest.name, layer.id, what].map((part) => part.replace(/[^\w.]+|_/g, "-"));
  return `${parts.join("-")}.${format}`;
}

/** A figure environment; SVG needs the package svg, links need hyperref. */
export function latexOf({ file, format, millimetres, caption, place }: Figure): string {
  const width = millimetres === null ? "\\linewidth" : `${count(millimetres)}mm`;
  const command = format === "svg" ? "includesvg" : "includegraphics";
  const link = place?.href
    ? ` \\href{${place.href.replace(/[#%&_]/g, "\\$&")}}{Interactive view}.`
    : "";
  return [
    "\\begin{figure}",
    "  \\centering",
    `  \\${command}[width=${width}]{${file}}`,
    `  \\caption{${inLatex(captionText(caption))}${link}}`,
    `  \\label{fig:${file.replace(/\.\w+$/, "")}}`,
    "\\end{figure}",
  ].join("\n");
}

const LATEX: Record<string, string> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
};

function inLatex(text: string): string {
  return text.replace(/[\\{}$&#_%~^<>]/g, (sign) => LATEX[sign] ?? `\\${sign}`);
}

/** An image that links to its view, and its caption. */
export function markdownOf({ file, caption, place }: Figure): string {
  const image = `![${inMarkdown(caption.title)}](${file})`;
  const href = place?.href?.replace(/[()]/g, (sign) => (sign === "(" ? "%28" : "%29"));
  return `${href ? `[${image}](${href})` : image}\n\n${inMarkdown(captionText(caption))}`;
}

function inMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>#&|~]/g, "\\$&");
}
