// What a call-out says: a short summary of a node that stays open beside it in the graph.
import type { Model } from "../state/model";
import { labelIndex } from "./palette";
import { lensMeans, percent } from "./describe";
import { gettext, ngettext } from "../text";

const MOST_LABELS = 3;

export interface CallOut {
  readonly node: number;
  readonly id: string;
  readonly members: string;
  /** The most frequent labels; `colour` is an index into the palette of the theme. */
  readonly bars: readonly {
    readonly text: string;
    readonly share: number;
    readonly written: string;
    readonly colour: number;
  }[];
  readonly more: string | null;
}

/** The call-outs of a view, in the order in which they were opened. */
export function calloutsOf(model: Model): CallOut[] {
  const { graph } = model.data!;
  return model.state.view.arrangement.callouts.flatMap((id) => {
    const node = graph.indexOf.get(id);
    return node === undefined ? [] : [calloutOf(model, node)];
  });
}

function calloutOf({ data, manifest, column, nodeLabels, look }: Model, node: number): CallOut {
  const { graph } = data!;
  const all = nodeLabels?.composition(node) ?? [];
  const bars = all.slice(0, MOST_LABELS).map(({ label, count }) => {
    const share = count / graph.size[node]!;
    const colour = labelIndex(look?.ranks[label] ?? -1);
    return { text: column.labels[label] ?? "", share, written: percent(share), colour };
  });
  const means = lensMeans(graph, node, manifest).map(([lens, mean]) => gettext("mean {lens} {value}", { lens, value: mean }));
  const rest = all.length - bars.length;
  const more = rest > 0 ? ngettext("and {n} more label", "and {n} more labels", rest) : all.length ? null : (means[0] ?? null);
  return { node, id: graph.ids[node]!, members: ngettext("{n} member", "{n} members", graph.size[node]!), bars, more };
}

/** The same for screen readers. */
export function calloutInWords({ members, bars, more }: CallOut): string {
  return [members, ...bars.map(({ text, written }) => `${text} ${written}`), ...(more ? [more] : [])].join(
    ", ",
  );
}
