// A View as the part of an address after '#', and back. Defaults are left out, so short views
// have short addresses: #layer=block10&node=i12c0&at=3.2,-1,2.5
import { FORMER_WORDS as WORDS, type Manifest, VIEW_CHOICES, VIEW_KEYS } from "../data/schema";
import { coloursOf, isNamed } from "../look/figures";
import { ordersOf } from "../look/lines";
import { paletteFrom, paletteInWords } from "./palette_words";
import { type SampleSource, valueOf } from "./selection";
import { startView, type View, weightsIn } from "./state";

export interface Decoded {
  readonly view: View;
  /** Parts of the address that this exploration cannot show, in words. */
  readonly problems: readonly string[];
}

const DIGITS = 4;
const FORMER_WORDS = new Map<string, string>(Object.entries(WORDS));
const STRUCTURE = /^(island|bifurcation|loop|flare)-i\d+c\d+(\.\d+)?$/;

type Key = (typeof VIEW_KEYS)[number];

export function encodeView(view: View, manifest: Manifest): string {
  const parts = partsOf(view);
  const start = partsOf(startView(manifest));
  const stated = VIEW_KEYS.filter((key) => key === "layer" || parts[key] !== start[key]);
  return stated.map((key) => `${key}=${readable(parts[key] ?? "")}`).join("&");
}

/** "node i12c0, colour purity, no label": the parts of a view in which another one differs. */
export function changeInWords(from: View, to: View): string {
  const [before, after] = [partsOf(from), partsOf(to)];
  const words = VIEW_KEYS.filter((key) => key !== "at" && before[key] !== after[key]).map((key) =>
    after[key] ? `${key} ${after[key]}` : `no ${key}`,
  );
  return words.join(", ").replace(/(pictures|pies) 1/, "$1") || "place in the graph";
}

/** All parts of a view, those that have a default, too. */
function partsOf(view: View): Partial<Record<Key, string | undefined>> {
  const { marked, lines, camera } = view;
  return {
    layer: view.layer,
    node: view.selected?.value,
    colour: view.colour,
    weight: view.weight,
    edges: short(view.edges),
    pictures: view.pictures ? "1" : undefined,
    points: view.points,
    column: view.column ?? undefined,
    pies: view.pies ? "1" : undefined,
    palette: paletteInWords(view.palette) || undefined,
    order: lines.order,
    only: lines.only ?? undefined,
    filter: lines.filter || undefined,
    at: camera ? [camera.x, camera.y, camera.zoom].map(short).join(",") : undefined,
    ...(marked && { [marked.kind]: marked.value }),
  };
}

/** Read an address; null where it is not that of a view (no hash, or a heading's anchor). */
export function decodeView(hash: string, manifest: Manifest): Decoded | null {
  const text = hash.replace(/^#/, "");
  if (!/^[a-z]+=/.test(text)) return null;
  const problems: string[] = [];
  const parts = text.split("&").map((part) => {
    const [key = "", raw = ""] = part.split(/=(.*)/s);
    return { key, raw, value: unescaped(raw) };
  });
  let view = startView(manifest);
  // Nodes and structures belong to the layer, in whatever order the address has them.
  const layer = layerOf(parts.filter(({ key }) => key === "layer").at(-1)?.value, manifest);
  if (layer !== undefined) view = { ...view, layer };
  for (const { key, raw, value } of parts) {
    const change = value === null ? undefined : READERS.get(key)?.(value, manifest, view);
    if (change) view = { ...view, ...change };
    else problems.push(problem(key, value ?? raw));
  }
  return { view, problems };
}

type Reader = (value: string, manifest: Manifest, view: View) => Partial<View> | undefined;

const READERS = new Map<string, Reader>(
  Object.entries({
    layer: (value, manifest) => {
      const layer = layerOf(value, manifest);
      return layer === undefined ? undefined : { layer };
    },
    node: (value, _, { layer }) =>
      /^i\d+c\d+$/.test(value) ? { selected: { kind: "node", layer, value } } : undefined,
    colour: (value, manifest) => {
      if (isNamed(value, manifest)) return { colour: value };
      const colour = oneOf(coloursOf(manifest), FORMER_WORDS.get(value) ?? value);
      return colour && { colour };
    },
    weight: (value, manifest) => {
      const weight = oneOf(weightsIn(manifest), value);
      return weight && { weight };
    },
    edges: (value) => {
      const edges = number(value);
      return edges !== null && edges >= 0 && edges <= 1 ? { edges } : undefined;
    },
    pictures: (value) => {
      const pictures = oneOf(VIEW_CHOICES.pictures, value);
      return pictures && { pictures: pictures === "1" };
    },
    points: (value) => {
      const points = oneOf(VIEW_CHOICES.points, value);
      return points && { points };
    },
    at: (value) => {
      const [x, y, zoom, ...more] = value.split(",").map(number);
      if (x == null || y == null || zoom == null || zoom <= 0 || more.length) return undefined;
      return { camera: { x, y, zoom } };
    },
    label: (value, manifest) =>
      manifest.labels.includes(value) ? marking("label", value) : undefined,
    origin: (value) => marking("origin", value),
    sample: (value) => marking("sample", value),
    value: (value, manifest) => (valueOf(value, manifest) ? marking("value", value) : undefined),
    form: (value) => marking("form", value),
    word: (value) => marking("word", value),
    column: (value, manifest) =>
      manifest.columns.some(({ name }) => name === value) ? { column: value } : undefined,
    pies: (value) => {
      const pies = oneOf(VIEW_CHOICES.pies, value);
      return pies && (pies === "1" ? { pies: true, colour: "label" } : { pies: false });
    },
    palette: (value, manifest) => {
      const palette = paletteFrom(value, manifest);
      return palette && { palette };
    },
    order: (value, manifest, { lines }) =>
      ordersOf(manifest).some(([order]) => order === value)
        ? { lines: { ...lines, order: value } }
        : undefined,
    only: (value, manifest, { lines }) =>
      [manifest, ...manifest.columns].some(({ labels }) => labels.includes(value))
        ? { lines: { ...lines, only: value } }
        : undefined,
    filter: (value, _, { lines }) => ({ lines: { ...lines, filter: value } }),
    structure: (value, _, { layer }) =>
      STRUCTURE.test(value) ? { marked: { kind: "structure", layer, value } } : undefined,
    // As if typed into the search box: a label of that name, else an origin.
    search: (value, manifest) =>
      marking(manifest.labels.includes(value) ? "label" : "origin", value),
  } satisfies Record<Key | "search", Reader>),
);

/** The id of the layer of this id, or of this name: addresses written by hand have names. */
function layerOf(value: string | null | undefined, manifest: Manifest): string | undefined {
  const { layers } = manifest;
  const found = layers.find(({ id }) => id === value) ?? layers.find(({ name }) => name === value);
  return found?.id;
}

/** The word if it is one of the allowed ones. */
function oneOf<T extends string>(allowed: readonly T[], word: string): T | undefined {
  return allowed.find((one) => one === word);
}

function marking(kind: SampleSource["kind"], value: string): Partial<View> | undefined {
  return value ? { marked: { kind, value } } : undefined;
}

function problem(key: string, value: string): string {
  if (["layer", "label", "origin", "sample", "structure", "column", "value"].includes(key))
    return `there is no ${key} “${value}”`;
  if (READERS.has(key)) return `“${value}” is no value for “${key}”`;
  return `“${key}” is unknown`;
}

function number(text: string): number | null {
  return /^-?\d+(\.\d+)?(e-?\d+)?$/.test(text) ? Number(text) : null;
}

function short(value: number): string {
  return String(Number(value.toFixed(DIGITS)));
}

/** Escape what has a meaning in an address, but not commas, colons and slashes, which are easier to read. */
function readable(value: string): string {
  return encodeURIComponent(value).replace(/%2C/g, ",").replace(/%3A/g, ":").replace(/%2F/g, "/").replace(/%20/g, "+");
}

function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text.replace(/\+/g, "%20"));
  } catch {
    return null;
  }
}
