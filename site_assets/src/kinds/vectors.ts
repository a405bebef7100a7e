// Bare vectors: a row has an id, perhaps a label, and an origin. It is shown as a card of them.
import { labelName } from "../look/describe";
import { originOf, sampleOf } from "../look/origin";
import { el, name } from "../views/dom";
import type { Kind } from "./kind";

export const vectors: Kind = {
  chunks: { layer: null, samples: null },
  exemplars: "cards",
  fill(button, { row }, { data, samples, manifest }) {
    const id = sampleOf(data!, samples, row) ?? `row ${row}`;
    const origin = originOf(data!, samples, row);
    const label = samples?.arrays.label[data!.rows?.arrays.sample[row] ?? -1];
    const text = label === undefined ? null : labelName(manifest, label);
    button.append(el("span", { class: "card-name" }, name(id)));
    if (text !== null) button.append(el("span", {}, name(text)));
    if (origin !== id) button.append(el("span", { class: "soft" }, name(origin)));
  },
};
