// The optimised pictures of a node: its mean's, how far to trust it, and those of single inputs.
import { el, name } from "./dom";
import { originOf } from "./origin";
import type { App, LayerData, Model } from "./model";
import { inversionsOf, spreadOf, visualOf } from "./pictures";
import { showTile } from "./sprites";
import { nearestInWords, objectiveInWords, spreadInWords } from "./visuals";

export function visualFigure(data: LayerData, node: number): HTMLElement | null {
  const visual = visualOf(data, node);
  const { graph, layer: { visuals } } = data;
  if (!visual || !visuals) return null;
  const picture = el("div", {
    class: "tile",
    role: "img",
    "aria-label": `Feature visualisation of node ${graph.ids[node]!}`,
  });
  showTile(picture, visual);
  const made = `${graph.visual_steps[node]!} steps from noise, cosine ${graph.visual_cosine[node]!.toFixed(2)}`;
  const title = objectiveInWords(visuals.nodes, graph.visual_objective[node]!);
  return el(
    "figure",
    {},
    picture,
    el(
      "figcaption",
      {},
      el("span", { class: "line" }, "What it responds to"),
      el("span", { class: "soft", title }, made),
    ),
  );
}

/** How tight the node is, where its picture stands in that, and what the layer takes it for. */
export function trustSection(
  model: Model,
  data: LayerData,
  node: number,
  app: App,
): HTMLElement | null {
  if (!data.layer.visuals) return null;
  const drawn = visualOf(data, node) !== null;
  const { graph } = data;
  return el(
    "section",
    { class: "trust" },
    el("h3", {}, "How far to trust its mean"),
    strip(data, node, drawn),
    el("p", { class: "soft" }, spreadInWords(spreadOf(graph, node), drawn ? graph.visual_cosine[node]! : null)),
    drawn
      ? answer(data, node, app)
      : el("p", {}, "It has no picture: the budget of the build left it out."),
    inversions(model, data, node, app),
  );
}

/** Cosine similarity to the mean, 0 to 1: its members' middle four fifths, and its picture. */
function strip(data: LayerData, node: number, drawn: boolean): HTMLElement {
  const { low, middle, high } = spreadOf(data.graph, node);
  const band = el("span", { class: "band" });
  const tick = el("span", { class: "tick" });
  const mark = el("span", { class: "mark", title: "Its picture" });
  mark.hidden = !drawn;
  const root = el(
    "div",
    { class: "spread-strip", "aria-hidden": "true" },
    el("span", { class: "axis" }, band, tick, mark),
    el("span", { class: "ends soft" }, el("span", {}, "0"), el("span", {}, "cosine to the mean"), el("span", {}, "1")),
  );
  const set = (key: string, value: number): void =>
    root.style.setProperty(key, Math.min(1, Math.max(0, value)).toFixed(4));
  set("--low", low);
  set("--middle", middle);
  set("--high", high);
  set("--picture", data.graph.visual_cosine[node]!);
  return root;
}

function answer(data: LayerData, node: number, app: App): HTMLElement {
  const { graph } = data;
  const nearest = graph.visual_nearest[node]!;
  const words = nearestInWords(graph.ids, node, nearest);
  if (nearest < 0 || nearest === node) return el("p", {}, words);
  const go = el(
    "button",
    { type: "button", class: "plain", click: () => app.select(nearest) },
    el("span", { class: "node-id" }, graph.ids[nearest]!),
  );
  return el("p", {}, words, " ", go, ".");
}

function inversions(model: Model, data: LayerData, node: number, app: App): HTMLElement | null {
  const found = inversionsOf(data, node);
  if (!found.length) return null;
  const figures = found.map(({ row, tile, cosine }) => {
    const origin = originOf(model, data, row);
    const picture = el("div", {
      class: "tile",
      role: "img",
      "aria-label": `Picture of one activation, of ${origin}`,
      mouseenter: () => app.dispatch({ type: "row", row }),
      mouseleave: () => app.dispatch({ type: "row", row: null }),
    });
    showTile(picture, tile);
    return el(
      "figure",
      {},
      picture,
      el(
        "figcaption",
        {},
        el("span", { class: "line" }, name(origin)),
        el("span", { class: "soft line" }, `cosine ${cosine.toFixed(2)}`),
      ),
    );
  });
  const lead = found.length === 1 ? "Its nearest input’s activation alone" : "Single activations";
  return el("div", { class: "inversions" }, el("p", {}, lead), ...figures);
}
