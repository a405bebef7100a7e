// What a figure says below it, its file name, and the snippets that put it into a text. Pure.
import type { Layer, Manifest } from "../data/schema";
import type { Model } from "../state/model";
import { isWhole, type Selection } from "../state/selection";
import { figure as number, graphName, hasParts, lensesOf } from "./describe";
import { shownInWords } from "./edges";
import { named } from "./figures";
import { capital, countedVectors } from "./noun";
import { selectionInWords } from "./selection_words";
import { gettext, ngettext, stored } from "../text";

/** Sentences without their full stops; the first says what is shown. */
export type Caption = readonly string[];

export interface Figure {
  readonly file: string;
  /** On paper; null: as wide as a line. */
  readonly millimetres: number | null;
  readonly caption: Caption;
  /** Where the view can be found; null where the site is on no server. */
  readonly href: string | null;
}

export function graphCaption(model: Model): Caption {
  const { manifest, look, state } = model;
  const { layer, graph } = model.data!;
  const { view } = state;
  const [filled, ringed] = [filledInWords(model), ringedInWords(model)];
  const selected = selectedInWords(model);
  return stated([
    graphName(layer, manifest),
    manifest.title,
    ...recipe(layer, manifest),
    countedVectors(layer.n_rows, manifest),
    view.pies && !look!.scale
      ? gettext("Pies: {name} of the members", model.column.name ?? gettext("labels"))
      : gettext("Colour: {value}", named(look!.figure.legend, manifest)),
    view.edges > 0 && shownInWords(graph, view),
    filled && gettext("Filled: {value}", filled),
    ringed && gettext("Rings: {value}", ringed),
    selected && gettext("Selected: {value}", selected),
  ]);
}

/** Graphs side by side. `words`: what flows between them. */
export function besideCaption(
  model: Model,
  { graphs, words }: { readonly graphs: readonly { readonly title: string }[]; readonly words: readonly string[] },
): Caption {
  // The settings of one graph need not be those of the others.
  const own = new Set(stated(recipe(model.data!.layer, model.manifest)));
  const [, ...more] = graphCaption(model).filter((sentence) => !own.has(sentence));
  return [
    gettext("Mapper graphs of {name}", graphs.map(({ title }) => title).join(", ")),
    ...more,
    gettext("Ribbons: rows that two nodes have in common"),
    ...words.map((sentence) => sentence.replace(/\.$/, "")),
  ];
}

export function pointsCaption(model: Model): Caption {
  const { manifest, look, column, scatter } = model;
  const { layer } = model.data!;
  const colour = byLabel(model) ? (column.name ?? gettext("label")) : named(look!.figure.legend, manifest);
  const lit = selectedInWords(model) || filledInWords(model).replace(/^share of /, "");
  return stated([
    countedVectors(layer.n_rows, manifest) + (manifest.given ? "" : gettext(" of layer {layer}", layer.name)),
    manifest.title,
    gettext("Scatter: {name}", stored(scatter!.words)),
    gettext("Colour: {value}", colour),
    lit && gettext("Highlighted: {value}", lit),
  ]);
}

export function panelCaption(model: Model): Caption {
  const { manifest, data, described } = model;
  const words = described && selectionInWords(described, data!, manifest);
  return stated([
    selectedInWords(model) || words || graphName(data!.layer, manifest),
    manifest.title,
    (model.selected !== null || words) && gettext("Layer {layer}", data!.layer.name),
    ...recipe(data!.layer, manifest),
  ]);
}

function stated(sentences: readonly (string | false | null)[]): string[] {
  return sentences.flatMap((sentence) => (sentence ? [capital(sentence)] : []));
}

/** Whether the points have the colours of labels. */
export function byLabel({ look, state }: Model): boolean {
  return state.view.points === "label" || !look!.scale;
}

function selectedInWords({ data, selected }: Model): string {
  if (selected === null) return "";
  const { ids, size } = data!.graph;
  return gettext("node {node}, {value}", { node: ids[selected]!, value: ngettext("{n} member", "{n} members", size[selected]!) });
}

/** What the nodes are filled by: a selection that is not one node; empty where it is none. */
export function filledInWords(model: Model): string {
  return model.selected === null ? litInWords(model, model.described) : "";
}

/** What the rings show: what is marked beside a selection; empty where nothing is. */
export function ringedInWords(model: Model): string {
  return model.selection ? litInWords(model, model.marked) : "";
}

function litInWords({ manifest, data }: Model, selection: Selection | null): string {
  if (!selection) return "";
  const words = selectionInWords(selection, data!, manifest);
  return isWhole(selection) ? words : gettext("share of {name}", words);
}

/** The settings of a graph in short; nothing where another tool made it. */
function recipe(layer: Layer, manifest: Manifest): string[] {
  if (manifest.given) return [];
  const { n_intervals, ball_radius, metric, eps } = layer;
  const cover =
    hasParts(layer)
      ? ngettext("{n} part", "{n} parts", layer.intervals[0]!)
      : ball_radius === null
      ? gettext("{what} intervals", n_intervals.join(" × "))
      : gettext("{layer} of radius {value}", { layer: ngettext("{n} ball", "{n} balls", layer.intervals[0]!), value: number(ball_radius) });
  const lenses = lensesOf(manifest).join(", ");
  const near = eps === null ? "" : gettext(", eps {value}", number(eps));
  return [lenses && gettext("Lens: {rows}", lenses), metric === "euclidean"
      ? gettext("{name}, Euclidean distance{value}", { name: cover, value: near })
      : gettext("{name}, cosine distance{value}", { name: cover, value: near })];
}

export function captionText(caption: Caption): string {
  return caption.map((sentence) => `${sentence}.`).join(" ");
}

/** An address without the folders of the reader's own disk. */
export function shortAddress(address: string): string {
  return address.replace(/^file:[^#]*\/(?=[^/#]+\/[^/#]+(#|$))/, "");
}

/** Letters, digits, points and hyphens: such a name needs no escape in any text. */
export function fileName(manifest: Manifest, layer: Layer, what: string, format: string): string {
  const parts = [manifest.name, layer.id, what].map((part) => part.replace(/[^\w.]+|_/g, "-"));
  return `${parts.join("-")}.${format}`;
}

/** A figure environment; SVG needs the package svg, links need hyperref. */
export function latexOf({ file, millimetres, caption, href }: Figure): string {
  const [stem, format] = file.split(/\.(?=\w+$)/);
  const link = href ? ` \\href{${href.replace(/[#%&_]/g, "\\$&")}}{${gettext("Interactive view")}}.` : "";
  return [
    "\\begin{figure}",
    "  \\centering",
    `  \\include${format === "svg" ? "svg" : "graphics"}` +
      `[width=${millimetres ? `${millimetres}mm` : "\\linewidth"}]{${file}}`,
    `  \\caption{${inLatex(captionText(caption))}${link}}`,
    `  \\label{fig:${stem}}`,
    "\\end{figure}",
  ].join("\n");
}

/** Signs that have a meaning are written by their number, unless a backslash suffices. */
function inLatex(text: string): string {
  return text.replace(/[\\{}$&#_%~^<>]/g, (sign) =>
    "\\~^<>".includes(sign) ? `\\symbol{${sign.charCodeAt(0)}}` : `\\${sign}`,
  );
}

/** An image that links to its view, and its caption. */
export function markdownOf({ file, caption, href }: Figure): string {
  const image = `![${inMarkdown(caption[0]!)}](${file})`;
  const linked = href ? `[${image}](${href.replace(/\(/g, "%28").replace(/\)/g, "%29")})` : image;
  return `${linked}\n\n${inMarkdown(captionText(caption))}`;
}

function inMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>#&|~]/g, "\\$&");
}
