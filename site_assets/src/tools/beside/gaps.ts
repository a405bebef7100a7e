// What flows between two neighbouring graphs, and in which words. Pure.
import {
  type Flow,
  type Flows,
  flowsBetween,
  rowsOfFlow,
  sameRows,
  sameSamples,
  type Side as FlowSide,
} from "../../data/flow";
import type { Graph } from "../../data/graph";
import type { LayerData, Samples } from "../../data/layer";
import { memo } from "../../data/memo";
import { count, gettext, ngettext } from "../../text";

/** A graph as one side of a gap. */
export interface Side {
  readonly data: LayerData;
  /** Its layer, with the exploration where that is another one. */
  readonly title: string;
  /** The selected rows; null where nothing is selected. */
  readonly selected: Uint8Array | null;
  /** Names of the samples where the graphs are of several explorations. */
  readonly samples: Samples | null;
}

export interface Gap {
  readonly from: Pick<Side, "title"> & { readonly graph: Graph };
  readonly to: Pick<Side, "title"> & { readonly graph: Graph };
  /** The largest flows, which are drawn. */
  readonly flows: readonly Flow[];
  /** How many there are. */
  readonly all: number;
  /** Whether they are of selected rows. */
  readonly selected: boolean;
  readonly asked: number;
  readonly arrived: number;
  /** The rows of a flow in the first graph. */
  rowsOf(flow: Flow): Uint8Array;
}

/** Ribbons between two graphs, at most. */
export const MOST_RIBBONS = 120;

/** Compute the flows between two graphs again where something they depend on has changed. */
export function gapBetween(): (from: Side, to: Side, foreign: boolean) => Gap | null {
  const same = memo((own: LayerData, other: LayerData, ours: Samples | null, theirs: Samples | null) => {
    const samples = ours && theirs ? sameSamples(ours.header.ids, theirs.header.ids) : null;
    return sameRows(own.rows!.arrays.sample, other.rows!.arrays.sample, samples);
  });
  const flows = memo(
    (own: LayerData, other: LayerData, matched: Int32Array, selected: Uint8Array | null): Flows =>
      flowsBetween(withRows(own), withRows(other), matched, selected),
  );
  const gap = memo(
    (
      found: Flows,
      from: LayerData,
      to: LayerData,
      matched: Int32Array,
      selected: boolean,
      one: string,
      other: string,
    ): Gap => ({
      from: { title: one, graph: from.graph },
      to: { title: other, graph: to.graph },
      flows: found.list.slice(0, MOST_RIBBONS),
      all: found.list.length,
      selected,
      asked: found.asked,
      arrived: found.arrived,
      rowsOf: (flow) => rowsOfFlow(withRows(from), withRows(to), matched, flow),
    }),
  );
  return (from, to, foreign) => {
    const unnamed = foreign && !(from.samples && to.samples);
    if (!from.data.rows || !to.data.rows || unnamed) return null;
    const [ours, theirs] = foreign ? [from.samples, to.samples] : [null, null];
    const matched = same(from.data, to.data, ours, theirs);
    const found = flows(from.data, to.data, matched, from.selected);
    const { data, title, selected } = from;
    return gap(found, data, to.data, matched, selected !== null, title, to.title);
  };
}

function withRows({ graph, rows }: LayerData): FlowSide {
  return { graph, rows: rows! };
}

/** "23 rows from i12c0 to i7c1" */
export function flowInWords({ from, to }: Gap, flow: Flow): string {
  const [one, other] = [from.graph.ids[flow.from]!, to.graph.ids[flow.to]!];
  return gettext("{what} from {rows} to {to}", { what: ngettext("{n} row", "{n} rows", flow.rows), rows: one, to: other });
}

/** "From block4 to block7: 23 selected rows, of which 2 are in no node of block7." */
export function gapInWords({ from, to, asked, arrived, selected, all, flows }: Gap): string {
  const what = selected
    ? ngettext("{n} selected row", "{n} selected rows", asked)
    : ngettext("{n} row", "{n} rows", asked);
  const lost = asked - arrived;
  const left = lost ? gettext(", of which {n} in no node of {name}", { n: count(lost), name: to.title }) : "";
  const drawn = all > flows.length ? gettext(" The {n} largest of {rows} flows are drawn.", { n: count(flows.length), rows: count(all) }) : "";
  return gettext("From {name} to {value}: {what}{to}.{rows}", { name: from.title, value: to.title, what, to: left, rows: drawn });
}
