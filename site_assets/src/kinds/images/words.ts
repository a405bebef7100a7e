// Sentences about feature visualisations.
import type { Spread } from "../../data/exemplars";
import type { PictureKind } from "../../data/schema";
import type { Inversion, Reached } from "./pictures";
import { decimals, gettext, ngettext, pointed } from "../../text";

/** Median cosine similarity below which the centroid is not typical of the members. */
const WIDE = 0.6;

/** The caption of each feature visualisation; lines break between the figures only. */
export function reachedInWords({ steps, cosine, objective }: Reached): string {
  const figures = [
    ngettext("{n} step", "{n} steps", steps),
    gettext("cosine {value}", decimals(cosine, 2)),
    gettext("objective {value}", figureOf(objective)),
  ];
  return figures.map((figure) => figure.replace(" ", "\u00a0")).join(", ");
}

export function objectiveInWords({ aim }: PictureKind): string {
  return gettext("Objective: dot product with {name}, times a power of the cosine.", gettext(aim));
}

/** The lead of a node's feature visualisations of single activations; a budget may leave out some. */
export function inversionsInWords([first, ...more]: readonly Inversion[]): string {
  if (more.length)
    return gettext("Feature visualisations of single activations, nearest to the centroid first");
  return first?.nearest
    ? gettext("Feature visualisation of the activation of its nearest input")
    : gettext("Feature visualisation of one activation, not that of its nearest input");
}

/** What the strip shows; the cosine of the feature visualisation is null where there is none. */
export function spreadInWords({ low, middle, high }: Spread, reached: number | null): string {
  const range =
    gettext("80 % of the members have a cosine similarity of {low} to {to} to the centroid", { low: decimals(low, 2), to: decimals(high, 2) });
  const image = reached === null ? "" : gettext("; the feature visualisation (▾) has {value}", decimals(reached, 2));
  const wide = gettext(" The node is wide: the centroid is not typical of its members.");
  return `${range}${image}.${middle < WIDE ? wide : ""}`;
}

/** The node whose centroid is closest to a node's image; the name of another node follows. */
export function nearestInWords(ids: readonly string[], node: number, nearest: number): string {
  if (nearest < 0) return gettext("The activation of the image is zero.");
  if (nearest !== node) return gettext("The activation of the image is closest to another node:");
  return gettext("The activation of the image is closest to its own node, {node}.", ids[node]!);
}

function figureOf(value: number): string {
  return Math.abs(value) >= 100 ? decimals(value, 0) : pointed(value.toPrecision(3));
}
