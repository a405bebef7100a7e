// Bare vectors: a row has an id, perhaps a label, and an origin. It is shown as a card of them, of
// what a table says of it, and of its largest channels.
import { indexIn } from "../data/ascending";
import type { Chunks } from "../data/decode";
import { detailsOf } from "../data/details";
import type { LayerData } from "../data/layer";
import { labelName } from "../look/describe";
import { originOf, sampleOf } from "../look/origin";
import { el, name } from "../views/dom";
import type { Kind } from "./kind";
import { gettext } from "../text";

/** Values of the table on a card. */
const MOST = 8;

export const vectors: Kind = {
  chunks: { layer: "channels", samples: null },
  exemplars: "cards",
  tells: true,
  fill(button, { row }, { data, samples, manifest }) {
    const id = sampleOf(data!, samples, row) ?? gettext("row {n}", row);
    const origin = originOf(data!, samples, row);
    const sample = data!.rows?.arrays.sample[row];
    const label = samples?.arrays.label[sample ?? -1];
    const text = label === undefined ? null : labelName(manifest, label);
    button.append(el("span", { class: "card-name" }, name(id)));
    if (text !== null) button.append(el("span", {}, name(text)));
    if (origin !== id) button.append(el("span", { class: "soft" }, name(origin)));
    const values = detailsOf(samples, sample)?.values ?? [];
    if (values.length) button.append(lines(values.slice(0, MOST)));
    const largest = largestOf(data!, row);
    if (largest.length) button.append(lines([["channels", largest.join(", ")]]));
  },
};

function channelsOf({ look }: LayerData): Chunks["channels"] | null {
  return look?.header.kind === "channels" ? (look as Chunks["channels"]) : null;
}

/** "12 (3.4)", "7 (−0.8)": the largest channels of a row; nothing where they are not published. */
function largestOf(data: LayerData, row: number): string[] {
  const chunk = channelsOf(data);
  const at = chunk ? indexIn(chunk.arrays.row, row) : -1;
  if (!chunk || at < 0) return [];
  const { header, arrays } = chunk;
  return Array.from({ length: header.shown }, (_, k) => {
    const place = at * header.shown + k;
    return `${arrays.channel[place]!} (${short(arrays.size[place]!)})`;
  });
}

function short(value: number): string {
  return Number(value.toPrecision(3)).toString().replace("-", "\u2212");
}

function lines(values: readonly (readonly [string, string])[]): HTMLElement {
  return el(
    "span",
    { class: "card-values" },
    ...values.map(([column, value]) =>
      el(
        "span",
        { class: "card-value" },
        el("span", { class: "visually-hidden" }, ", "),
        name(column),
        ": ",
        name(value),
      ),
    ),
  );
}
