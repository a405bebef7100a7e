// The panel while no node is selected: the layer in a few sentences, and its largest nodes.
import { lentTo } from "../data/live/types";
import type { LayerData } from "../data/layer";
import { figure, majorityName, percent } from "../look/describe";
import { countedVectors } from "../look/noun";
import { el, name, whenIdle } from "./dom";
import type { App, Model } from "../state/model";
import { selectNode } from "../state/state";
import { kindOf } from "../kinds/kinds";
import { puritySection } from "./purity_view";
import type { Layer, Manifest } from "../data/schema";
import { count, gettext, ngettext } from "../text";

const STARTS = 6;

export function overview(model: Model, structures: HTMLElement, app: App): HTMLElement[] {
  const data = model.data!;
  const { layer } = data;
  // It is of the authors’ graphs.
  const purity = data.live ? null : puritySection(model, app);
  return [
    el(
      "header",
      { class: "panel-head" },
      el("h2", {}, name(data.layer.name)),
      el("p", {}, shape(data.layer)),
    ),
    ...layer.notices.map((said) => el("div", { class: "notice", role: "note" }, el("p", {}, said))),
    el("p", {}, (model.manifest.given ? graphOfFile : made)(layer, model.manifest) + " " + form(layer)),
    ...(purity ? [purity] : []),
    structures,
    starts(model, data, app),
    el(
      "p",
      { class: "soft" },
      gettext(
        "Select a node to see its members, its figures and its neighbours. With the keyboard: " +
          "Tab into the graph, walk with the arrow keys, select with Enter.",
      ),
    ),
  ];
}

function made(layer: Layer, manifest: Manifest): string {
  return (
    `${(layer.ball_radius === null ? clustered : covered)(layer, manifest)} ${merged(layer)}` +
    ngettext("{n} edge joins nodes that share members.", "{n} edges join nodes that share members.", layer.n_edges)
  );
}

/** Another tool made the graph. */
function graphOfFile({ n_rows, n_nodes, n_edges, quality }: Layer, manifest: Manifest): string {
  return gettext(
    "The graph was made of {rows} by another tool. It has {node} and {n}. {share} of the rows are in no node.",
    {
      rows: countedVectors(n_rows, manifest),
      node: ngettext("{n} node", "{n} nodes", n_nodes),
      n: ngettext("{n} edge", "{n} edges", n_edges),
      share: percent(1 - quality.coverage),
    },
  );
}

function clustered(layer: Layer, manifest: Manifest): string {
  const rows = countedVectors(layer.n_rows, manifest);
  return (
    ngettext(
      "{rows} of the layer were grouped into {n} node.",
      "{rows} of the layer were grouped into {n} nodes.",
      layer.n_nodes,
      { rows },
    ) + noise(layer)
  );
}

function covered(layer: Layer, manifest: Manifest): string {
  return (
    gettext("{rows} of the layer are in {what} of radius {value}, which make {node}.", {
      rows: countedVectors(layer.n_rows, manifest),
      what: ngettext("{n} ball", "{n} balls", layer.intervals[0]!),
      value: figure(layer.ball_radius!),
      node: ngettext("{n} node", "{n} nodes", layer.n_nodes),
    }) + noise(layer)
  );
}

function noise({ quality: { coverage } }: Layer): string {
  return coverage < 1 ? ` ${gettext("{share} of them are noise: they are in no node.", percent(1 - coverage))}` : "";
}

function merged({ contracted }: Layer): string {
  if (contracted === null) return "";
  return `${ngettext(
    "{n} further node was contained in a neighbour and merged into it.",
    "{n} further nodes were contained in a neighbour and merged into it.",
    contracted,
  )} `;
}

function shape({ channels, map_size }: Layer): string {
  if (!channels) return "";
  const [height = 1, width = 1] = map_size ?? [];
  return height * width > 1
    ? gettext("{what}, {n} × {width} positions", { what: ngettext("{n} channel", "{n} channels", channels), n: height, width })
    : ngettext("{n} channel", "{n} channels", channels);
}

function form({ quality }: Layer): string {
  const pieces =
    quality.components === 1
      ? gettext("The graph is connected")
      : gettext("The graph has {value}", ngettext("{n} component", "{n} components", quality.components));
  const purity =
    quality.purity === null
      ? ""
      : gettext(" On average {value} of a node’s members have its most frequent label.", percent(quality.purity));
  return `${pieces}.${purity}`;
}

function starts(model: Model, data: LayerData, app: App): HTMLElement {
  const { graph } = data;
  const tiles = Array.from(graph.bySize.subarray(0, STARTS), (node) => {
    const lent = lentTo(data, node);
    const thumbnail = lent && kindOf(model.manifest).thumbnail?.(lent.data, lent.node);
    const place = el("span", { class: "tile" });
    // After the graph: thumbnails can weigh more than everything before them together.
    if (thumbnail) whenIdle(() => place.replaceWith(thumbnail));
    const hover = (on: boolean) => (): void =>
      app.dispatch({ type: "hover", node: on ? node : null });
    const label = majorityName(model, node);
    return el(
      "button",
      {
        type: "button",
        class: "start",
        click: () => app.dispatch(selectNode(data, node)),
        mouseenter: hover(true),
        mouseleave: hover(false),
        focus: hover(true),
        blur: hover(false),
      },
      thumbnail ? place : null,
      label !== null && el("span", { class: "start-label" }, name(label)),
      el(
        "span",
        { class: "soft" },
        el("span", { class: "node-id" }, graph.ids[node]!),
        ` · ${label === null ? count(graph.size[node]!) : percent(model.nodeLabels!.purity[node]!)}`,
      ),
    );
  });
  return el("section", {}, el("h3", {}, gettext("Largest nodes")), el("div", { class: "starts" }, ...tiles));
}
