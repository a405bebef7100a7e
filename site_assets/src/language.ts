// What a page in another language than English loads, behind its translations: how the viewer finds
// them. core/translations.py writes the data.
import { fill, ngettext } from "./text";

interface Translations {
  readonly locale: string;
  /** The place of a category's form among the forms of a message. */
  readonly forms: Partial<Record<Intl.LDMLPluralRule, number>>;
  /** By the English text, that for one thing where there are several. */
  readonly messages: Readonly<Record<string, string | readonly string[]>>;
}

const { locale, forms, messages } = globalThis.topoTexts as unknown as Translations;
const rules = new Intl.PluralRules(locale);

globalThis.topoTexts = {
  locale,
  point: (0.5).toLocaleString(locale).charAt(1),
  of(message) {
    const found = messages[message];
    return typeof found === "string" ? found : found?.[0];
  },
  many: (one, n) => messages[one]?.[forms[rules.select(n)] ?? 0],
  stored: (text) => structure(text) ?? text.split(". ").map(ofSentence).join(". "),
};

/** "Flare of 3 nodes from i12c0", as bundle/shape.py names structures. */
function structure(text: string): string | null {
  const found = /^(Bifurcation at (\S+) with|Flare of|Loop of|Island of) ([\d,]+) (?:\w+)(?: from (\S+))?$/.exec(text);
  if (!found) return null;
  const [n, node] = [Number(found[3]!.replace(/,/g, "")), found[2] ?? found[4] ?? ""];
  switch (found[1]![0]) {
    case "B":
      return ngettext("Bifurcation at {node} with {n} arm", "Bifurcation at {node} with {n} arms", n, { node });
    case "F":
      return ngettext("Flare of {n} node from {node}", "Flare of {n} nodes from {node}", n, { node });
    case "L":
      return ngettext("Loop of {n} node", "Loop of {n} nodes", n);
    default:
      return ngettext("Island of {n} node", "Island of {n} nodes", n);
  }
}

function ofSentence(sentence: string): string {
  for (const [message, found] of Object.entries(messages)) {
    if (typeof found !== "string" || !/^[^{]{6,}\{/.test(message)) continue;
    const pattern = message.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{(\w+)\}/g, "(?<$1>.+?)");
    const values = new RegExp(`^${pattern}$`).exec(sentence)?.groups;
    if (values) return fill(found, values);
  }
  return sentence;
}
