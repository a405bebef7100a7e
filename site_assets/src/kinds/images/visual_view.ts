// Feature visualisations: of a node's centroid, of single activations, and of the arms of a
// bifurcation, each with the figures that say how far the optimisation came.
import { spreadOf } from "../../data/exemplars";
import type { LayerData } from "../../data/layer";
import type { Structure } from "../../data/schema";
import { originOf } from "../../look/origin";
import { leadingLabel } from "../../look/structures";
import type { App, Model } from "../../state/model";
import { selectNode } from "../../state/state";
import { el, name } from "../../views/dom";
import { contrastOf, imagesOf, inversionsOf, type Reached, reachedOf, visualOf } from "./pictures";
import { showTile, type Tile } from "./sheets";
import {
  inversionsInWords,
  nearestInWords,
  objectiveInWords,
  reachedInWords,
  spreadInWords,
} from "./words";
import { gettext } from "../../text";

export function visualFigure(data: LayerData, node: number): HTMLElement | null {
  const [images, tile] = [imagesOf(data), visualOf(data, node)];
  if (!images || !tile) return null;
  const alternative = gettext("Feature visualisation of node {node}", data.graph.ids[node]!);
  return figureOf(tile, alternative, gettext("What it responds to"), reachedOf(images, node));
}

/** A feature visualisation with its caption and what the optimisation reached. */
function figureOf(
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

/** How the members lie around the centroid, and how close the feature visualisation comes to it. */
export function visualSection(
  model: Model,
  data: LayerData,
  node: number,
  app: App,
): HTMLElement | null {
  const images = imagesOf(data);
  const visuals = images?.header.visuals;
  if (!images || !visuals) return null;
  const reached = visualOf(data, node) ? images.arrays.visual_cosine[node]! : null;
  const spread = spreadInWords(spreadOf(data, node), reached);
  const nearest = images.arrays.visual_nearest[node]!;
  return el(
    "section",
    { class: "trust" },
    el("h3", {}, gettext("Spread around the centroid")),
    strip(data, node, reached),
    el("p", { class: "soft" }, spread),
    reached === null
      ? el("p", {}, gettext("This node has no feature visualisation: the build’s budget was used up."))
      : nearestNode(data, node, nearest, app),
    reached !== null && el("p", { class: "soft" }, objectiveInWords(visuals.nodes)),
    inversions(model, data, app),
  );
}

/** Cosine similarity to the centroid, 0 to 1: the middle 80 % of the members, and the image. */
function strip(data: LayerData, node: number, reached: number | null): HTMLElement {
  const { low, middle, high } = spreadOf(data, node);
  const mark = el("span", { class: "mark", title: gettext("Its feature visualisation") });
  mark.hidden = reached === null;
  const [band, tick] = [el("span", { class: "band" }), el("span", { class: "tick" })];
  const ends = ["0", gettext("cosine to the centroid"), "1"].map((text) => el("span", {}, text));
  const root = el(
    "div",
    { class: "spread-strip", "aria-hidden": "true" },
    el("span", { class: "axis" }, band, tick, mark),
    el("span", { class: "ends soft" }, ...ends),
  );
  const set = (key: string, value: number): void =>
    root.style.setProperty(key, Math.min(1, Math.max(0, value)).toFixed(4));
  set("--low", low);
  set("--middle", middle);
  set("--high", high);
  set("--picture", reached ?? 0);
  return root;
}

function nearestNode(data: LayerData, node: number, nearest: number, app: App): HTMLElement {
  const { ids } = data.graph;
  const words = nearestInWords(ids, node, nearest);
  if (nearest < 0 || nearest === node) return el("p", {}, words);
  const go = el(
    "button",
    { type: "button", class: "plain", click: () => app.dispatch(selectNode(data, nearest)) },
    el("span", { class: "node-id" }, ids[nearest]!),
  );
  return el("p", {}, words, " ", go, ".");
}

function inversions(model: Model, data: LayerData, app: App): HTMLElement | null {
  const objective = imagesOf(data)?.header.visuals?.rows;
  const found = inversionsOf(data, model.selected!);
  if (!objective || !found.length) return null;
  const figures = found.map((inversion) => {
    const origin = originOf(data, model.samples, inversion.row);
    const alternative = gettext("Feature visualisation of one activation, of {node}", origin);
    const figure = figureOf(inversion.tile, alternative, name(origin), inversion);
    const point = (row: number | null) => (): void => app.dispatch({ type: "row", row });
    figure.addEventListener("mouseenter", point(inversion.row));
    figure.addEventListener("mouseleave", point(null));
    return figure;
  });
  return pictureRow(inversionsInWords(found), objectiveInWords(objective), figures);
}

/** How each arm of a bifurcation differs from the others. */
export function contrasts(
  model: Model,
  data: LayerData,
  structure: Structure,
): HTMLElement | null {
  const objective = imagesOf(data)?.header.visuals?.arms;
  const figures = structure.arms.flatMap((nodes, arm) => {
    const picture = contrastOf(data, structure, arm);
    if (!picture) return [];
    const label = leadingLabel(model, nodes);
    const caption = label ? name(label.text) : gettext("Arm {n}", arm + 1);
    const alternative = gettext("Feature visualisation of arm {n} against the other arms", arm + 1);
    return [figureOf(picture.tile, alternative, caption, picture)];
  });
  if (!objective || !figures.length) return null;
  const lead = gettext("Feature visualisations of each arm against the other arms");
  return pictureRow(lead, objectiveInWords(objective), figures);
}

/** Some feature visualisations side by side, with a lead and their objective. */
function pictureRow(lead: string, objective: string, figures: readonly HTMLElement[]): HTMLElement {
  return el(
    "div",
    { class: "picture-row" },
    el("p", {}, lead),
    ...figures,
    el("p", { class: "soft" }, objective),
  );
}
