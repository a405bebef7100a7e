// One result is remembered, and computed again only when an argument has changed.

/** A function that remembers its last result; views use it to draw only what has changed. */
export function memo<T extends readonly unknown[], R>(
  compute: (...args: T) => R,
): (...args: T) => R {
  let last: { readonly args: T; readonly result: R } | null = null;
  return (...args) => {
    if (!last?.args.every((value, i) => Object.is(value, args[i])))
      last = { args, result: compute(...args) };
    return last.result;
  };
}
