// Structures of a graph: their names, their stability in words, their nodes and edges.
import { type ChosenLabels, percent, plural } from "./describe";
import { type Graph, listOf } from "../data/graph";
import { rowOf } from "./noun";
import type { KindFigures, Layer, Manifest, StabilitySummary, Structure } from "../data/schema";
import { count, gettext, ngettext, stored } from "../text";

/** "83 % of resamples, 74 % of settings" */
export function sharesInShort({ bootstrap, family }: Structure): string {
  const parts = [
    ...(bootstrap === null ? [] : [gettext("{value} of resamples", percent(bootstrap))]),
    ...(family === null ? [] : [gettext("{value} of settings", percent(family))]),
  ];
  return parts.join(", ");
}

/** What the bars of structures mean. */
export function judgedInWords({ resamples, family }: StabilitySummary): string {
  const parts = [
    ...(resamples ? [ngettext("{n} resample", "{n} resamples", resamples)] : []),
    ...(family ? [ngettext("{n} neighbouring setting", "{n} neighbouring settings", family)] : []),
  ];
  return parts.length ? gettext("Bars: the share of {n} in which it is found.", listed(parts)) : "";
}

/** "83 % of 30 resamples", "74 % of 14 neighbouring settings"; nothing where it was not judged. */
export function sharesInWords(
  { bootstrap, family }: Pick<Structure, "bootstrap" | "family">,
  judged: StabilitySummary | null,
): string[] {
  if (!judged) return [];
  return [
    ...(bootstrap === null
      ? []
      : [
          ngettext("{share} of {n} resample", "{share} of {n} resamples", judged.resamples, {
            share: percent(bootstrap),
          }),
        ]),
    ...(family === null
      ? []
      : [
          ngettext(
            "{share} of {n} neighbouring setting",
            "{share} of {n} neighbouring settings",
            judged.family,
            { share: percent(family) },
          ),
        ]),
  ];
}

/** A structure in one line, for screen readers. */
export function structureInWords(
  one: Structure,
  { stability }: Layer,
  manifest: Pick<Manifest, "noun">,
): string {
  const found = sharesInWords(one, stability);
  const verdict = !stability ? [] : [one.stable ? gettext("stable") : gettext("not stable")];
  return [
    stored(one.name),
    plural(one.rows, ...rowOf(manifest)),
    ...verdict,
    ...(found.length ? [gettext("found in {what}", listed(found))] : []),
  ].join(", ");
}

export function stabilityInWords(share: number): string {
  if (share >= 0.95) return gettext("almost always found again");
  if (share >= 0.8) return gettext("usually found again");
  if (share >= 0.5) return gettext("found again in most");
  if (share >= 0.2) return gettext("sometimes found again");
  return gettext("rarely found again");
}

/** The messages are in pages/tables/shape_tables.py too. */
const KINDS: Record<Structure["kind"], readonly [string, string]> = {
  island: ["{n} island", "{n} islands"],
  bifurcation: ["{n} bifurcation", "{n} bifurcations"],
  loop: ["{n} loop", "{n} loops"],
  flare: ["{n} flare", "{n} flares"],
};

/** "2 bifurcations and 1 loop, of which 2 are stable" */
export function countsInWords(structures: readonly Structure[], judged: boolean): string {
  const kinds = Object.keys(KINDS) as Structure["kind"][];
  const parts = kinds
    .map((kind) => ({ kind, n: structures.filter((one) => one.kind === kind).length }))
    .filter(({ n }) => n > 0)
    .map(({ kind, n }) => ngettext(...KINDS[kind], n));
  if (!parts.length) return gettext("No island, bifurcation, loop or flare was found.");
  const stable = structures.filter((one) => one.stable).length;
  if (!judged) return `${listed(parts)}.`;
  if (structures.length === 1)
    return `${parts[0]!}, ${stable ? gettext("stable") : gettext("not stable")}.`;
  const verdict =
    stable === 0
      ? gettext("none of them stable")
      : stable === structures.length
        ? gettext("all of them stable")
        : gettext("{n} of them stable", count(stable));
  return `${listed(parts)}, ${verdict}.`;
}

const NULL_ROWS: Record<StabilitySummary["null_model"], () => string> = {
  shuffled: () => gettext("rows with shuffled channels"),
  gaussian: () => gettext("rows drawn from one Gaussian"),
};

/** The rows that show what chance gives: "rows with shuffled channels". */
export function nullRows({ null_model: model }: StabilitySummary): string {
  return NULL_ROWS[model]();
}

/** What the same analysis finds in copies of the rows that show what chance gives. */
export function nullInWords(judged: StabilitySummary): string {
  const found = judged.kinds.filter((kind) => kind.null_count > 0);
  const where = ngettext(
    "Comparison with noise: in {n} copy of the rows ({rows})",
    "Comparison with noise: in {n} copies of the rows ({rows})",
    judged.copies,
    { rows: nullRows(judged) },
  );
  if (!found.length) return gettext("{name}, no such structure is found.", where);
  return gettext(
    "{name}, the same analysis finds {what} per copy. The strongest of them is found " +
      "again in {value} of the graphs.",
    {
      name: where,
      what: listed(found.map(perCopy)),
      value: percent(Math.max(...found.map((kind) => kind.null_strongest))),
    },
  );
}

function perCopy({ kind, null_count: n }: KindFigures): string {
  const rounded = Math.round(n * 10) / 10;
  return ngettext(...KINDS[kind], rounded);
}

export function listed(parts: readonly string[]): string {
  return parts.length < 2
    ? (parts[0] ?? "")
    : gettext("{value} and {to}", { value: parts.slice(0, -1).join(", "), to: parts.at(-1)! });
}

/** Edges of a structure: those along a loop or a flare, else all edges between its nodes. */
export function edgesOf(graph: Graph, { kind, nodes }: Structure): number[] {
  const inside = new Set(nodes);
  const next = new Map<number, number[]>();
  if (kind === "loop" || kind === "flare")
    nodes.forEach((node, i) => {
      const other = nodes[i + 1] ?? (kind === "loop" ? nodes[0] : undefined);
      if (other !== undefined) next.set(node, [...(next.get(node) ?? []), other]);
    });
  const edges: number[] = [];
  for (const node of inside) {
    for (const edge of listOf(graph.incident, node)) {
      const [a, b] = [graph.source[edge]!, graph.target[edge]!];
      const wanted = next.size
        ? next.get(a)?.includes(b) || next.get(b)?.includes(a)
        : inside.has(a) && inside.has(b);
      if (wanted && a === node) edges.push(edge);
    }
  }
  return edges;
}

/** The most frequent label among the members of some nodes; null without labels. */
export function leadingLabel(
  { column, nodeLabels }: ChosenLabels,
  nodes: readonly number[],
): { readonly label: number; readonly text: string; readonly share: number } | null {
  const counts = new Map<number, number>();
  let all = 0;
  for (const node of nodes) {
    for (const { label, count: members } of nodeLabels?.composition(node) ?? []) {
      counts.set(label, (counts.get(label) ?? 0) + members);
      all += members;
    }
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const text = best && column.labels[best[0]];
  return best && text !== undefined ? { label: best[0], text, share: best[1] / all } : null;
}

/** The part of the plane with some nodes, and room around them. */
export function boundsAround(graph: Graph, nodes: readonly number[]): Graph["bounds"] {
  const [x, y] = [nodes.map((node) => graph.x[node]!), nodes.map((node) => graph.y[node]!)];
  const room = 1.2 * graph.unit;
  return {
    left: Math.min(...x) - room,
    right: Math.max(...x) + room,
    top: Math.min(...y) - room,
    bottom: Math.max(...y) + room,
  };
}
