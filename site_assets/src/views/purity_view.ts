// The purity of the nodes in a column of labels, layer by layer, beside chance.
import type { LabelPurity, Layer } from "../data/schema";
import { percent } from "../look/describe";
import type { App, Model } from "../state/model";
import { el, name, svg } from "./dom";
import { gettext } from "../text";

const WIDTH = 132;
const MARGIN = 6;

/** The section of the panel; null where the column has no purities. */
export function puritySection(model: Model, app: App): HTMLElement | null {
  const { manifest, column } = model;
  const found = manifest.layers.flatMap((layer) => {
    const purity = layer.purities.find((each) => each.column === column.name);
    return purity ? [{ layer, purity }] : [];
  });
  if (!found.length) return null;
  const grouped = found.some(({ purity }) => purity.within !== null);
  const shown = model.state.view.layer;
  return el(
    "section",
    { class: "purity-layers" },
    el("h3", {}, gettext("Purity by layer"), column.name !== null && named(column.name)),
    el("ul", { class: "bars" }, ...found.map((each) => row(each.layer, each.purity, shown, app))),
    el("p", { class: "soft small" }, meaning(grouped)),
  );
}

function named(column: string): HTMLElement {
  return el("span", { class: "soft" }, gettext(" in "), name(column));
}

function meaning(grouped: boolean): string {
  return grouped
    ? gettext(
      "A dot is the purity in groups, such as word forms, the line across is chance: labels " +
      "exchanged within the groups. The figure says how far above chance: 0 % is chance, " +
      "100 % is pure.")
    : gettext(
      "A dot is the purity of the members, the line across is chance: labels exchanged at " +
      "random. The figure says how far above chance: 0 % is chance, 100 % is pure.");
}

function row(layer: Layer, purity: LabelPurity, shown: string, app: App): HTMLElement {
  const value = purity.within ?? purity.purity;
  const chance = purity.chance_within ?? purity.chance;
  const excess = purity.excess === null ? "–" : percent(purity.excess);
  return el(
    "li",
    {},
    el(
      "button",
      {
        type: "button",
        class: "bar-row purity-row",
        "aria-current": layer.id === shown ? "true" : null,
        click: () => app.dispatch({ type: "layer", layer: layer.id }),
      },
      el("span", { class: "bar-name" }, name(layer.name)),
      strip(value, chance),
      el(
        "span",
        { class: "visually-hidden" },
        gettext(": purity {value}, chance {share}, excess ", { value: percent(value), share: percent(chance) }),
      ),
      el("span", { class: "figure" }, excess),
    ),
  );
}

/** As on the method page. */
function strip(purity: number, chance: number): SVGElement {
  const at = (share: number): string => (MARGIN + (WIDTH - 2 * MARGIN) * share).toFixed(1);
  const line = (style: string, d: string): SVGElement => svg("path", { class: style, d });
  return svg(
    "svg",
    { class: "purity-strip", viewBox: `0 0 ${WIDTH} 16`, "aria-hidden": "true" },
    line("purity-range", `M${MARGIN},8H${WIDTH - MARGIN}`),
    line("purity-gain", `M${at(chance)},8H${at(purity)}`),
    line("purity-chance", `M${at(chance)},3V13`),
    svg("circle", { class: "purity-dot", cx: at(purity), cy: 8, r: 4 }),
  );
}
