// A range of the colour of nodes, such as 3,9:lens: the lowest and the highest value, and what they
// are of. Purity and entropy in a further column name it: 0.5,1:purity:form.
import { COLOUR_FORMS, NODE_FIGURES } from "../data/schema";
import type { Colouring } from "../look/figures";
import type { GraphSource } from "./source";

export interface Range {
  readonly colour: Colouring;
  readonly low: number;
  readonly high: number;
  /** The further column whose purity or entropy it is; null for the labels. */
  readonly column: string | null;
}

const DIGITS = 5;
export const RANGE = /^(-?[\d.e-]+),(-?[\d.e-]+):([^:]+)(?::(.+))?$/s;

export function rangeSource(layer: string, { colour, low, high, column }: Range): GraphSource {
  const ends = [low, high].map(rounded).join(",");
  const of = isOfLabels(colour) && column !== null ? `${colour}:${column}` : colour;
  // A layer is behind an @ in an address.
  return { kind: "range", layer, value: `${ends}:${of.replace(/[%@]/g, encodeURIComponent)}` };
}

/** The range that the text of a source names; null where it names none. */
export function rangeOf(text: string): Range | null {
  const [, low, high, id = "", rest] = RANGE.exec(text) ?? [];
  const [from, to] = [Number(low), Number(high)];
  const name = rest === undefined ? null : rest.replace(/%(25|40)/g, decodeURIComponent);
  const isNamed = name !== null && COLOUR_FORMS.some((form) => form === id);
  const listed = NODE_FIGURES.some((each) => each.id === id && each.scale !== null && each.label);
  if (!(isNamed || listed) || !(from <= to)) return null;
  const ends = { low: from, high: to };
  return isNamed
    ? { colour: `${id}:${name}` as Colouring, ...ends, column: null }
    : { colour: id as Colouring, ...ends, column: name };
}

/** Whether a value is in a range, whose ends were rounded when they were written. */
export function isIn({ low, high }: Range, value: number): boolean {
  const one = rounded(value);
  return one >= rounded(low) && one <= rounded(high);
}

/** Whether a colour depends on the column of labels that is chosen. */
export function isOfLabels(colour: Colouring): boolean {
  return colour === "purity" || colour === "entropy";
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
