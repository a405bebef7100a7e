// How the values of the colour are spread over nodes, or over their members, and which part of each
// bar is selected. Pure.
import { colourIndex, type Look } from "./appearance";
import { rampIndex } from "./palette";

export type Counting = "nodes" | "rows";

export interface Bar {
  /** Ends of the values; null where the colours are those of labels. */
  readonly low: number | null;
  readonly high: number | null;
  /** Index into the flat palette. */
  readonly colour: number;
  readonly count: number;
  /** How many of them are selected. */
  readonly lit: number;
}

const BARS = 24;

/** Bars from the lowest value to the highest, or of labels from the most frequent one. */
export function barsOf(look: Look, members: Uint32Array | null, counting: Counting): Bar[] {
  const place = look.scale ? placeOnScale(look) : placeOfLabel(look);
  const bars = look.scale ? scaleBars(look) : labelBars(look);
  const [counts, lit] = [bars.map(() => 0), bars.map(() => 0)];
  for (let node = 0; node < look.graph.n; node++) {
    const at = place(node);
    if (at === null) continue;
    const selected = members?.[node] ?? 0;
    counts[at]! += counting === "nodes" ? 1 : look.graph.size[node]!;
    lit[at]! += counting === "nodes" ? Math.min(1, selected) : selected;
  }
  return bars.map((bar, i) => ({ ...bar, count: counts[i]!, lit: lit[i]! }));
}

type Ends = Pick<Bar, "low" | "high" | "colour">;

function scaleBars({ scale }: Look): Ends[] {
  const { low, high } = scale!;
  const at = (part: number): number => low + ((high - low) * part) / BARS;
  return Array.from({ length: BARS }, (_, i) => ({
    low: at(i),
    high: at(i + 1),
    colour: rampIndex(at(i + 0.5), low, high),
  }));
}

function placeOnScale({ scale, values }: Look): (node: number) => number | null {
  const { low, high } = scale!;
  return (node) => {
    const part = (values[node]! - low) / (high - low);
    // A value that is not known has no bar.
    return part === part ? Math.min(BARS - 1, Math.max(0, Math.floor(part * BARS))) : null;
  };
}

/** A bar for each colour that nodes have. */
function labelBars(look: Look): Ends[] {
  return coloursOf(look).map((colour) => ({ low: null, high: null, colour }));
}

function placeOfLabel(look: Look): (node: number) => number | null {
  const places = new Map(coloursOf(look).map((colour, i) => [colour, i]));
  return (node) => places.get(colourIndex(node, look)) ?? null;
}

function coloursOf(look: Look): number[] {
  const found = Array.from({ length: look.graph.n }, (_, node) => colourIndex(node, look));
  return [...new Set(found)].sort((a, b) => a - b);
}
