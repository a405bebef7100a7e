// What readers see of a source.
import type { Manifest } from "../data/schema";
import { layerOf, namesIn, type Source, stepsOf, valueOf } from "../state/source";
import { rangeOf } from "../state/range";
import { namesInShort, partsIn } from "../state/union";
import { figureOf, named, written } from "./figures";
import { gettext, ngettext } from "../text";

type Named = Pick<
  Manifest,
  "labels" | "columns" | "layers" | "noun" | "lens" | "second_lens" | "node_value"
>;

/** A source in a few words; with its layer where that is another than the one on show. */
export function sourceInWords(source: Source, manifest: Named, shown: string | null = null): string {
  const layer = layerOf(source);
  const elsewhere = manifest.layers.find(({ id }) => id === layer && shown !== null && id !== shown);
  return inWords(source, manifest) + (elsewhere ? gettext(" of {name}", elsewhere.name) : "");
}

function inWords(source: Source, manifest: Named): string {
  const { kind, value } = source;
  const names = namesIn(source);
  switch (kind) {
    case "word":
      return gettext("“{value}” in the text", value);
    case "value": {
      const found = valueOf(value, manifest);
      return found ? value.slice(found.column.length + 1) : value;
    }
    case "edge":
      return names.join(" – ");
    case "path":
      return gettext("path from {name} to {what}", { name: names[0]!, what: names.at(-1)! });
    case "component":
      return gettext("component of {value}", value);
    case "near":
      return gettext("{what} around {name}", { what: ngettext("{n} step", "{n} steps", stepsOf(source)), name: names[0]! });
    case "nodes":
      return names.length === 1 ? gettext("node {value}", value) : ngettext("{n} node", "{n} nodes", names.length);
    case "range":
      return rangeInWords(value, manifest);
    case "classes":
      return namesInShort(partsIn(source).map((part) => inWords(part, manifest)));
    case "rows":
      return gettext("chosen {rows}", manifest.noun?.[1] ?? gettext("vectors"));
    default:
      return value;
  }
}

/** "mean L2 norm 3 to 9" */
function rangeInWords(text: string, manifest: Named): string {
  const range = rangeOf(text);
  if (!range) return text;
  const { legend, format } = figureOf(range.colour);
  const [low, high] = [range.low, range.high].map((value) => written(value, format, manifest));
  const of = range.column === null ? "" : gettext(" in {name}", range.column);
  return gettext("{name}{what} {low} to {to}", { name: named(legend, manifest), what: of, low: low!, to: high! });
}
