// Search by label, node or sample: substring matching, the best match first.
import type { Source } from "./selection";

export interface Catalogue {
  readonly labels: readonly string[];
  readonly nodes: readonly string[];
  readonly origins: readonly string[];
  readonly samples: readonly string[];
  readonly structures: readonly string[];
}

export interface Result {
  readonly kind: Source["kind"];
  readonly value: string;
}

const LIMITS: readonly [Result["kind"], keyof Catalogue, number, number][] = [
  // kind, list, at most, letters needed before it is searched
  ["label", "labels", 6, 0],
  ["node", "nodes", 5, 1],
  ["structure", "structures", 5, 2],
  ["origin", "origins", 4, 1],
  ["sample", "samples", 5, 2],
];

export function search(query: string, catalogue: Catalogue): Result[] {
  const wanted = query.trim().toLowerCase();
  return LIMITS.flatMap(([kind, list, most, letters]) =>
    wanted.length < letters
      ? []
      : best(wanted, catalogue[list], wanted ? most : 12).map((value) => ({ kind, value })),
  );
}

function best(wanted: string, values: readonly string[], most: number): string[] {
  const found: [number, string][] = [];
  for (const value of values) {
    const score = rank(wanted, value.toLowerCase());
    if (score !== null) found.push([score, value]);
  }
  // Scores are few and small, and sort is stable: equal scores keep the catalogue's order.
  return found
    .sort((a, b) => a[0] - b[0])
    .slice(0, most)
    .map(([, value]) => value);
}

/** 0 equal, 1 at the start, 2 at the start of a word, 3 elsewhere; null: not contained. */
function rank(wanted: string, value: string): number | null {
  const at = value.indexOf(wanted);
  if (at < 0) return null;
  if (at === 0) return value.length === wanted.length ? 0 : 1;
  return /[\s_\-./]/.test(value[at - 1]!) ? 2 : 3;
}
