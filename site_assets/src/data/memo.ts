// One result is remembered, and computed again only when an argument has changed.

/** A function that remembers its last result; views use it to draw only what has changed. */
export function memo<T extends readonly unknown[], R>(
  compute: (...args: T) => R,
): (...args: T) => R {
  let last: T | null = null;
  let result: R;
  return (...args) => {
    if (!last?.every((value, i) => Object.is(value, args[i]))) {
      // Before the call: drawing moves the focus, which leads to events that draw again.
      last = args;
      result = compute(...args);
    }
    return result;
  };
}
