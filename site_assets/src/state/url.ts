// A View as the part of an address after '#', and back. Defaults are left out, so short views
// have short addresses: #layer=block10&node=i12c0&at=3.2,-1,2.5
import { FORMER_WORDS as WORDS, type Manifest, VIEW_CHOICES, VIEW_KEYS } from "../data/schema";
import { coloursOf, hasVectors, isAnyJudged, isNamed } from "../look/figures";
import { ordersOf } from "../look/lines";
import { besideFrom, besideText } from "./beside";
import { paletteFrom, paletteInWords } from "./palette_words";
import {
  type Arrangement,
  calloutsFrom,
  pinsFrom,
  pinsInAddress,
} from "./arrangement";
import {
  anySourceOf,
  anySourceText,
  GRAPH_KINDS,
  keptOf,
  keptText,
  SAMPLE_KINDS,
  type Source,
  type SourceKind,
  sourceOf,
  sourceText,
} from "./source";
import { coloured, startView, type View, weightsIn } from "./state";
import { gettext } from "../text";

export interface Decoded {
  readonly view: View;
  /** Parts of the address that this exploration cannot show, in words. */
  readonly problems: readonly string[];
}

const DIGITS = 4;
const FORMER_WORDS = new Map<string, string>(Object.entries(WORDS));
/** Kinds that an address states as what is marked where it states no second selection. */
const MARKS: readonly string[] = ["structure", "range", ...SAMPLE_KINDS];

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
    after[key] ? `${gettext(key)} ${said(key, after[key])}`.trim() : gettext("no {name}", gettext(key)),
  );
  return words.join(", ") || gettext("place in the graph");
}

/** Of pinned nodes, the names; nothing of what is on. */
function said(key: Key, value: string): string {
  if (value === "1" && (key === "pictures" || key === "pies")) return "";
  return key === "pinned" ? value.replace(/:[^;]*/g, "").replace(/;/g, ", ") : value;
}

/** All parts of a view, those that have a default, too. */
function partsOf(view: View): Partial<Record<Key, string | undefined>> {
  const { lines, camera, arrangement, kept, layer } = view;
  return {
    layer,
    ...selectedParts(view),
    compare: view.comparing ? "1" : undefined,
    kept: kept.length ? keptText(kept, layer) : undefined,
    colour: view.colour,
    weight: view.weight,
    edges: short(view.edges),
    pictures: view.pictures ? "1" : undefined,
    points: view.points,
    projection: view.projection,
    column: view.column ?? undefined,
    pies: view.pies ? "1" : undefined,
    palette: paletteInWords(view.palette) || undefined,
    order: lines.order,
    only: lines.only ?? undefined,
    filter: lines.filter || undefined,
    ...arrangement,
    pinned: pinsInAddress(arrangement.pinned),
    callouts: arrangement.callouts.join(",") || undefined,
    cover: view.cut?.cover ?? undefined,
    level: view.cut?.level?.toString(),
    at: camera ? [camera.x, camera.y, camera.zoom].map(short).join(",") : undefined,
    beside: besideText(view.beside),
  };
}

/**
 * The selection and the mark, each by its kind, so that most addresses read as words. Where the
 * kinds do not say which is which, the mark is stated as the second selection.
 */
function selectedParts({ selected, marked, layer }: View): Partial<Record<Key, string>> {
  const first = selected && { [selected.kind]: sourceText(selected, layer) };
  if (!marked) return { ...first };
  const isPlain = MARKS.includes(marked.kind) && !(selected && MARKS.includes(selected.kind));
  if (selected && !isPlain) return { ...first, second: anySourceText(marked, layer) };
  return { ...first, [marked.kind]: sourceText(marked, layer) };
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
  // The second selection decides what the first one is.
  const isSecond = ({ key }: { readonly key: string }): boolean => key === "second";
  for (const { key, raw, value } of [...parts.filter(isSecond), ...parts.filter((part) => !isSecond(part))]) {
    const change = value === null ? undefined : READERS.get(key)?.(value, manifest, view);
    if (change) view = { ...view, ...change };
    else problems.push(problem(key, value ?? raw));
  }
  const comparing = view.comparing && view.selected !== null && view.marked !== null;
  return { view: { ...view, comparing }, problems };
}

type Reader = (value: string, manifest: Manifest, view: View) => Partial<View> | undefined;

const READERS = new Map<string, Reader>(
  Object.entries({
    layer: (value, manifest) => {
      const layer = layerOf(value, manifest);
      return layer === undefined ? undefined : { layer };
    },
    ...sourceReaders(),
    second: (value, manifest, { layer }) => {
      const marked = anySourceOf(value, layer, manifest);
      return marked && { marked };
    },
    compare: (value) => (value === "1" ? { comparing: true } : undefined),
    kept: (value, manifest, { layer }) => {
      const kept = keptOf(value, layer, manifest);
      return kept && { kept };
    },
    colour: (value, manifest, view) => {
      if (isNamed(value, manifest)) return coloured(view, value);
      const colour = oneOf(coloursOf(manifest), FORMER_WORDS.get(value) ?? value);
      return colour && coloured(view, colour);
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
    projection: (value, { projections }) => {
      const projection = oneOf(projections, value);
      return projection && { projection };
    },
    points: (value) => {
      const points = oneOf(VIEW_CHOICES.points, value);
      return points && { points };
    },
    cover: (value, manifest, { layer, cut }) =>
      hasFamily(layer, manifest) && /^\d+x\d(\.\d+)?$/.test(value)
        ? { cut: { level: null, ...cut, cover: value } }
        : undefined,
    level: (value, manifest, { layer, cut }) => {
      const level = number(value);
      return hasFamily(layer, manifest) && level !== null && level > 0
        ? { cut: { cover: null, ...cut, level } }
        : undefined;
    },
    at: (value) => {
      const [x, y, zoom, ...more] = value.split(",").map(number);
      if (x == null || y == null || zoom == null || zoom <= 0 || more.length) return undefined;
      return { camera: { x, y, zoom } };
    },
    beside: (value, manifest, { layer }) => {
      const beside = besideFrom(value, manifest, layer);
      return beside && { beside };
    },
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
    layout: (value, manifest, view) => {
      const layout = oneOf(VIEW_CHOICES.layout, value);
      return layout === "stress" || hasVectors(manifest) ? arranged(view, { layout }) : undefined;
    },
    size: (value, manifest, view) => {
      const size = oneOf(VIEW_CHOICES.size, value);
      return size !== "stability" || isAnyJudged(manifest) ? arranged(view, { size }) : undefined;
    },
    names: (value, _, view) => arranged(view, { names: oneOf(VIEW_CHOICES.names, value) }),
    minimap: (value, _, view) => arranged(view, { minimap: oneOf(VIEW_CHOICES.minimap, value) }),
    pinned: (value, _, view) => arranged(view, { pinned: pinsFrom(value) }),
    callouts: (value, _, view) => arranged(view, { callouts: calloutsFrom(value) }),
    // As if typed into the search box: a label of that name, else an origin.
    search: (value, manifest, view) =>
      placed(
        sourceOf(manifest.labels.includes(value) ? "label" : "origin", value, view.layer, manifest),
        view,
      ),
  } satisfies Record<Key | "search", Reader>),
);

function hasFamily(layer: string, { layers }: Manifest): boolean {
  return layers.some(({ id, family }) => id === layer && family !== null);
}

/** The id of the layer of this id, or of this name: addresses written by hand have names. */
function layerOf(value: string | null | undefined, manifest: Manifest): string | undefined {
  const { layers } = manifest;
  const found = layers.find(({ id }) => id === value) ?? layers.find(({ name }) => name === value);
  return found?.id;
}

/** The view arranged in another way; undefined where the address states no such way. */
function arranged(
  { arrangement }: View,
  change: { readonly [K in keyof Arrangement]?: Arrangement[K] | undefined },
): Partial<View> | undefined {
  if (Object.values(change).includes(undefined)) return undefined;
  return { arrangement: { ...arrangement, ...(change as Partial<Arrangement>) } };
}

/** The word if it is one of the allowed ones. */
function oneOf<T extends string>(allowed: readonly T[], word: string): T | undefined {
  return allowed.find((one) => one === word);
}

/** A reader for each kind of source. */
function sourceReaders(): Record<SourceKind, Reader> {
  const kinds: readonly SourceKind[] = [...GRAPH_KINDS, "rows", ...SAMPLE_KINDS];
  const reader =
    (kind: SourceKind): Reader =>
    (value, manifest, view) =>
      placed(sourceOf(kind, value, view.layer, manifest), view);
  return Object.fromEntries(kinds.map((kind) => [kind, reader(kind)])) as Record<SourceKind, Reader>;
}

/** A source is marked where its kind is seen as a mark and nothing is marked yet, else selected. */
function placed(source: Source | undefined, { marked }: View): Partial<View> | undefined {
  if (!source) return undefined;
  return !marked && MARKS.includes(source.kind) ? { marked: source } : { selected: source };
}

function problem(key: string, value: string): string {
  if (["layer", "label", "origin", "sample", "structure", "column", "value"].includes(key))
    return gettext("there is no {name} “{value}”", { name: gettext(key), value });
  if (key === "classes") return gettext("not all of the classes “{value}” are there", value);
  if (READERS.has(key)) return gettext("“{value}” is no value for “{name}”", { value, name: gettext(key) });
  return gettext("“{name}” is unknown", key);
}

function number(text: string): number | null {
  return /^-?\d+(\.\d+)?(e-?\d+)?$/.test(text) ? Number(text) : null;
}

function short(value: number): string {
  return String(Number(value.toFixed(DIGITS)));
}

/** Escape what has a meaning in an address, but not commas, colons and slashes, which are easier to read. */
function readable(value: string): string {
  return encodeURIComponent(value).replace(/%2C/g, ",").replace(/%3A/g, ":").replace(/%2F/g, "/").replace(/%20/g, "+").replace(/%3B/g, ";");
}

function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text.replace(/\+/g, "%20"));
  } catch {
    return null;
  }
}
