// The pictures of a node: what it was optimised for, beside the inputs nearest to its mean.
import { el } from "./dom";
import type { App, LayerData, Model } from "./model";
import { type Exemplar, exemplarsOf, visualOf } from "./pictures";
import { showTile } from "./sprites";

const MOST = 9;

export function exemplarFigures(
  model: Model,
  data: LayerData,
  node: number,
  app: App,
): HTMLElement {
  const exemplars = exemplarsOf(data, node).slice(0, MOST);
  const visual = visualOf(data, node);
  if (!visual && !exemplars.length) return el("div", { hidden: true });
  return el(
    "div",
    { class: visual ? "pictures" : "pictures only-exemplars" },
    visual && visualFigure(data, node),
    exemplars.length > 0 && exemplarFigure(model, data, exemplars, app),
  );
}

function visualFigure(data: LayerData, node: number): HTMLElement {
  const picture = el("div", {
    class: "tile",
    role: "img",
    "aria-label": `Feature visualisation of node ${data.graph.ids[node]!}`,
  });
  showTile(picture, visualOf(data, node)!);
  const cosine = data.graph.visual_cosine[node];
  return el(
    "figure",
    {},
    picture,
    el(
      "figcaption",
      {},
      "What it responds to",
      el(
        "span",
        { class: "soft" },
        cosine === undefined
          ? " made from noise"
          : ` made from noise, cosine ${cosine.toFixed(2)}`,
      ),
    ),
  );
}

function exemplarFigure(
  model: Model,
  data: LayerData,
  exemplars: Exemplar[],
  app: App,
): HTMLElement {
  const [first, last] = [exemplars[0]!, exemplars[exemplars.length - 1]!];
  const caption = el("figcaption", { "aria-live": "off" });
  const rest = (): void => {
    const range = el(
      "span",
      { class: "soft" },
      ` cosine ${first.similarity.toFixed(2)} to ${last.similarity.toFixed(2)}`,
    );
    caption.replaceChildren("Inputs nearest to it", range);
  };
  rest();
  const tiles = exemplars.map((exemplar) => {
    const show = (): void => {
      app.dispatch({ type: "row", row: exemplar.row });
      const similarity = el(
        "span",
        { class: "soft" },
        ` cosine ${exemplar.similarity.toFixed(2)}`,
      );
      caption.replaceChildren(el("bdi", {}, originOf(model, data, exemplar.row)), similarity);
    };
    const hide = (): void => {
      app.dispatch({ type: "row", row: null });
      rest();
    };
    return exemplarButton(model, data, exemplar, app, { show, hide });
  });
  return el("figure", {}, el("div", { class: "exemplars" }, ...tiles), caption);
}

function exemplarButton(
  model: Model,
  data: LayerData,
  exemplar: Exemplar,
  app: App,
  { show, hide }: { show: () => void; hide: () => void },
): HTMLElement {
  const origin = originOf(model, data, exemplar.row);
  const label = `${origin}, cosine ${exemplar.similarity.toFixed(2)}: ring every node it is in`;
  const press = (): void => {
    const id = sampleOf(model, data, exemplar.row);
    if (id !== null) app.dispatch({ type: "mark", mark: { kind: "sample", value: id } });
  };
  const button = el("button", {
    type: "button",
    class: "tile",
    "aria-label": label,
    mouseenter: show,
    mouseleave: hide,
    focus: show,
    blur: hide,
    click: press,
  });
  if (exemplar.tile) showTile(button, exemplar.tile);
  return button;
}

/** Id of a row's sample, or null where the names have not arrived. */
export function sampleOf(model: Model, data: LayerData, row: number): string | null {
  const sample = data.rows?.arrays.sample[row];
  return sample === undefined ? null : (model.samples?.header.ids[sample] ?? null);
}

/** Where a row's sample comes from; a number while the names are on their way. */
export function originOf(model: Model, data: LayerData, row: number): string {
  const sample = data.rows?.arrays.sample[row];
  const origin = sample === undefined ? undefined : model.samples?.arrays.origin[sample];
  return (origin === undefined ? undefined : model.samples!.header.origins[origin]) ?? `row ${row}`;
}
