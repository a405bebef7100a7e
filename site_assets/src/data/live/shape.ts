// The structures of a graph: islands, bifurcations, loops and flares, as analysis/shape of the
// build finds them; docs/structures.md defines them. Their stability is not judged here.
import type { Structure } from "../schema";
import { collapsedEdges, type Edges, neighbourSets, type Neighbours } from "./collapse";
import { shortestLoops } from "./loops";

const ISLAND_ROWS = 10;
const ISLAND_SHARE = 0.005;
const ARMS = 3;
const ARM_NODES = 2;
const REACH = 3;

/** What the structures of a graph depend on. */
export interface Shape extends Edges {
  readonly n: number;
  readonly ids: readonly string[];
  /** Rows of the whole graph, noise included. */
  readonly nRows: number;
  /** Number of distinct rows of some nodes. */
  rowsOf(nodes: readonly number[]): number;
}

type Kind = Structure["kind"];
interface Found {
  readonly kind: Kind;
  readonly nodes: readonly number[];
  readonly anchor: number;
  readonly arms: readonly (readonly number[])[];
}

const KINDS: readonly Kind[] = ["island", "bifurcation", "loop", "flare"];

/** Find the structures of a graph, without its largest component: by kind, then by rows. */
export function structuresOf(shape: Shape): Structure[] {
  const kept = collapsedEdges(shape);
  const pick = (values: ArrayLike<number>): number[] => kept.map((edge) => values[edge]!);
  const [source, target] = [pick(shape.source), pick(shape.target)];
  const near = neighbourSets({ n: shape.n, source, target });
  const lengths = pick(shape.jaccard).map((jaccard) => 1 - jaccard);
  const found: Found[] = [
    ...islands(shape, near),
    ...bifurcations(shape, near),
    ...shortestLoops(source, target, lengths, shape.n).map((nodes) => plain("loop", nodes)),
    ...flares(near).map((nodes) => plain("flare", nodes)),
  ];
  return documents(shape, found);
}

const plain = (kind: Kind, nodes: readonly number[]): Found => ({
  kind,
  nodes,
  anchor: nodes[0]!,
  arms: [],
});

/** Connected parts of the graph, most rows first. */
export function componentsOf(shape: Pick<Shape, "n" | "rowsOf">, near: Neighbours): number[][] {
  const parts = connected([...Array(shape.n).keys()], near).map((part) => ascending(part));
  const rows = new Map(parts.map((part) => [part, shape.rowsOf(part)]));
  return parts.sort((a, b) => rows.get(b)! - rows.get(a)! || a[0]! - b[0]!);
}

function islands(shape: Shape, near: Neighbours): Found[] {
  const least = Math.max(ISLAND_ROWS, Math.ceil(ISLAND_SHARE * shape.nRows));
  return componentsOf(shape, near)
    .slice(1)
    .filter((part) => shape.rowsOf(part) >= least)
    .map((part) => plain("island", part));
}

/** The connected parts of some nodes, each from its first node outwards. */
function connected(nodes: readonly number[], near: Neighbours): number[][] {
  const left = new Set(nodes);
  const parts: number[][] = [];
  for (const start of nodes) {
    if (!left.delete(start)) continue;
    const part = [start];
    for (const node of part)
      for (const other of ascending(near[node]!)) if (left.delete(other)) part.push(other);
    parts.push(part);
  }
  return parts;
}

function bifurcations(shape: Shape, near: Neighbours): Found[] {
  const found: Found[] = [];
  near.forEach((around, centre) => {
    if (around.size < ARMS) return;
    const arms = connected(withinReach(centre, near), near)
      .filter((part) => part.length >= ARM_NODES)
      .map((part) => ascending(part));
    if (arms.length < ARMS) return;
    const rows = new Map(arms.map((arm) => [arm, shape.rowsOf(arm)]));
    arms.sort((a, b) => rows.get(b)! - rows.get(a)! || a[0]! - b[0]!);
    found.push({ kind: "bifurcation", nodes: [centre, ...ascending(arms.flat())], anchor: centre, arms });
  });
  return found;
}

/** The nodes from 1 to REACH steps from a node, the nearest first. */
function withinReach(centre: number, near: Neighbours): number[] {
  const steps = new Map([[centre, 0]]);
  for (const [node, step] of steps)
    if (step < REACH)
      for (const other of ascending(near[node]!)) if (!steps.has(other)) steps.set(other, step + 1);
  return [...steps.keys()].slice(1);
}

function flares(near: Neighbours): number[][] {
  const only = (node: number): number => [...near[node]!][0]!;
  const spurs = new Set(
    [...near.keys()].filter((node) => near[node]!.size === 1 && near[only(node)]!.size >= ARMS),
  );
  const without = near.map(
    (around, node) => new Set(spurs.has(node) ? [] : [...around].filter((one) => !spurs.has(one))),
  );
  return [...without.keys()].flatMap((tip) => {
    const path = without[tip]!.size === 1 ? pendant(tip, without) : null;
    return path && path.length >= ARM_NODES ? [path] : [];
  });
}

/** The nodes from a tip up to the first branching; null where there is none. */
function pendant(tip: number, near: Neighbours): number[] | null {
  const path = [tip];
  let [node] = [...near[tip]!] as [number];
  while (near[node]!.size < ARMS) {
    const ahead = [...near[node]!].find((other) => other !== path.at(-1));
    path.push(node);
    if (ahead === undefined) return null;
    node = ahead;
  }
  return path;
}

function documents(shape: Shape, found: readonly Found[]): Structure[] {
  const seen = new Map<string, number>();
  const named = found.map((one) => {
    const name = `${one.kind}-${shape.ids[one.anchor]!}`;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    const id = seen.get(name) === 1 ? name : `${name}.${seen.get(name)!}`;
    const rows = shape.rowsOf(one.nodes);
    return { ...one, id, rows };
  });
  named.sort(
    (a, b) =>
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || b.rows - a.rows || byNodes(a.nodes, b.nodes),
  );
  return named.map(({ id, kind, nodes, arms, rows, anchor }) => ({
    id,
    name: nameOf(kind, nodes.length, arms.length, shape.ids[kind === "bifurcation" ? anchor : nodes[0]!]!),
    kind,
    nodes,
    arms,
    rows,
    bootstrap: null,
    family: null,
    stable: false,
  }));
}

function byNodes(a: readonly number[], b: readonly number[]): number {
  for (let k = 0; k < Math.min(a.length, b.length); k++) if (a[k] !== b[k]) return a[k]! - b[k]!;
  return a.length - b.length;
}

/** As bundle/shape.py names them. */
function nameOf(kind: Kind, nodes: number, arms: number, first: string): string {
  const title = `${kind[0]!.toUpperCase()}${kind.slice(1)}`;
  const size = `${nodes.toLocaleString("en")} ${nodes === 1 ? "node" : "nodes"}`;
  if (kind === "bifurcation") return `${title} at ${first} with ${arms.toLocaleString("en")} arms`;
  return kind === "flare" ? `${title} of ${size} from ${first}` : `${title} of ${size}`;
}

function ascending(values: Iterable<number>): number[] {
  return [...values].sort((a, b) => a - b);
}
