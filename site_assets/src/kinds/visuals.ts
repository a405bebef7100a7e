// What is said of optimised pictures, in words.
import { plural } from "../look/describe";
import type { Inversion, Reached, Spread } from "./pictures";
import type { PictureKind } from "../data/schema";

/** What is said beneath each optimised picture; lines break between the figures only. */
export function reachedInWords({ steps, cosine, objective }: Reached): string {
  const figures = [
    plural(steps, "step"),
    `cosine ${cosine.toFixed(2)}`,
    `objective ${figureOf(objective)}`,
  ];
  return figures.map((figure) => figure.replace(" ", "\u00a0")).join(", ");
}

/** What the objective of a kind of pictures is. */
export function objectiveInWords({ aim }: PictureKind): string {
  return `Objective: dot product with ${aim}, times a power of the cosine.`;
}

/** What a node's pictures of single activations are of; a budget may have left out some. */
export function inversionsInWords([first, ...more]: readonly Inversion[]): string {
  if (more.length) return "Activations of single inputs, the nearest to its mean first";
  return first?.nearest
    ? "Its nearest input’s activation alone"
    : "One activation alone, not that of its nearest input";
}

/** What the strip shows; the cosine of the picture is null where there is none. */
export function spreadInWords({ low, middle, high }: Spread, picture: number | null): string {
  const range = `four in five of its members have a cosine of ${low.toFixed(2)} to ${high.toFixed(2)} to the mean`;
  const drawn = picture === null ? "" : `, its picture (▾) ${picture.toFixed(2)}`;
  if (middle >= WIDE) return `${range[0]!.toUpperCase()}${range.slice(1)}${drawn}.`;
  return `The node is wide: ${range}${drawn}. The mean is like none of them.`;
}

/** What the layer takes a node's picture for; where that is another node, its name follows. */
export function nearestInWords(ids: readonly string[], node: number, nearest: number): string {
  if (nearest < 0) return "The layer does not answer to its picture at all.";
  if (nearest !== node) return "Shown the picture, the layer answers nearer to";
  return `Shown the picture, the layer answers nearer to ${ids[node]!} than to any other node.`;
}

/** Median cosine below which a mean is called a fiction. */
const WIDE = 0.6;

function figureOf(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
