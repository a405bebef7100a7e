// Where a graph of the family stands: its cover, and its eps.
import type { FamilyCover, FamilyHeader } from "../schema";

/** As a view states it. */
export interface Place {
  /** Such as 25x0.3; null: the author's own cover. */
  readonly cover: string | null;
  /** A value of eps; null: the author's own. */
  readonly level: number | null;
}

/** The same as indices into the lists of the family. */
export interface Spot {
  readonly cover: number;
  readonly level: number;
}

/** Digits of eps in an address; no two published values differ only after them. */
const DIGITS = 8;

export function coverName({ n_intervals, overlap }: FamilyCover): string {
  return `${n_intervals}x${overlap}`;
}

export function samePlace(one: Place | null, other: Place | null): boolean {
  return one?.cover === other?.cover && one?.level === other?.level;
}

/** The place of a spot; null for the author's own. */
export function placeOf(header: FamilyHeader, { cover, level }: Spot): Place | null {
  if (cover === 0 && level === header.own) return null;
  return {
    cover: cover === 0 ? null : coverName(header.covers[cover]!),
    level: level === header.own ? null : Number(header.levels[level]!.toPrecision(DIGITS)),
  };
}

/**
 * The spot of a place, at the published level that is nearest; null where the cover is not
 * published. `usual` is the level where the author's eps is no single value.
 */
export function spotOf(header: FamilyHeader, place: Place, usual: number): Spot | null {
  const cover =
    place.cover === null
      ? 0
      : header.covers.findIndex((each) => coverName(each) === place.cover);
  if (cover < 0) return null;
  const own = header.own ?? usual;
  return { cover, level: place.level === null ? own : nearest(header.levels, place.level) };
}

function nearest(levels: readonly number[], eps: number): number {
  let best = 0;
  levels.forEach((level, k) => {
    if (Math.abs(level - eps) < Math.abs(levels[best]! - eps)) best = k;
  });
  return best;
}
