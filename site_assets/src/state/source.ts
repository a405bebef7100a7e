// Where the rows of a selection come from: plain data that can stand in an address. No data is read.
import type { Manifest } from "../data/schema";
import { RANGE, rangeOf } from "./range";
import { partsIn, unionOf } from "./union";

/** Sources whose rows are named by nodes of one layer's graph; `value` is what VALUES says. */
export const GRAPH_KINDS = [
  "node",
  "structure",
  "edge",
  "path",
  "component",
  "near",
  "nodes",
  "range",
] as const;

/** Sources that have rows in every layer. */
export const SAMPLE_KINDS = [
  "label",
  "origin",
  "sample",
  "value",
  "form",
  "word",
  "classes",
] as const;

/**
 * A node, by its name; a structure, by its name; an edge, by the names of its two nodes: rows in
 * both; a path, by its nodes in order; a component, by one of its nodes; what is `NODE,STEPS` near;
 * some nodes; the nodes with a figure in a range (range.ts).
 */
export interface GraphSource {
  readonly kind: (typeof GRAPH_KINDS)[number];
  readonly layer: string;
  readonly value: string;
}

export interface NodeSource extends GraphSource {
  readonly kind: "node";
}

export interface StructureSource extends GraphSource {
  readonly kind: "structure";
}

/** Rows of one layer, one by one: `packedRows`. */
export interface RowsSource {
  readonly kind: "rows";
  readonly layer: string;
  readonly value: string;
}

/**
 * A label, an origin, one sample, a value of a further column (COLUMN:VALUE), a word form, a word in
 * a text, or several of these (union.ts).
 */
export interface SampleSource {
  readonly kind: (typeof SAMPLE_KINDS)[number];
  readonly value: string;
}

/**
 * Where the rows of a selection come from. It is plain data, so that it can stand in an address and
 * be resolved again in another graph. What the pointer or the keyboard is on for a moment (the
 * hovered node, the focused node, the hovered row) is not a selection.
 */
export type Source = GraphSource | RowsSource | SampleSource;

/** A selection that the reader has named. */
export interface Kept {
  readonly name: string;
  readonly source: Source;
}

/** The layer whose graph or rows a source is named in; null where it has rows in every layer. */
export function layerOf(source: Source): string | null {
  return "layer" in source ? source.layer : null;
}

export function sameSource(a: Source | null, b: Source | null): boolean {
  if (!a || !b) return a === b;
  return a.kind === b.kind && a.value === b.value && layerOf(a) === layerOf(b);
}

/** Whether a source can only be resolved with the names of the samples. */
export function needsSamples(source: Source | null): boolean {
  if (source?.kind === "classes") return partsIn(source).some(needsSamples);
  return source !== null && !("layer" in source) && source.kind !== "label";
}

/** Whether a source stays marked while the reader selects nodes: all but a node and an edge. */
export function isSet(source: Source): boolean {
  return source.kind !== "node" && source.kind !== "edge";
}

/** Names of the nodes that a source's value states; those of a structure are in its graph. */
export function namesIn({ kind, value }: Source): string[] {
  switch (kind) {
    case "node":
    case "edge":
    case "path":
    case "nodes":
      return value.split(",");
    case "component":
    case "near":
      return [value.split(",")[0]!];
    default:
      return [];
  }
}

/** The steps that a neighbourhood reaches. */
export function stepsOf({ kind, value }: Source): number {
  return kind === "near" ? Number(value.split(",")[1]) : 0;
}

const NODE = "i\\d+c\\d+";
const VALUES: Record<GraphSource["kind"] | "rows", RegExp> = {
  node: new RegExp(`^${NODE}$`),
  structure: new RegExp(`^(island|bifurcation|loop|flare)-${NODE}(\\.\\d+)?$`),
  edge: new RegExp(`^${NODE},${NODE}$`),
  path: new RegExp(`^${NODE}(,${NODE})+$`),
  component: new RegExp(`^${NODE}$`),
  near: new RegExp(`^${NODE},\\d\\d?$`),
  nodes: new RegExp(`^${NODE}(,${NODE})*$`),
  range: RANGE,
  rows: /^[bd][\w-]+$/,
};

export type SourceKind = Source["kind"];

/** The value of a source in an address: with the layer where that is another than the one on show. */
export function sourceText(source: Source, shown: string): string {
  const layer = layerOf(source);
  return layer === null || layer === shown ? source.value : `${source.value}@${layer}`;
}

/** Read what `sourceText` wrote; undefined where it is no value of the kind. */
export function sourceOf(
  kind: SourceKind,
  text: string,
  shown: string,
  manifest: Pick<Manifest, "labels" | "columns" | "layers">,
): Source | undefined {
  if (kind in VALUES) return layered(kind as keyof typeof VALUES, text, shown, manifest);
  const source = { kind: kind as SampleSource["kind"], value: text };
  const parts = partsIn(source);
  if (!parts.length || !parts.every((part) => isThere(part, manifest))) return undefined;
  return unionOf(parts) ?? undefined;
}

/** Whether an exploration has a source; origins, samples and words are known later. */
function isThere(
  { kind, value }: SampleSource,
  manifest: Pick<Manifest, "labels" | "columns">,
): boolean {
  if (kind === "label") return manifest.labels.includes(value);
  return kind === "value" ? valueOf(value, manifest) !== null : value !== "";
}

function layered(
  kind: keyof typeof VALUES,
  text: string,
  shown: string,
  { layers }: Pick<Manifest, "layers">,
): Source | undefined {
  const [value = "", layer = shown] = text.split(/@(.*)/s);
  const known = layers.some(({ id }) => id === layer) && (kind !== "range" || rangeOf(value));
  return known && VALUES[kind].test(value) ? { kind, layer, value } : undefined;
}

/** "node:i3c0", "label:cat", for parts of an address that can hold any source. */
export function anySourceText(source: Source, shown: string): string {
  return `${source.kind}:${sourceText(source, shown)}`;
}

export function anySourceOf(
  text: string,
  shown: string,
  manifest: Pick<Manifest, "labels" | "columns" | "layers">,
): Source | undefined {
  const [kind = "", value = ""] = text.split(/:(.*)/s);
  const kinds: readonly string[] = [...GRAPH_KINDS, "rows", ...SAMPLE_KINDS];
  return kinds.includes(kind) ? sourceOf(kind as SourceKind, value, shown, manifest) : undefined;
}

/** NAME:KIND:VALUE;… with colons of names, and semicolons, escaped. */
export function keptText(kept: readonly Kept[], shown: string): string {
  return kept
    .map(({ name, source }) => {
      const stated = anySourceText(source, shown).replace(/[~;]/g, escaped);
      return `${name.replace(/[~:;]/g, escaped)}:${stated}`;
    })
    .join(";");
}

export function keptOf(
  text: string,
  shown: string,
  manifest: Pick<Manifest, "labels" | "columns" | "layers">,
): Kept[] | undefined {
  const all = text.split(";").map((entry): Kept | undefined => {
    const [name = "", rest = ""] = entry.split(/:(.*)/s);
    const source = anySourceOf(unescaped(rest), shown, manifest);
    return source && { name: unescaped(name), source };
  });
  return all.every((each) => each !== undefined) ? all : undefined;
}

function escaped(sign: string): string {
  return `~${sign.charCodeAt(0).toString(16)}`;
}

function unescaped(text: string): string {
  return text.replace(/~([0-9a-f]{2})/g, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
}

/** The column and the label that COLUMN:VALUE names; null where there is none. */
export function valueOf(
  text: string,
  manifest: Pick<Manifest, "columns">,
): { readonly column: string; readonly label: number } | null {
  for (const { name, labels } of manifest.columns) {
    const label = text.startsWith(`${name}:`) ? labels.indexOf(text.slice(name.length + 1)) : -1;
    if (label >= 0) return { column: name, label };
  }
  return null;
}

/** The source of a label of a column. */
export function labelSource(column: string | null, label: string): SampleSource {
  return column === null
    ? { kind: "label", value: label }
    : { kind: "value", value: `${column}:${label}` };
}
