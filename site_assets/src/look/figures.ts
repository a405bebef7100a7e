// The figures of a node, from the table in generator/topopress/bundle/node_figures.py: what nodes
// are coloured by, what the table, the panel and the glossary list, what an address can ask for.
import { COLOUR_FORMS, type Layer, type Manifest, NODE_FIGURES } from "../data/schema";
import { valueOf } from "../state/source";
import { figure as number, lensesOf, percent } from "./describe";
import { count, decimals, gettext } from "../text";

type Listed = (typeof NODE_FIGURES)[number];
export type Format = Listed["format"];

/** A figure of the table, or one that an address names. */
export interface Figure extends Pick<
  Listed,
  "label" | "format" | "scale" | "in_tables" | "rows" | "further"
> {
  readonly id: string;
  /** null where the figure is computed here, from what an address names. */
  readonly array: Listed["array"] | null;
  readonly legend: string;
  readonly column: string;
  readonly description: string;
  /** The number of samples that it is the mean of. */
  readonly number: string | null;
}

/**
 * Something that nodes can be coloured by: the id of a figure, share:LABEL, share:COLUMN:VALUE, or
 * number:COLUMN.
 */
export type Colouring =
  | Exclude<Listed, { label: null }>["id"]
  | `${(typeof COLOUR_FORMS)[number]}:${string}`;

/** The figures that an exploration has. */
export function figuresOf(manifest: Manifest): Figure[] {
  return listedIn(manifest);
}

function listedIn(manifest: Manifest): Listed[] {
  const has = {
    labels: manifest.labels.length > 0,
    lens: manifest.lens !== null,
    second_lens: manifest.second_lens !== null,
    stability: isAnyJudged(manifest),
    vectors: hasVectors(manifest),
    node_value: manifest.node_value !== null,
    predictions: hasNumber(manifest, "network", "confidence"),
    correctness: hasNumber(manifest, "network", "correctness"),
  };
  return NODE_FIGURES.filter(({ needs }) => needs === null || has[needs]);
}

const MOST_NUMBERS = 8;

/** The figures that panel and table show: of columns of numbers the first, and the one on show. */
export function shownFigures(manifest: Manifest, colour: Colouring): Figure[] {
  const numbers = numberColours(manifest).slice(0, MOST_NUMBERS);
  const named = new Set([...numbers, ...(isNamed(colour, manifest) ? [colour] : [])]);
  return [...figuresOf(manifest), ...[...named].map(figureOf)];
}

/** The columns of numbers, as colourings. */
export function numberColours({ numbers }: Manifest): Colouring[] {
  return numbers.flatMap(({ source, name }) => (source === "table" ? `number:${name}` as const : []));
}

/** What an exploration's nodes can be coloured by, without what an address names. */
export function coloursOf(manifest: Manifest): Colouring[] {
  return listedIn(manifest).flatMap(({ id, label, without_lens }) =>
    label === null || (without_lens && manifest.lens !== null) ? [] : (id as Colouring),
  );
}

/** What nodes are coloured by at first: the lens, or what comes nearest to it without one. */
export function firstColour(manifest: Manifest): Colouring {
  const there = coloursOf(manifest);
  return (["lens", "value", "label"] as const).find((id) => there.includes(id)) ?? "members";
}

/** Whether rows have vectors; those of a graph that another tool has made may have none. */
export function hasVectors({ layers }: Pick<Manifest, "layers">): boolean {
  return layers.some(({ channels }) => channels > 0);
}

export function isAnyJudged({ layers }: Manifest): boolean {
  return layers.some((layer) => layer.stability !== null);
}

export function hasNumber(
  { numbers }: Pick<Manifest, "numbers">,
  source: Manifest["numbers"][number]["source"],
  name: string,
): boolean {
  return numbers.some((each) => each.source === source && each.name === name);
}

/** Whether an exploration has what a colouring names; those of the table are in `coloursOf`. */
export function isNamed(colour: string, manifest: Manifest): colour is Colouring {
  const [form, name] = formOf(colour);
  if (form === "number") return hasNumber(manifest, "table", name);
  return form === "share" && (manifest.labels.includes(name) || valueOf(name, manifest) !== null);
}

/** "share", "cat" of share:cat; the whole word and nothing of a figure of the table. */
export function formOf(colour: string): readonly [string, string] {
  const at = colour.indexOf(":");
  return at < 0 ? [colour, ""] : [colour.slice(0, at), colour.slice(at + 1)];
}

export function figureOf(colour: Colouring): Figure {
  const [form, name] = formOf(colour);
  if (!name) return NODE_FIGURES.find((figure) => figure.id === colour)!;
  const own = { id: colour, array: null, label: null, in_tables: true, rows: null, further: true };
  return form === "share"
    ? {
        ...own,
        legend: gettext("share of {name}", name),
        column: gettext("Share of {name}", name),
        description: gettext("Share of the members that have it."),
        format: "share",
        scale: [0, 1],
        number: null,
      }
    : {
        ...own,
        legend: gettext("mean {name}", name),
        column: gettext("Mean {name}", name),
        description: gettext("Mean of the members that have a value."),
        format: "number",
        scale: "values",
        number: name,
      };
}

/** A text of the table with the names of this exploration's lenses. */
export function named(
  text: string,
  manifest: Pick<Manifest, "lens" | "second_lens" | "node_value">,
): string {
  const [lens = "", second = ""] = lensesOf(manifest);
  return gettext(text)
    .replace("{lens}", lens)
    .replace("{second_lens}", second)
    .replace("{node_value}", manifest.node_value ?? "");
}

export function labelOf({ id, label }: Figure, { second_lens }: Manifest): string {
  return id === "lens" && second_lens !== null ? gettext("Lens 1") : (label ? gettext(label) : "");
}

export interface Scale {
  readonly low: number;
  readonly high: number;
}

/** The range a figure spans in a layer; null for values without an order. */
export function scaleOf(
  { scale }: Figure,
  layer: Layer,
  values: ArrayLike<number>,
): Scale | null {
  if (scale === null) return null;
  if (scale === "lens") return { low: layer.lens_min, high: layer.lens_max };
  if (scale !== "values") return { low: scale[0], high: scale[1] };
  let [low, high] = [Infinity, -Infinity];
  for (const value of Array.from(values))
    if (value === value) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return low < high ? { low, high } : { low: low - 0.01, high: low + 0.01 };
}

/** A value as readers see it. */
export function written(
  value: number,
  format: Format,
  { labels }: Pick<Manifest, "labels">,
): string {
  if (Number.isNaN(value)) return "–";
  switch (format) {
    case "number":
      return number(value);
    case "share":
      return percent(value);
    case "decimal":
      return decimals(value, 2);
    case "count":
      return count(value);
    case "label":
      return labels[value] ?? "";
  }
}
