// Structures of a graph: their names, their stability in words, their nodes and edges.
import { type ChosenLabels, count, percent, plural } from "./describe";
import { type Graph, listOf } from "../data/graph";
import { rowOf } from "./noun";
import type { KindFigures, Layer, Manifest, StabilitySummary, Structure } from "../data/schema";

/** "83 % of resamples, 74 % of settings" */
export function sharesInShort({ bootstrap, family }: Structure): string {
  const parts = [
    ...(bootstrap === null ? [] : [`${percent(bootstrap)} of resamples`]),
    ...(family === null ? [] : [`${percent(family)} of settings`]),
  ];
  return parts.join(", ");
}

/** What the bars of structures mean. */
export function judgedInWords({ resamples, family }: StabilitySummary): string {
  const parts = [
    ...(resamples ? [plural(resamples, "resample")] : []),
    ...(family ? [plural(family, "neighbouring setting")] : []),
  ];
  return parts.length ? `Bars: the share of ${parts.join(" and of ")} in which it is found.` : "";
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
      : [`${percent(bootstrap)} of ${plural(judged.resamples, "resample")}`]),
    ...(family === null
      ? []
      : [`${percent(family)} of ${plural(judged.family, "neighbouring setting")}`]),
  ];
}

/** A structure in one line, for screen readers. */
export function structureInWords(
  one: Structure,
  { stability }: Layer,
  manifest: Pick<Manifest, "noun">,
): string {
  const found = sharesInWords(one, stability);
  const verdict = !stability ? [] : [one.stable ? "stable" : "not stable"];
  return [
    one.name,
    plural(one.rows, ...rowOf(manifest)),
    ...verdict,
    ...(found.length ? [`found in ${found.join(" and ")}`] : []),
  ].join(", ");
}

export function stabilityInWords(share: number): string {
  if (share >= 0.95) return "almost always found again";
  if (share >= 0.8) return "usually found again";
  if (share >= 0.5) return "found again in most";
  if (share >= 0.2) return "sometimes found again";
  return "rarely found again";
}

const KINDS: Record<Structure["kind"], string> = {
  island: "island",
  bifurcation: "bifurcation",
  loop: "loop",
  flare: "flare",
};

/** "2 bifurcations and 1 loop, of which 2 are stable" */
export function countsInWords(structures: readonly Structure[], judged: boolean): string {
  const kinds = Object.keys(KINDS) as Structure["kind"][];
  const parts = kinds
    .map((kind) => ({ kind, n: structures.filter((one) => one.kind === kind).length }))
    .filter(({ n }) => n > 0)
    .map(({ kind, n }) => plural(n, KINDS[kind]));
  if (!parts.length) return "No island, bifurcation, loop or flare was found.";
  const stable = structures.filter((one) => one.stable).length;
  if (!judged) return `${listed(parts)}.`;
  if (structures.length === 1) return `${parts[0]!}, ${stable ? "stable" : "not stable"}.`;
  const verdict =
    stable === 0
      ? "none of them stable"
      : stable === structures.length
        ? "all of them stable"
        : `${count(stable)} of them stable`;
  return `${listed(parts)}, ${verdict}.`;
}

const NULL_MODELS: Record<
  StabilitySummary["null_model"],
  { readonly rows: string; readonly copied: string }
> = {
  shuffled: { rows: "rows with shuffled channels", copied: " with every channel shuffled" },
  gaussian: {
    rows: "rows drawn from one Gaussian",
    copied: ", drawn from one Gaussian with the same mean and covariance",
  },
};

/** The rows that show what chance gives: "rows with shuffled channels". */
export function nullRows({ null_model: model }: StabilitySummary): string {
  return NULL_MODELS[model].rows;
}

/** What the same analysis finds in copies of the rows that show what chance gives. */
export function nullInWords({ kinds, copies, null_model: model }: StabilitySummary): string {
  const found = kinds.filter((kind) => kind.null_count > 0);
  const where = `Comparison with noise: in ${plural(copies, "copy", "copies")} of the rows${NULL_MODELS[model].copied}`;
  if (!found.length) return `${where}, no such structure is found.`;
  const strongest = Math.max(...found.map((kind) => kind.null_strongest));
  return (
    `${where}, the same analysis finds ${listed(found.map(perCopy))} per copy. The strongest of ` +
    `them is found again in ${percent(strongest)} of the graphs.`
  );
}

function perCopy({ kind, null_count: n }: KindFigures): string {
  const rounded = Math.round(n * 10) / 10;
  return n < 0.05 ? `almost no ${KINDS[kind]}` : plural(rounded, KINDS[kind]);
}

function listed(parts: readonly string[]): string {
  return parts.length < 2
    ? (parts[0] ?? "")
    : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)!}`;
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
