// The counts that the legends of sizes show.

/** Up to three counts that start with 1, 2 or 5, from small to the largest node. */
export function roundCounts(largest: number): number[] {
  const round = (value: number): number => {
    const power = 10 ** Math.floor(Math.log10(value));
    return Math.max(1, [5, 2, 1].map((step) => step * power).find((step) => step <= value) ?? 1);
  };
  return [
    ...new Set([round(Math.max(1, largest / 25)), round(Math.max(1, largest / 5)), round(largest)]),
  ];
}
