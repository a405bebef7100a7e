// Columns of labels: the labels themselves, and further columns whose values are texts.
import type { Graph, Lists } from "./graph";
import { compositionOf } from "./graph";
import { type LayerData, membersOf, type Rows, type Samples } from "./layer";
import type { Manifest } from "./schema";

export interface LabelColumn {
  /** null for the labels themselves. */
  readonly name: string | null;
  readonly labels: readonly string[];
}

export interface Counted {
  readonly label: number;
  readonly count: number;
}

/** What the nodes of a graph hold of a column. */
export interface NodeLabels {
  /** Most frequent value of each node, -1 for none. */
  readonly majority: ArrayLike<number>;
  /** Its share among the members that have a value; NaN for none. */
  readonly purity: ArrayLike<number>;
  /** The values of a node with their counts, most frequent first. */
  composition(node: number): readonly Counted[];
}

type Named = Pick<Manifest, "labels" | "columns">;

/** All columns of labels, the labels themselves first. */
export function labelColumns({ labels, columns }: Named): LabelColumn[] {
  return [...(labels.length ? [{ name: null, labels }] : []), ...columns];
}

/** The column of a name, or the labels themselves. */
export function columnOf({ labels, columns }: Named, name: string | null): LabelColumn {
  return columns.find((column) => column.name === name) ?? { name: null, labels };
}

/** Label of each sample in a column, -1 for none. */
export function labelsOf({ columns }: Named, name: string | null, samples: Samples): Int16Array {
  const { label, columns: further } = samples.arrays;
  const number = columns.findIndex((column) => column.name === name);
  return number < 0
    ? label
    : further.subarray(number * label.length, (number + 1) * label.length);
}

/** What the nodes of a layer hold of a column, as far as its data has arrived. */
export function nodeLabelsIn(
  { graph, rows }: Pick<LayerData, "graph" | "rows">,
  samples: Samples | null,
  manifest: Named,
  column: string | null,
): NodeLabels {
  if (column === null) return publishedLabels(graph);
  if (!samples || !rows) return unknownLabels(graph);
  return countedLabels(graph, rows, labelsOf(manifest, column, samples));
}

/** The labels that the graph was published with. */
export function publishedLabels(graph: Graph): NodeLabels {
  const composition = (node: number): Counted[] => {
    const all = compositionOf(graph, node);
    return all[0] && all[0].label >= 0 ? all : [];
  };
  return { majority: graph.majority, purity: graph.purity, composition };
}

/** The labels of a further column, counted. */
export function countedLabels(graph: Graph, rows: Rows, label: Int16Array): NodeLabels {
  const { offsets, values, counts } = counted(graph, rows, label);
  const majority = new Int16Array(graph.n).fill(-1);
  const purity = new Float32Array(graph.n).fill(NaN);
  for (let node = 0; node < graph.n; node++) {
    const [start, stop] = [offsets[node]!, offsets[node + 1]!];
    if (start === stop) continue;
    majority[node] = values[start]!;
    purity[node] = counts[start]! / counts.subarray(start, stop).reduce((a, b) => a + b, 0);
  }
  const composition = (node: number): Counted[] =>
    Array.from(values.subarray(offsets[node]!, offsets[node + 1]!), (value, i) => ({
      label: value,
      count: counts[offsets[node]! + i]!,
    }));
  return { majority, purity, composition };
}

/** Nothing is known while the rows or the samples have not arrived. */
export function unknownLabels({ n }: Graph): NodeLabels {
  return {
    majority: new Int16Array(n).fill(-1),
    purity: new Float32Array(n).fill(NaN),
    composition: () => [],
  };
}

function counted(
  graph: Graph,
  rows: Rows,
  label: Int16Array,
): Lists & { readonly counts: Uint32Array } {
  const offsets = new Uint32Array(graph.n + 1);
  const [values, counts]: [number[], number[]] = [[], []];
  for (let node = 0; node < graph.n; node++) {
    const found = new Map<number, number>();
    for (const row of membersOf(rows, node)) {
      const value = label[rows.arrays.sample[row]!]!;
      if (value >= 0) found.set(value, (found.get(value) ?? 0) + 1);
    }
    for (const [value, count] of [...found].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
      values.push(value);
      counts.push(count);
    }
    offsets[node + 1] = values.length;
  }
  return { offsets, values: Uint32Array.from(values), counts: Uint32Array.from(counts) };
}
