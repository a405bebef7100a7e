// The words of ours in the language of the page. The English text in the code is the message; a
// page in another language loads a script with the translations before the viewer
// (pages/site/assets.py). What the scripts say in English needs no file.

/** What the script of a language holds; core/translations.py writes it. */
export interface Texts {
  /** By which numbers are written. */
  readonly locale: string;
  /** The place of a category's form among the forms of a message. */
  readonly forms: Partial<Record<Intl.LDMLPluralRule, number>>;
  /** By the English text, that for one thing where there are several. */
  readonly messages: Readonly<Record<string, string | readonly string[]>>;
}

declare global {
  var topoTexts: Texts | undefined;
}

type Values = Readonly<Record<string, string | number>>;

export const locale = (): string => globalThis.topoTexts?.locale ?? "en";

/** A message in the language of the page. Placeholders without a value stay: see `filled`. */
export function gettext(message: string, values?: Values): string {
  const text = (globalThis.topoTexts?.messages[message] as string | undefined) ?? message;
  return values ? fill(text, values) : text;
}

/** A message about a number of things, which it writes as {n}. */
export function ngettext(one: string, many: string, n: number, values?: Values): string {
  const texts = globalThis.topoTexts;
  const forms = texts?.messages[one] as readonly string[] | undefined;
  const form = texts?.forms[new Intl.PluralRules(texts.locale).select(n)];
  return fill(forms?.[form ?? 0] ?? (n === 1 ? one : many), { n: count(n), ...values });
}

let whole: Intl.NumberFormat | undefined;

/** A whole number, with a sign between thousands. */
export function count(value: number): string {
  return (whole ??= new Intl.NumberFormat(locale())).format(value);
}

/** A number with so many decimals. */
export function decimals(value: number, digits: number): string {
  const shown = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale(), shown).format(value);
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => `${values[name] ?? all}`);
}
