// Nodes whose figure lies in a range, such as lens:3,9: the figure, then the lowest and the highest
// value. Purity in a further column names it: purity:0.5,1:form.
import { countedLabels, labelsOf } from "../data/label_columns";
import { type Colouring, figureOf, named, valuesOf, written } from "../look/figures";
import { NODE_FIGURES } from "../data/schema";
import type { Known, Names, SampleSource } from "./selection";

export interface Range {
  readonly figure: Colouring;
  readonly low: number;
  readonly high: number;
  /** The further column whose purity it is; null for the labels. */
  readonly column: string | null;
}

const DIGITS = 5;
const RANGE = /^([a-z]+):(-?[\d.e-]+),(-?[\d.e-]+)(?::(.+))?$/s;

export function rangeSource({ figure, low, high, column }: Range): SampleSource {
  const ends = [low, high].map((value) => Number(value.toPrecision(DIGITS))).join(",");
  const of = figure === "purity" && column !== null ? `:${column}` : "";
  return { kind: "range", value: `${figure}:${ends}${of}` };
}

/** The range that the text of a source names; null where it names none. */
export function rangeOf(text: string): Range | null {
  const [, id, low, high, column = null] = RANGE.exec(text) ?? [];
  const figure = NODE_FIGURES.find((each) => each.id === id && each.scale !== null && each.label);
  const [from, to] = [Number(low), Number(high)];
  if (!figure || !(from <= to)) return null;
  return { figure: figure.id as Colouring, low: from, high: to, column };
}

/** "mean L2 norm 3 to 9" */
export function rangeInWords(text: string, manifest: Names): string {
  const range = rangeOf(text);
  if (!range) return text;
  const { legend, format } = figureOf(range.figure);
  const [low, high] = [range.low, range.high].map((value) => written(value, format, manifest));
  const of = range.column === null ? "" : ` in ${range.column}`;
  return `${named(legend, manifest)}${of} ${low} to ${high}`;
}

/** The nodes of a graph in a range; null until the data for it has arrived. */
export function nodesIn(range: Range, known: Known): number[] | null {
  const values = figuresOf(range, known);
  if (!values) return null;
  // Ends are rounded when they are written.
  const [low, high] = [range.low, range.high].map(rounded) as [number, number];
  return Array.from({ length: known.graph.n }, (_, node) => node).filter((node) => {
    const value = rounded(values[node]!);
    return value >= low && value <= high;
  });
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

function figuresOf({ figure, column }: Range, known: Known): ArrayLike<number> | null {
  const { graph, rows, samples, manifest } = known;
  if (figure !== "purity" || column === null) return valuesOf(graph, figureOf(figure));
  if (!rows || !samples) return null;
  return countedLabels(graph, rows, labelsOf(manifest, column, samples)).purity;
}
