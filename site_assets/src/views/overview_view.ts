// The panel while no node is selected: the layer in a few sentences, and its largest nodes.
import { lentTo } from "../data/live/types";
import type { LayerData } from "../data/layer";
import { count, figure, majorityName, percent, plural } from "../look/describe";
import { countedVectors } from "../look/noun";
import { el, name, whenIdle } from "./dom";
import type { App, Model } from "../state/model";
import { selectNode } from "../state/state";
import { kindOf } from "../kinds/kinds";
import { puritySection } from "./purity_view";
import type { Layer, Manifest } from "../data/schema";

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
    el("p", {}, (model.manifest.given ? graphOfFile : made)(layer, model.manifest) + form(layer)),
    ...(purity ? [purity] : []),
    structures,
    starts(model, data, app),
    el(
      "p",
      { class: "soft" },
      `Select a node to see its ${layer.channels ? "exemplars" : "members"}, its figures and its ` +
        "neighbours. " +
        "With the keyboard: Tab into the graph, walk with the arrow keys, select with Enter.",
    ),
  ];
}

function made(layer: Layer, manifest: Manifest): string {
  return (
    (layer.ball_radius === null ? clustered : covered)(layer, manifest) +
    merged(layer) +
    `${plural(layer.n_edges, "edge joins", "edges join")} nodes that share members. `
  );
}

/** Another tool made the graph. */
function graphOfFile({ n_rows, n_nodes, n_edges, quality }: Layer, manifest: Manifest): string {
  return (
    `The graph was made of ${countedVectors(n_rows, manifest)} by another tool. It has ` +
    `${plural(n_nodes, "node")} and ${plural(n_edges, "edge")}. ` +
    `${percent(1 - quality.coverage)} of them are in no node. `
  );
}

function clustered(layer: Layer, manifest: Manifest): string {
  return (
    `${countedVectors(layer.n_rows, manifest)} of the layer were clustered into ` +
    `${plural(layer.n_nodes, "node")}. ${noise(layer)}`
  );
}

function covered(layer: Layer, manifest: Manifest): string {
  return (
    `${countedVectors(layer.n_rows, manifest)} of the layer are in ` +
    `${plural(layer.intervals[0]!, "ball")} of radius ${figure(layer.ball_radius!)}, which make ` +
    `${plural(layer.n_nodes, "node")}. ${layer.quality.coverage < 1 ? noise(layer) : ""}`
  );
}

function noise(layer: Layer): string {
  return `${percent(1 - layer.quality.coverage)} of them are noise: they are in no node. `;
}

function merged({ contracted }: Layer): string {
  if (contracted === null) return "";
  const nodes = plural(contracted, "further node was", "further nodes were");
  return `${nodes} contained in a neighbour and merged into it. `;
}

function shape({ channels, map_size }: Layer): string {
  if (!channels) return "";
  const [height = 1, width = 1] = map_size ?? [];
  return height * width > 1
    ? `${plural(channels, "channel")}, ${height} × ${width} positions`
    : plural(channels, "channel");
}

function form({ quality }: Layer): string {
  const pieces =
    quality.components === 1
      ? "The graph is connected"
      : `The graph has ${plural(quality.components, "component")}`;
  const purity =
    quality.purity === null
      ? ""
      : ` On average ${percent(quality.purity)} of a node’s members have its most frequent label.`;
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
  return el("section", {}, el("h3", {}, "Largest nodes"), el("div", { class: "starts" }, ...tiles));
}
