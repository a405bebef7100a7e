// A range of a figure of nodes, such as lens:3,9: the figure, then the lowest and the highest value.
// Purity in a further column names it: purity:0.5,1:form.
import { NODE_FIGURES } from "../data/schema";
import type { Colouring } from "../look/figures";
import type { GraphSource } from "./source";

export interface Range {
  readonly figure: Colouring;
  readonly low: number;
  readonly high: number;
  /** The further column whose purity it is; null for the labels. */
  readonly column: string | null;
}

const DIGITS = 5;
export const RANGE = /^([a-z]+):(-?[\d.e-]+),(-?[\d.e-]+)(?::(.+))?$/s;

export function rangeSource(
  layer: string,
  { figure, low, high, column }: Range,
): GraphSource {
  const ends = [low, high].map(rounded).join(",");
  const of = figure === "purity" && column !== null ? `:${column}` : "";
  return { kind: "range", layer, value: `${figure}:${ends}${of}` };
}

/** The range that the text of a source names; null where it names none. */
export function rangeOf(text: string): Range | null {
  const [, id, low, high, column = null] = RANGE.exec(text) ?? [];
  const figure = NODE_FIGURES.find((each) => each.id === id && each.scale !== null && each.label);
  const [from, to] = [Number(low), Number(high)];
  if (!figure || !(from <= to)) return null;
  return { figure: figure.id as Colouring, low: from, high: to, column };
}

/** Whether a value is in a range, whose ends were rounded when they were written. */
export function isIn({ low, high }: Range, value: number): boolean {
  const one = rounded(value);
  return one >= rounded(low) && one <= rounded(high);
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
