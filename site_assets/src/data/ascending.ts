// Finds a number in a list of ascending numbers.

/** Index of a value in an ascending list; -1 where it is not in the list. */
export function indexIn(ascending: Uint32Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return ascending[low] === value ? low : -1;
}
