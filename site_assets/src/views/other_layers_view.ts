// The nodes of other layers that hold most nearly the same inputs as a node, as links.
import { counterpartOf } from "../data/graph";
import type { LayerData } from "../data/layer";
import type { Layer, Manifest } from "../data/schema";
import { plural } from "../look/describe";
import { nounOf } from "../look/noun";
import type { App, Model } from "../state/model";
import { el, name } from "./dom";
import { decimals, gettext, ngettext } from "../text";

/** Layers before and after the one on show that are always listed; with more, others can be opened. */
const NEAR = 2;

export function otherLayers(
  { manifest }: Model,
  data: LayerData,
  node: number,
  app: App,
): HTMLElement {
  const { layers } = manifest;
  const [, many] = nounOf(manifest);
  const own = layers.findIndex(({ id }) => id === data.layer.id);
  const rows = (wanted: (distance: number) => boolean): HTMLElement[] =>
    layers.flatMap((layer, place) =>
      place !== own && wanted(Math.abs(place - own))
        ? [row(manifest, data, node, layer, place, app)]
        : [],
    );
  const near = layers.length - 1 <= 2 * NEAR ? layers.length : NEAR;
  const far = rows((distance) => distance > near);
  return el(
    "section",
    { hidden: layers.length < 2 },
    el("h3", {}, gettext("In other layers"), el("span", { class: "soft" }, gettext(" by the {rows} they share", many))),
    el("ul", { class: "bars" }, ...rows((distance) => distance <= near)),
    far.length > 0 &&
      el(
        "details",
        {},
        el("summary", {}, ngettext("{n} more layer", "{n} more layers", far.length)),
        el("ul", { class: "bars" }, ...far),
      ),
  );
}

function row(
  manifest: Manifest,
  { graph }: LayerData,
  node: number,
  layer: Layer,
  place: number,
  app: App,
): HTMLElement {
  const found = counterpartOf(graph, node, place, manifest.layers.length);
  const head = el("span", { class: "bar-name" }, name(layer.name));
  if (!found) {
    const none = el("span", { class: "soft" }, gettext("no common {rows}", nounOf(manifest)[0]));
    return el("li", {}, el("p", { class: "bar-row counterpart" }, head, none));
  }
  const { id, jaccard, shared } = found;
  const bar = el("span", { class: "bar" });
  bar.style.setProperty("--share", String(jaccard));
  const press = (): void => app.dispatch({ type: "layer", layer: layer.id, node: id });
  head.append(" ", el("span", { class: "node-id" }, id));
  return el(
    "li",
    {},
    el(
      "button",
      {
        type: "button",
        class: "bar-row counterpart",
        title: gettext("{what} in both, Jaccard index {value}", { what: plural(shared, ...nounOf(manifest)), value: decimals(jaccard, 2) }),
        click: press,
      },
      head,
      bar,
      el("span", { class: "figure" }, decimals(jaccard, 2)),
    ),
  );
}
