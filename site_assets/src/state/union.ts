// Several labels, values, origins, samples or words at once: their rows together are one selection.
// In an address: classes=cat,dog,origin:a.png; a label needs no word before it.
import type { SampleSource } from "./source";
import { gettext } from "../text";

/** What can be part of a union. */
const KINDS = ["label", "value", "origin", "sample", "form", "word"] as const;
const PREFIX = new RegExp(`^(${KINDS.join("|")}):`);
/** Names in words before the rest is counted. */
const NAMED = 3;

/** One of the sources of a union. */
export type PartSource = SampleSource & { readonly kind: (typeof KINDS)[number] };

export function isPart(source: { readonly kind: string } | null): source is PartSource {
  return KINDS.some((kind) => kind === source?.kind);
}

/** One source for all of some; null for none. The order in which they were chosen has no meaning. */
export function unionOf(parts: readonly PartSource[]): SampleSource | null {
  const items = [...new Set(parts.map(written))].sort();
  if (items.length < 2) return parts[0] ?? null;
  return { kind: "classes", value: items.join(",") };
}

/** The sources that a source consists of; none where it is of another kind. */
export function partsIn(
  source: { readonly kind: string; readonly value: string } | null,
): PartSource[] {
  if (source?.kind !== "classes") return isPart(source) ? [source] : [];
  // A comma with a backslash before it belongs to a name.
  const items = source.value.match(/(?:\\.|[^,\\])+/gs) ?? [];
  return items.map((item) => read(item.replace(/\\(.)/gs, "$1")));
}

/** The union with a source more, or without it where it is a part. */
export function toggled(
  source: { readonly kind: string; readonly value: string } | null,
  part: PartSource,
): SampleSource | null {
  const parts = partsIn(source);
  const rest = parts.filter((each) => written(each) !== written(part));
  return unionOf(rest.length < parts.length ? rest : [...parts, part]);
}

/** "cat, dog, owl and 3 more", of names. */
export function namesInShort(names: readonly string[]): string {
  if (names.length <= NAMED + 1) return names.join(", ");
  return gettext("{name} and {what} more", { name: names.slice(0, NAMED).join(", "), what: names.length - NAMED });
}

function written({ kind, value }: PartSource): string {
  const plain = kind === "label" && value !== "" && !PREFIX.test(value);
  return (plain ? value : `${kind}:${value}`).replace(/[\\,]/g, "\\$&");
}

function read(item: string): PartSource {
  const kind = KINDS.find((each) => item.startsWith(`${each}:`));
  return kind ? { kind, value: item.slice(kind.length + 1) } : { kind: "label", value: item };
}
