// The graphs that stand beside the first one: which there are, how they change, and as a part of
// addresses: beside=block3,block10~1.5:-2:3,other/head. Pure.
import { ALL_LAYERS, type Manifest, MOST_BESIDE } from "../data/schema";
import { type Camera, sameCamera } from "../look/camera";
import { gettext } from "../text";

/** A layer whose graph stands beside the first, with a camera of its own. */
export interface BesideGraph {
  /** Folder name of another exploration; null: this one. */
  readonly exploration: string | null;
  readonly layer: string;
  /** null: everything in view. */
  readonly camera: Camera | null;
}

/** Graphs beside the first, at most two; or small graphs of all layers in its place. */
export type Beside = readonly BesideGraph[] | typeof ALL_LAYERS;

export const ALONE: Beside = [];

/** The parts of a View that this file changes. */
interface Placed {
  readonly layer: string;
  readonly camera: Camera | null;
  readonly beside: Beside;
}

/** The graphs that stand beside the first; none where all layers are shown. */
export function graphsBeside(beside: Beside): readonly BesideGraph[] {
  return beside === ALL_LAYERS ? [] : beside;
}

/** "block3", or "other/block3" of another exploration. */
export function graphId({ exploration, layer }: Pick<BesideGraph, "exploration" | "layer">): string {
  return exploration === null ? layer : `${exploration}/${layer}`;
}

export function besideText(beside: Beside): string | undefined {
  if (beside === ALL_LAYERS) return beside;
  const texts = beside.map(({ camera, ...graph }) => {
    const place = camera && [camera.x, camera.y, camera.zoom].map(short).join(":");
    return place ? `${graphId(graph)}~${place}` : graphId(graph);
  });
  return texts.length ? texts.join(",") : undefined;
}

/** "Side by side: block3, block10", "All layers", or the layer that is alone, for announcements. */
export function besideInWords(view: Placed, manifest: Manifest): string {
  if (view.beside === ALL_LAYERS) return gettext("All layers");
  const ids = inOrder(view, manifest).map((graph) => (graph ? graphId(graph) : view.layer));
  return ids.length > 1 ? gettext("Side by side: {name}", ids.join(", ")) : gettext("One graph: {name}", ids[0]!);
}

/** Read a part of an address; undefined where it names a graph that there is not. */
export function besideFrom(text: string, manifest: Manifest, layer: string): Beside | undefined {
  if (text === ALL_LAYERS) return ALL_LAYERS;
  const graphs = text.split(",").map((each) => graphFrom(each, manifest));
  if (graphs.length > MOST_BESIDE || !graphs.every((graph) => graph !== null)) return undefined;
  const ids = [layer, ...graphs.map(graphId)];
  return new Set(ids).size === ids.length ? graphs : undefined;
}

function graphFrom(text: string, manifest: Manifest): BesideGraph | null {
  const [id = "", place] = text.split("~");
  const camera = place === undefined ? null : cameraFrom(place);
  const [layer, exploration = null] = id.split("/").reverse();
  const layers =
    exploration === null
      ? manifest.layers.map((each) => each.id)
      : manifest.others.find(({ name }) => name === exploration)?.layers;
  if (camera === undefined || !layer || !layers?.includes(layer)) return null;
  return { exploration, layer, camera };
}

function cameraFrom(text: string): Camera | undefined {
  const [x, y, zoom, ...more] = text.split(":").map(Number);
  const all = [x, y, zoom].every((value) => Number.isFinite(value));
  return all && zoom! > 0 && !more.length ? { x: x!, y: y!, zoom: zoom! } : undefined;
}

/**
 * The graphs that stand beside one at first: of the layers after and before it. Without such a layer
 * those of other explorations.
 */
export function neighbours(manifest: Manifest, layer: string, number: number): BesideGraph[] {
  const layers = manifest.layers.map(({ id }) => id);
  const at = layers.indexOf(layer);
  const near = [1, -1, 2, -2].flatMap((step) => layers[at + step] ?? []);
  const graphs = near.map((id) => ({ exploration: null, layer: id, camera: null }));
  const foreign = manifest.others.map(({ name, layers: [first = ""] }) => ({
    exploration: name,
    layer: first,
    camera: null,
  }));
  return [...graphs, ...foreign].slice(0, number);
}

/**
 * The view of another layer. Where its graph stands beside the first, the two change their parts and
 * nothing moves; small graphs of all layers make room for the one.
 */
export function promoted(view: Placed, layer: string): Placed {
  const graphs = graphsBeside(view.beside);
  const found = graphs.find((graph) => graph.exploration === null && graph.layer === layer);
  const left = { exploration: null, layer: view.layer, camera: view.camera };
  const beside = graphs.map((graph) => (graph === found ? left : graph));
  return { layer, camera: found?.camera ?? null, beside };
}

/** Put another layer in the place of one of the graphs; those that are there change places. */
export function replaced(view: Placed, place: number, graph: BesideGraph): Beside {
  const graphs = graphsBeside(view.beside);
  const before = graphs[place];
  const other = graphs.findIndex((each) => graphId(each) === graphId(graph));
  if (other === place) return graphs;
  return graphs.map((each, i) => (i === place ? graph : i === other && before ? before : each));
}

/** All graphs in their order on the page: those of this exploration in forward order, then others. */
export function inOrder(view: Placed, manifest: Manifest): readonly (BesideGraph | null)[] {
  const rank = (graph: BesideGraph | null): number => {
    if (graph && graph.exploration !== null) return manifest.layers.length;
    return manifest.layers.findIndex(({ id }) => id === (graph?.layer ?? view.layer));
  };
  return [null, ...graphsBeside(view.beside)].sort((a, b) => rank(a) - rank(b));
}

/** The same graphs with one camera set; itself where nothing changes. */
export function withCamera(beside: Beside, id: string, camera: Camera | null): Beside {
  if (beside === ALL_LAYERS) return beside;
  const found = beside.find((graph) => graphId(graph) === id);
  if (!found || same(found.camera, camera)) return beside;
  return beside.map((graph) => (graph === found ? { ...graph, camera } : graph));
}

function same(a: Camera | null, b: Camera | null): boolean {
  return a && b ? sameCamera(a, b) : a === b;
}

function short(value: number): string {
  return String(Number(value.toFixed(4)));
}
