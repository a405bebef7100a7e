// The graph of the published rows at any published level of eps: trees that the build made, cut.
// docs/family.md says why this is DBSCAN; mapper/cut.py is the same in Python. A cut at level l
// keeps what happens at levels up to l, so no distance is needed here.
import { type Chunks, undelta } from "./decode";
import { inverse } from "./graph";

/** The trees of one cover. A membership is a row in an interval, interval after interval. */
export interface Trees {
  readonly nIntervals: number;
  /** Memberships of interval i are offsets[i] to offsets[i + 1], by row. */
  readonly offsets: Uint32Array;
  /** Row of the layer, per membership. */
  readonly row: Uint32Array;
  /** Level from which on a membership is a core row. */
  readonly core: Uint8Array;
  /** Level from which on it is at least a border row. */
  readonly touch: Uint8Array;
  /** Its peak, counted through all intervals. */
  readonly peak: Uint32Array;
  readonly peakParent: Uint32Array;
  readonly peakLevel: Uint8Array;
  /** Memberships that touch further clusters: which, the peak there, and from which level on. */
  readonly furtherAt: Uint32Array;
  readonly furtherPeak: Uint32Array;
  readonly furtherLevel: Uint8Array;
  /** The memberships of each row are twins[slot..twinsEnd], from any of them those that follow. */
  readonly twins: Uint32Array;
  readonly slot: Uint32Array;
  readonly twinsEnd: Uint32Array;
}

/**
 * The graph at a level, as MapperGraph has it. The arrays are reused from cut to cut and longer than
 * what they hold: read no more than nNodes, nEdges and offsets[nNodes].
 */
export interface Cut {
  nNodes: number;
  nEdges: number;
  /** Node of each membership, -1 for noise. */
  readonly node: Int32Array;
  readonly interval: Uint16Array;
  readonly cluster: Uint16Array;
  /** Members of node i are members[offsets[i]..offsets[i + 1]], ascending. */
  readonly offsets: Uint32Array;
  readonly members: Uint32Array;
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  readonly shared: Uint32Array;
  readonly jaccard: Float64Array;
  /** For the cut's own use. */
  readonly scratch: Scratch;
}

interface Scratch {
  /** Where the way up from a peak leads, at this level; shortened while it is walked. */
  readonly link: Uint32Array;
  readonly nodeOfPeak: Int32Array;
  /** Memberships by node. */
  readonly order: Uint32Array;
  readonly next: Uint32Array;
  readonly common: Uint32Array;
  readonly met: Uint32Array;
}

/** Unpack the trees of one cover. */
export function treesOf({ header, arrays }: Chunks["family"], cover: number): Trees {
  const rows = undelta(Uint32Array.of(0, arrays.row.length), arrays.row);
  const own = header.covers[cover]!;
  const from = { intervals: 0, memberships: 0, peaks: 0, further: 0 };
  const keys = Object.keys(from) as (keyof typeof from)[];
  for (const before of header.covers.slice(0, cover))
    for (const key of keys) from[key] += before[key];
  const part = <T extends Uint8Array | Uint16Array | Uint32Array>(array: T, key: keyof typeof from) =>
    array.subarray(from[key], from[key] + own[key]) as T;
  const { offsets, place } = memberships(
    arrays.order,
    part(arrays.start, "intervals"),
    part(arrays.stop, "intervals"),
  );
  const interval = listNumbers(offsets);
  const firstPeak = runningSum(part(arrays.n_peaks, "intervals"));
  const peakInterval = listNumbers(firstPeak);
  const core = part(arrays.core, "memberships");
  const lead = part(arrays.lead, "memberships");
  const further = part(arrays.further_at, "further");
  const furtherAt = undelta(Uint32Array.of(0, further.length), further);
  const furtherPeak = part(arrays.further_peak, "further");
  return {
    nIntervals: own.intervals,
    offsets,
    row: place.map((k) => rows[k]!),
    core,
    touch: core.map((level, k) => level - lead[k]!),
    peak: Uint32Array.from(part(arrays.peak, "memberships"), (k, m) => firstPeak[interval[m]!]! + k),
    peakParent: Uint32Array.from(
      part(arrays.peak_parent, "peaks"),
      (k, peak) => firstPeak[peakInterval[peak]!]! + k,
    ),
    peakLevel: part(arrays.peak_level, "peaks"),
    furtherAt,
    furtherPeak: Uint32Array.from(
      furtherPeak,
      (k, f) => firstPeak[interval[furtherAt[f]!]!]! + k,
    ),
    furtherLevel: part(arrays.further_level, "further"),
    ...twins(place, rows.length),
  };
}

/** Room for the cuts of these trees at all levels. */
export function roomFor(trees: Trees): Cut {
  const { length } = trees.row;
  const nPeaks = trees.peakLevel.length;
  let nPairs = 0;
  for (let m = 0; m < length; m++) nPairs += trees.twinsEnd[m]! - trees.slot[m]! - 1;
  return {
    nNodes: 0,
    nEdges: 0,
    node: new Int32Array(length),
    interval: new Uint16Array(nPeaks),
    cluster: new Uint16Array(nPeaks),
    offsets: new Uint32Array(nPeaks + 1),
    members: new Uint32Array(length),
    source: new Uint32Array(nPairs),
    target: new Uint32Array(nPairs),
    shared: new Uint32Array(nPairs),
    jaccard: new Float64Array(nPairs),
    scratch: {
      link: new Uint32Array(nPeaks),
      nodeOfPeak: new Int32Array(nPeaks),
      order: new Uint32Array(length),
      next: new Uint32Array(nPeaks + 1),
      common: new Uint32Array(nPeaks),
      met: new Uint32Array(nPeaks),
    },
  };
}

/** Cut the trees at a level, into room that was made for them; returns that room. */
export function cutAt(trees: Trees, level: number, cut: Cut): Cut {
  labelAt(trees, level, cut);
  gatherMembers(trees, cut);
  findEdges(trees, cut);
  return cut;
}

/** Find only the node of each membership, and how many nodes there are. */
export function labelAt(trees: Trees, level: number, cut: Cut): Cut {
  const { link } = cut.scratch;
  for (let peak = 0; peak < link.length; peak++)
    link[peak] = trees.peakLevel[peak]! <= level ? trees.peakParent[peak]! : peak;
  numberNodes(trees, level, cut);
  placeBorders(trees, level, cut);
  return cut;
}

/** Where the way up from a peak ends. */
function top(link: Uint32Array, peak: number): number {
  let at = peak;
  while (link[at] !== at) {
    link[at] = link[link[at]!]!;
    at = link[at]!;
  }
  return at;
}

/** Core clusters, numbered by interval and then by their smallest core row. */
function numberNodes({ offsets, core, peak, nIntervals }: Trees, level: number, cut: Cut): void {
  const { link, nodeOfPeak } = cut.scratch;
  nodeOfPeak.fill(-1);
  let nNodes = 0;
  for (let interval = 0; interval < nIntervals; interval++) {
    const first = nNodes;
    for (let m = offsets[interval]!; m < offsets[interval + 1]!; m++) {
      cut.node[m] = -1;
      if (core[m]! > level) continue;
      const root = top(link, peak[m]!);
      if (nodeOfPeak[root]! < 0) {
        cut.interval[nNodes] = interval;
        cut.cluster[nNodes] = nNodes - first;
        nodeOfPeak[root] = nNodes++;
      }
      cut.node[m] = nodeOfPeak[root]!;
    }
  }
  cut.nNodes = nNodes;
}

/** A border row goes to the first of the clusters that it touches. */
function placeBorders(trees: Trees, level: number, { node, scratch }: Cut): void {
  const { core, touch, peak, furtherAt, furtherPeak, furtherLevel } = trees;
  const { link, nodeOfPeak } = scratch;
  for (let m = 0; m < core.length; m++)
    if (touch[m]! <= level && core[m]! > level) node[m] = nodeOfPeak[top(link, peak[m]!)]!;
  for (let f = 0; f < furtherAt.length; f++) {
    const m = furtherAt[f]!;
    if (furtherLevel[f]! > level || core[m]! <= level) continue;
    node[m] = Math.min(node[m]!, nodeOfPeak[top(link, furtherPeak[f]!)]!);
  }
}

function gatherMembers({ row }: Trees, { nNodes, node, offsets, members, scratch }: Cut): void {
  const { order, next } = scratch;
  offsets.fill(0, 0, nNodes + 1);
  for (let m = 0; m < node.length; m++) if (node[m]! >= 0) offsets[node[m]! + 1]!++;
  for (let i = 0; i < nNodes; i++) {
    offsets[i + 1]! += offsets[i]!;
    next[i] = offsets[i]!;
  }
  for (let m = 0; m < node.length; m++) {
    if (node[m]! < 0) continue;
    const at = next[node[m]!]!++;
    order[at] = m;
    members[at] = row[m]!;
  }
}

/** Edges by source and then target: nodes that share rows, and how many. */
function findEdges(trees: Trees, cut: Cut): void {
  const { common, met } = cut.scratch;
  cut.nEdges = 0;
  for (let source = 0; source < cut.nNodes; source++) {
    const nMet = meet(trees, cut, source);
    sortFirst(met, nMet);
    for (let k = 0; k < nMet; k++) {
      addEdge(cut, source, met[k]!, common[met[k]!]!);
      common[met[k]!] = 0;
    }
  }
}

/** Count the rows that a node shares with each later one; returns how many of those there are. */
function meet({ twins, slot, twinsEnd }: Trees, cut: Cut, source: number): number {
  const { order, common, met } = cut.scratch;
  let nMet = 0;
  for (let k = cut.offsets[source]!; k < cut.offsets[source + 1]!; k++) {
    const m = order[k]!;
    for (let twin = slot[m]! + 1; twin < twinsEnd[m]!; twin++) {
      const target = cut.node[twins[twin]!]!;
      if (target >= 0 && common[target]!++ === 0) met[nMet++] = target;
    }
  }
  return nMet;
}

function addEdge(cut: Cut, source: number, target: number, shared: number): void {
  const { offsets } = cut;
  const size = (node: number): number => offsets[node + 1]! - offsets[node]!;
  const edge = cut.nEdges++;
  cut.source[edge] = source;
  cut.target[edge] = target;
  cut.shared[edge] = shared;
  cut.jaccard[edge] = shared / (size(source) + size(target) - shared);
}

/** Sort the first few numbers of an array, in place. A node meets few others. */
function sortFirst(values: Uint32Array, count: number): void {
  for (let i = 1; i < count; i++) {
    const value = values[i]!;
    let k = i;
    for (; k > 0 && values[k - 1]! > value; k--) values[k] = values[k - 1]!;
    values[k] = value;
  }
}

/** The published rows of each interval, ascending, one interval after the other. */
function memberships(
  order: Uint16Array,
  start: Uint16Array,
  stop: Uint16Array,
): { offsets: Uint32Array; place: Uint32Array } {
  const offsets = runningSum(start.map((first, k) => stop[k]! - first));
  const place = new Uint32Array(offsets[start.length]!);
  for (let k = 0; k < start.length; k++)
    place.set(order.slice(start[k]!, stop[k]!).sort(), offsets[k]!);
  return { offsets, place };
}

/** All memberships by row, and where among them each stands. */
function twins(place: Uint32Array, nRows: number): Pick<Trees, "twins" | "slot" | "twinsEnd"> {
  const { offsets, values } = inverse(Uint32Array.from({ length: place.length + 1 }, (_, m) => m), place, nRows);
  const slot = new Uint32Array(place.length);
  values.forEach((m, at) => (slot[m] = at));
  return { twins: values, slot, twinsEnd: place.map((row) => offsets[row + 1]!) };
}

function runningSum(counts: Uint16Array): Uint32Array {
  const sums = new Uint32Array(counts.length + 1);
  counts.forEach((count, k) => (sums[k + 1] = sums[k]! + count));
  return sums;
}

/** For lists one after the other, the number of the list that each item is in. */
function listNumbers(offsets: Uint32Array): Uint32Array {
  const numbers = new Uint32Array(offsets[offsets.length - 1]!);
  for (let list = 0; list + 1 < offsets.length; list++)
    numbers.fill(list, offsets[list]!, offsets[list + 1]!);
  return numbers;
}
