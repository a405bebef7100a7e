// The words of ours in the language of the page. The English text in the code is the message; a
// page in another language loads a script with the translations before the viewer (language.ts;
// pages/site/assets.py). What the scripts say in English needs no file.

/** What the script of a language brings. */
export interface Texts {
  /** By which numbers are written. */
  readonly locale: string;
  /** What stands before decimals. */
  readonly point: string;
  /** The translation of a message. */
  of(message: string): string | undefined;
  /** The translation of a message about a number of things, by that for one thing. */
  many(one: string, n: number): string | undefined;
  /** Sentences that the data hold in English, with their values. */
  stored(text: string): string;
}

declare global {
  var topoTexts: Texts | undefined;
}

type Values = Readonly<Record<string, string | number>>;

/**
 * A message in the language of the page, with its values by name, or the value where there is one.
 * Placeholders without a value stay: see `filled`.
 */
export function gettext(message: string, values: Values | string | number = {}): string {
  return fill(globalThis.topoTexts?.of(message) ?? message, values);
}

/** A message about a number of things, which it writes as {n}. */
export function ngettext(one: string, many: string, n: number, values?: Values): string {
  const text = globalThis.topoTexts?.many(one, n) ?? (n === 1 ? one : many);
  return fill(text, { n: count(n), ...values });
}

/** Sentences that the data hold in English. */
export const stored = (text: string): string => globalThis.topoTexts?.stored(text) ?? text;

/** A whole number, with a sign between thousands. */
export const count = (value: number): string =>
  value.toLocaleString(globalThis.topoTexts?.locale ?? "en");

/** A number in digits, with the sign before decimals that the language has. */
export const pointed = (digits: string): string =>
  digits.replace(".", globalThis.topoTexts?.point ?? ".");

/** A number with so many decimals. */
export const decimals = (value: number, digits: number): string => pointed(value.toFixed(digits));

export function fill(text: string, values: Values | string | number): string {
  return text.replace(
    /\{(\w+)\}/g,
    (all, name: string) => `${typeof values === "object" ? (values[name] ?? all) : values}`,
  );
}
