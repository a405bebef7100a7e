// Bare vectors: a row has an id, an origin and perhaps a label, and looks like a card that says so.
import { labelName } from "../look/describe";
import { originOf, sampleOf } from "../look/origin";
import { el, name } from "../views/dom";
import type { Kind } from "./kind";

export const vectors: Kind = {
  chunks: { layer: null, samples: null },
  exemplars: "cards",
  fill(button, { row }, model) {
    const { data, samples, manifest } = model;
    const id = sampleOf(model, data!, row) ?? `row ${row}`;
    const origin = originOf(model, data!, row);
    const label = samples?.arrays.label[data!.rows?.arrays.sample[row] ?? -1];
    const text = label === undefined ? null : labelName(manifest, label);
    button.append(
      el("span", { class: "card-name" }, name(id)),
      text !== null && el("span", {}, name(text)) || "",
      origin === id ? "" : el("span", { class: "soft" }, name(origin)),
    );
  },
};
