// What a view keeps where its graph gives way to another one: sources that are named by nodes of the
// old graph become the rows they stand for.
import { packedRows } from "../data/row_set";
import type { Model } from "./model";
import { knownOf, selectionOf } from "./selection";
import type { Source } from "./source";
import type { View } from "./state";

export type Carried = Pick<View, "selected" | "marked" | "kept">;

/** Another graph of the family, and what is selected, marked and kept there. */
export interface CutEvent {
  readonly type: "cut";
  readonly cut: View["cut"];
  readonly carried: Carried;
  /** The slider that the reader moves; null for the way back. */
  readonly slider: string | null;
}

/** The sources of a view in a form that does not depend on the graph on show. */
export function carried({ state: { view }, data, samples, manifest }: Model): Carried {
  const { selected, marked, kept } = view;
  const byRows = (source: Source): Source | null => {
    // A range names no nodes: it means the same in every graph.
    const isNamed = "layer" in source && source.kind !== "rows" && source.kind !== "range";
    if (!isNamed || source.layer !== view.layer) return source;
    const { rows } = data ? selectionOf(source, knownOf(data, samples, manifest)) : { rows: null };
    return rows && { kind: "rows", layer: view.layer, value: packedRows(rows) };
  };
  return {
    selected: selected && byRows(selected),
    marked: marked && byRows(marked),
    kept: kept.flatMap(({ name, source }) => {
      const found = byRows(source);
      return found ? [{ name, source: found }] : [];
    }),
  };
}
