// A View as the part of an address after '#', and back. Defaults are left out, so short views
// have short addresses: #layer=block10&node=i12c0&at=3.2,-1,2.5
import {
  type Colouring,
  coloursOf,
  type EdgeWeight,
  type Mark,
  MARK_KINDS,
  startView,
  type View,
  weightsIn,
} from "./state";
import type { Manifest } from "../data/schema";

export interface Decoded {
  readonly view: View;
  /** What the address asks for and this exploration does not have, in words. */
  readonly problems: readonly string[];
}

const DIGITS = 4;
const STRUCTURE = /^(island|bifurcation|loop|flare)-i\d+c\d+(\.\d+)?$/;

export function encodeView(view: View, manifest: Manifest): string {
  const start = startView(manifest);
  const parts: [string, string][] = [["layer", view.layer]];
  if (view.node !== null) parts.push(["node", view.node]);
  if (view.colour !== start.colour) parts.push(["colour", view.colour]);
  if (view.weight !== start.weight) parts.push(["weight", view.weight]);
  if (view.edges !== start.edges) parts.push(["edges", short(view.edges)]);
  if (view.pictures) parts.push(["pictures", "1"]);
  if (view.mark) parts.push([view.mark.kind, view.mark.value]);
  if (view.points !== start.points) parts.push(["points", view.points]);
  if (view.camera) {
    const { x, y, zoom } = view.camera;
    parts.push(["at", [x, y, zoom].map(short).join(",")]);
  }
  return parts.map(([key, value]) => `${key}=${readable(value)}`).join("&");
}

/** Read an address; null where it is not a view at all (no hash, or a heading's anchor). */
export function decodeView(hash: string, manifest: Manifest): Decoded | null {
  const text = hash.replace(/^#/, "");
  if (!/^[a-z]+=/.test(text)) return null;
  const problems: string[] = [];
  let view = startView(manifest);
  for (const part of text.split("&")) {
    const [key = "", raw = ""] = part.split(/=(.*)/s);
    const value = unescaped(raw);
    const change = value === null ? undefined : READERS.get(key)?.(value, manifest);
    if (change) view = { ...view, ...change };
    else problems.push(problem(key, value ?? raw));
  }
  return { view, problems };
}

type Reader = (value: string, manifest: Manifest) => Partial<View> | undefined;

const READERS = new Map<string, Reader>(
  Object.entries({
    layer: (value, manifest) =>
      manifest.layers.some((layer) => layer.id === value) ? { layer: value } : undefined,
    node: (value) => (/^i\d+c\d+$/.test(value) ? { node: value } : undefined),
    colour: (value, manifest) =>
      coloursOf(manifest).includes(value as Colouring)
        ? { colour: value as Colouring }
        : undefined,
    weight: (value, manifest) =>
      weightsIn(manifest).includes(value as EdgeWeight)
        ? { weight: value as EdgeWeight }
        : undefined,
    edges: (value) => {
      const edges = number(value);
      return edges !== null && edges >= 0 && edges <= 1 ? { edges } : undefined;
    },
    pictures: (value) => (value === "1" || value === "0" ? { pictures: value === "1" } : undefined),
    points: (value) => (value === "graph" || value === "label" ? { points: value } : undefined),
    at: (value) => {
      const [x, y, zoom, ...more] = value.split(",").map(number);
      if (x == null || y == null || zoom == null || zoom <= 0 || more.length) return undefined;
      return { camera: { x, y, zoom } };
    },
    label: (value, manifest) =>
      manifest.labels.includes(value) ? { mark: { kind: "label", value } } : undefined,
    origin: (value) => markOf("origin", value),
    sample: (value) => markOf("sample", value),
    structure: (value) => (STRUCTURE.test(value) ? markOf("structure", value) : undefined),
    // What a reader would have typed and chosen: a label where one is called that, else an origin.
    search: (value, manifest) =>
      markOf(manifest.labels.includes(value) ? "label" : "origin", value),
  } satisfies Record<string, Reader>),
);

function markOf(kind: Mark["kind"], value: string): Partial<View> | undefined {
  return value ? { mark: { kind, value } } : undefined;
}

function problem(key: string, value: string): string {
  if (key === "layer") return `there is no layer “${value}”`;
  if ((MARK_KINDS as readonly string[]).includes(key)) return `there is no ${key} “${value}”`;
  if (READERS.has(key)) return `“${value}” is no value for “${key}”`;
  return `“${key}” is unknown`;
}

function number(text: string): number | null {
  return /^-?\d+(\.\d+)?(e-?\d+)?$/.test(text) ? Number(text) : null;
}

function short(value: number): string {
  return String(Number(value.toFixed(DIGITS)));
}

/** Escape what has a meaning in an address; leave commas and slashes for people to read. */
function readable(value: string): string {
  return encodeURIComponent(value).replace(/%2C/g, ",").replace(/%2F/g, "/").replace(/%20/g, "+");
}

function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text.replace(/\+/g, "%20"));
  } catch {
    return null;
  }
}
