// The optimised pictures of a node: its mean's, how far to trust it, and those of single inputs.
import { el, name } from "../views/dom";
import { originOf } from "./origin";
import type { App, LayerData, Model } from "../state/model";
import { inversionsOf, type Reached, reachedOf, spreadOf, visualOf } from "./pictures";
import { showTile, type Tile } from "../draw/sprites";
import {
  inversionsInWords,
  nearestInWords,
  objectiveInWords,
  reachedInWords,
  spreadInWords,
} from "./visuals";

export function visualFigure(data: LayerData, node: number): HTMLElement | null {
  const tile = visualOf(data, node);
  if (!tile) return null;
  const { graph } = data;
  const of = `Feature visualisation of node ${graph.ids[node]!}`;
  return optimised(tile, of, "What it responds to", reachedOf(graph, node));
}

/** An optimised picture with its caption and what it reached. */
export function optimised(
  tile: Tile,
  alternative: string,
  caption: string | Node,
  reached: Reached,
): HTMLElement {
  const picture = el("div", { class: "tile", role: "img", "aria-label": alternative });
  showTile(picture, tile);
  return el(
    "figure",
    {},
    picture,
    el(
      "figcaption",
      {},
      el("span", { class: "line" }, caption),
      el("span", { class: "soft" }, reachedInWords(reached)),
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
  const { visuals } = data.layer;
  if (!visuals) return null;
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
    drawn && el("p", { class: "soft" }, objectiveInWords(visuals.nodes)),
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
  const kind = data.layer.visuals?.rows;
  const found = inversionsOf(data, node);
  if (!kind || !found.length) return null;
  const figures = found.map((one) => {
    const origin = originOf(model, data, one.row);
    const figure = optimised(one.tile, `Picture of one activation, of ${origin}`, name(origin), one);
    const glance = (row: number | null) => (): void => app.dispatch({ type: "row", row });
    figure.addEventListener("mouseenter", glance(one.row));
    figure.addEventListener("mouseleave", glance(null));
    return figure;
  });
  return pictureRow(inversionsInWords(found), objectiveInWords(kind), figures);
}

/** Some optimised pictures side by side: what they are of, and what their objective is. */
export function pictureRow(
  lead: string,
  objective: string,
  figures: readonly HTMLElement[],
): HTMLElement {
  return el(
    "div",
    { class: "picture-row" },
    el("p", {}, lead),
    ...figures,
    el("p", { class: "soft" }, objective),
  );
}
