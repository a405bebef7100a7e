// What the explorer calls the inputs, and the rows.
import type { Manifest } from "../data/schema";
import { plural } from "./describe";
import { gettext, ngettext } from "../text";

type Named = Pick<Manifest, "noun">;

/** What a sample is called, one and several: that of a network is an input. */
export function nounOf({ noun }: Named): readonly [string, string] {
  return noun ?? [gettext("input"), gettext("inputs")];
}

/** Several rows: without a network, a row is a sample. */
export function vectorsOf({ noun }: Named): string {
  return noun?.[1] ?? gettext("activation vectors");
}

export function countedVectors(value: number, { noun }: Named): string {
  return noun ? plural(value, ...noun) : ngettext("{n} activation vector", "{n} activation vectors", value);
}

/** What a point of the scatter is called, one and several. */
export function pointOf({ noun }: Named): readonly [string, string] {
  return noun ?? [gettext("vector"), gettext("vectors")];
}

/** What a row is called where rows are counted, one and several. */
export function rowOf({ noun }: Named): readonly [string, string] {
  return noun ?? [gettext("row"), gettext("rows")];
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
