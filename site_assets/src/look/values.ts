// The values of figures: from the graph's arrays, or computed from labels, rows and numbers of
// samples as far as they have arrived. What has not arrived is unknown, NaN.
import type { LabelColumn, NodeLabels } from "../data/label_columns";
import { membersOf, type Rows } from "../data/layer";
import type { Layer } from "../data/schema";
import { type Known, type Selection, selectionOf, shares } from "../state/selection";
import type { SampleSource } from "../state/source";
import { type Figure, formOf, type Scale, scaleOf } from "./figures";

/** What figures are computed from. */
export interface FigureData extends Known {
  readonly column: LabelColumn;
  readonly nodeLabels: NodeLabels;
}

export interface Figured {
  readonly figure: Figure;
  /** Of each node. */
  readonly values: ArrayLike<number>;
  /** Of each row; null where rows have none of their own. */
  readonly rows: ArrayLike<number> | null;
  /** null where the values are labels. */
  readonly scale: Scale | null;
}

export function figured(figure: Figure, layer: Layer, known: FigureData): Figured {
  const values = valuesOf(figure, known);
  const scale = scaleOf(figure, layer, values);
  return { figure, values, scale, rows: valuesOfRows(figure, known) };
}

/** The value of each node. */
export function valuesOf(figure: Figure, known: FigureData): ArrayLike<number> {
  const { graph, rows, nodeLabels } = known;
  if (figure.array === null && figure.number === null) {
    const selection = share(figure, known);
    return (selection && shares(selection, graph)) ?? unknown(graph.n);
  }
  if (figure.number !== null) {
    const numbers = numbersOf(figure, known);
    return rows && numbers
      ? once(rows, figure.id, () => means(rows, numbers, graph.n))
      : unknown(graph.n);
  }
  switch (figure.array) {
    case "majority":
      return nodeLabels.majority;
    case "purity":
      return nodeLabels.purity;
    case "label_entropy":
      return once(nodeLabels, figure.id, () =>
        entropies(nodeLabels, graph.n, known.column.labels.length),
      );
    default:
      return graph[figure.array as keyof typeof graph & Exclude<Figure["array"], Computed | null>];
  }
}

type Computed = "label_entropy" | "confidence" | "correctness" | "uncertainty";

/** The value of each row; null where rows have none of their own, or none has arrived. */
function valuesOfRows(figure: Figure, known: FigureData): ArrayLike<number> | null {
  const rows = known.rows?.arrays;
  if (!rows) return null;
  if (figure.rows) return rows[figure.rows];
  if (figure.array === null && figure.number === null) return share(figure, known)?.rows ?? null;
  const numbers = figure.number === null ? null : numbersOf(figure, known);
  return numbers && Float32Array.from(rows.sample, (sample) => numbers[sample]!);
}

/** The numbers of the samples that a figure is the mean of; null while they have not arrived. */
function numbersOf({ number, array }: Figure, { manifest, numbers }: FigureData): Float32Array | null {
  const source = array === null ? "table" : "network";
  const at = manifest.numbers.findIndex((each) => each.source === source && each.name === number);
  const n = manifest.n_samples;
  return numbers && at >= 0 ? numbers.numbers.subarray(at * n, (at + 1) * n) : null;
}

/** The rows and members that have the label which share:LABEL names. */
function share({ id }: Figure, known: FigureData): Selection {
  const value = formOf(id)[1];
  const kind = known.manifest.labels.includes(value) ? "label" : "value";
  const source: SampleSource = { kind, value };
  return selectionOf(source, known);
}

/** Values by what they are of, and by the name of their figure: they are computed once. */
const COMPUTED = new WeakMap<object, Map<string, Float32Array>>();

function once(of: object, id: string, compute: () => Float32Array): Float32Array {
  const known = COMPUTED.get(of) ?? new Map<string, Float32Array>();
  const found = known.get(id) ?? compute();
  COMPUTED.set(of, known.set(id, found));
  return found;
}

/** The mean over the members of each node that have a number. */
function means(rows: Rows, numbers: Float32Array, n: number): Float32Array {
  return Float32Array.from({ length: n }, (_, node) => {
    let [sum, count] = [0, 0];
    for (const row of membersOf(rows, node)) {
      const value = numbers[rows.arrays.sample[row]!]!;
      if (value !== value) continue;
      sum += value;
      count++;
    }
    return sum / count;
  });
}

/**
 * The entropy of the labels of each node, divided by the logarithm of the number of labels:
 * - sum of p log p / log K. NaN for a node without a label.
 */
export function entropies({ composition }: NodeLabels, n: number, labels: number): Float32Array {
  const most = Math.log(Math.max(labels, 2));
  return Float32Array.from({ length: n }, (_, node) => {
    const counts = composition(node).map(({ count }) => count);
    const all = counts.reduce((sum, count) => sum + count, 0);
    const entropy = counts.reduce((sum, count) => sum - (count / all) * Math.log(count / all), 0);
    return all ? Math.max(0, entropy) / most : NaN;
  });
}

function unknown(n: number): Float32Array {
  return new Float32Array(n).fill(NaN);
}
