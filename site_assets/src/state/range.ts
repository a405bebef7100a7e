// A range of a figure of nodes, such as lens:3,9: the figure, then the lowest and the highest value.
// Purity and entropy in a further column name it: purity:0.5,1:form.
import { NODE_FIGURES } from "../data/schema";
import type { Colouring } from "../look/figures";
import type { GraphSource } from "./source";

export interface Range {
  readonly figure: Colouring;
  readonly low: number;
  readonly high: number;
  /** The further column whose purity or entropy it is; null for the labels. */
  readonly column: string | null;
}

/** What there is of a further column as well. */
export const OF_COLUMN: ReadonlySet<Colouring> = new Set(["purity", "entropy"] as const);
const DIGITS = 5;
export const RANGE = /^([a-z]+):(-?[\d.e-]+),(-?[\d.e-]+)(?::(.+))?$|^((?:share|number):.+):(-?[\d.e-]+),(-?[\d.e-]+)$/s;

export function rangeSource(
  layer: string,
  { figure, low, high, column }: Range,
): GraphSource {
  const ends = [low, high].map(rounded).join(",");
  const of = OF_COLUMN.has(figure) && column !== null ? `:${column}` : "";
  return { kind: "range", layer, value: `${figure}:${ends}${of}` };
}

/** The range that the text of a source names; null where it names none. */
export function rangeOf(text: string): Range | null {
  const [, id, low, high, column = null, named, least, most] = RANGE.exec(text) ?? [];
  const listed = NODE_FIGURES.find((each) => each.id === id && each.scale !== null && each.label);
  const figure = (named ?? listed?.id) as Colouring | undefined;
  const [from, to] = [Number(least ?? low), Number(most ?? high)];
  return figure && from <= to ? { figure, low: from, high: to, column } : null;
}

/** Whether a value is in a range, whose ends were rounded when they were written. */
export function isIn({ low, high }: Range, value: number): boolean {
  const one = rounded(value);
  return one >= rounded(low) && one <= rounded(high);
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
