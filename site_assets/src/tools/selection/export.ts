// The rows of a selection as a file: a line or an entry for each row.
import { listOf } from "../../data/graph";
import { labelColumns, labelsOf } from "../../data/label_columns";
import { originOf, sampleOf } from "../../look/origin";
import { selectionInWords } from "../../look/selection_words";
import type { Model } from "../../state/model";
import type { Selection } from "../../state/selection";

interface Line {
  readonly row: number;
  readonly sample: string;
  readonly origin: string;
  /** The labels of each column, the labels themselves first; empty for none. */
  readonly labels: readonly string[];
  readonly nodes: readonly string[];
}

function linesOf({ data, samples, manifest }: Model, rows: Uint8Array): Line[] {
  const { graph, rows: all } = data!;
  const columns = labelColumns(manifest).map(({ name, labels }) => ({
    labels,
    label: labelsOf(manifest, name, samples!),
  }));
  return [...rows.keys()]
    .filter((row) => rows[row])
    .map((row) => {
      const sample = all!.arrays.sample[row]!;
      return {
        row,
        sample: sampleOf(data!, samples, row) ?? "",
        origin: originOf(data!, samples, row),
        labels: columns.map(({ labels, label }) => labels[label[sample]!] ?? ""),
        nodes: Array.from(listOf(all!.nodes, row), (node) => graph.ids[node]!),
      };
    });
}

function columnNames({ manifest }: Model): string[] {
  return labelColumns(manifest).map(({ name }) => name ?? "label");
}

/** RFC 4180. */
export function csvOf(model: Model, rows: Uint8Array): string {
  const head = ["sample", "origin", ...columnNames(model), "row", "nodes"];
  const lines = linesOf(model, rows).map(({ sample, origin, labels, row, nodes }) => [
    sample,
    origin,
    ...labels,
    String(row),
    nodes.join(" "),
  ]);
  return [head, ...lines].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

/** Quoted where it has to be. A spreadsheet would compute what looks like a formula. */
function cell(text: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

export function jsonOf(model: Model, selection: Selection, address: string | null): string {
  const { manifest, data } = model;
  const { source, rows } = selection;
  const names = columnNames(model);
  const entries = linesOf(model, rows!).map(({ labels, ...line }) => ({
    ...line,
    labels: Object.fromEntries(names.map((name, i) => [name, labels[i]!])),
  }));
  const document = {
    exploration: manifest.name,
    layer: data!.layer.name,
    selection: selectionInWords(selection, data!, manifest),
    source,
    ...(address !== null && { address }),
    rows: entries,
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}
