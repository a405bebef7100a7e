// Sentences about feature visualisations.
import type { Spread } from "../../data/exemplars";
import type { PictureKind } from "../../data/schema";
import { plural } from "../../look/describe";
import type { Inversion, Reached } from "./pictures";

/** Median cosine similarity below which the centroid is not typical of the members. */
const WIDE = 0.6;

/** The caption of each feature visualisation; lines break between the figures only. */
export function reachedInWords({ steps, cosine, objective }: Reached): string {
  const figures = [
    plural(steps, "step"),
    `cosine ${cosine.toFixed(2)}`,
    `objective ${figureOf(objective)}`,
  ];
  return figures.map((figure) => figure.replace(" ", "\u00a0")).join(", ");
}

export function objectiveInWords({ aim }: PictureKind): string {
  return `Objective: dot product with ${aim}, times a power of the cosine.`;
}

/** The lead of a node's feature visualisations of single activations; a budget may leave out some. */
export function inversionsInWords([first, ...more]: readonly Inversion[]): string {
  if (more.length)
    return "Feature visualisations of single activations, nearest to the centroid first";
  return first?.nearest
    ? "Feature visualisation of the activation of its nearest input"
    : "Feature visualisation of one activation, not that of its nearest input";
}

/** What the strip shows; the cosine of the feature visualisation is null where there is none. */
export function spreadInWords({ low, middle, high }: Spread, reached: number | null): string {
  const range =
    `80 % of the members have a cosine similarity of ${low.toFixed(2)} to ${high.toFixed(2)} ` +
    "to the centroid";
  const image = reached === null ? "" : `; the feature visualisation (▾) has ${reached.toFixed(2)}`;
  const wide = " The node is wide: the centroid is not typical of its members.";
  return `${range}${image}.${middle < WIDE ? wide : ""}`;
}

/** The node whose centroid is closest to a node's image; the name of another node follows. */
export function nearestInWords(ids: readonly string[], node: number, nearest: number): string {
  if (nearest < 0) return "The activation of the image is zero.";
  if (nearest !== node) return "The activation of the image is closest to another node:";
  return `The activation of the image is closest to its own node, ${ids[node]!}.`;
}

function figureOf(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
