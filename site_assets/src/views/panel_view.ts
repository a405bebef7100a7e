// The panel of the selected node: exemplars, labels, class attribution, figures, neighbours.
import type { LayerData } from "../data/layer";
import { lentTo } from "../data/live/types";
import { memo } from "../data/memo";
import {
  edgeInWords,
  isDoubtful,
  isJudged,
  type Neighbour,
  neighboursOf,
  weightsOf,
} from "../look/edges";
import type { Graph } from "../data/graph";
import { colourIndex, type Look } from "../look/appearance";
import { majorityName, majorityWithShare, percent } from "../look/describe";
import { copy, el, iconButton, ICONS, name } from "./dom";
import { labelRow } from "./label_row";
import { laterDetails } from "./later";
import { swatch } from "./swatch";
import type { App, Model, ModelView } from "../state/model";
import type { Manifest } from "../data/schema";
import { classesSection } from "./classes_view";
import { kindOf } from "../kinds/kinds";
import { lentInWords } from "../look/lent";
import { factsOf } from "../look/facts";
import { ExemplarFigure, exemplarsSection } from "./exemplars_view";
import { otherLayers } from "./other_layers_view";
import { overview } from "./overview_view";
import { say } from "../state/effect";
import { selectNode } from "../state/state";
import { StructuresView } from "./structures_view";
import { decimals, gettext, ngettext } from "../text";

const MOST_LABELS = 6;
const MOST_NEIGHBOURS = 8;

export class PanelView implements ModelView {
  readonly root = el("section", {
    class: "viewer-panel",
    "aria-label": gettext("Selected node"),
    tabindex: "-1",
  });
  /** Where the second script shows any selection and what can be done with it, and the named ones. */
  readonly slot = el("div", { class: "selection-slot" });
  readonly keptSlot = el("div", { class: "selection-slot" });
  private model: Model | null = null;
  private shown = "";
  /** A single element that is kept, so that it stays open from node to node. */
  readonly glossary: HTMLElement;
  private readonly structures: StructuresView;
  /** A single element that is kept, so that the focus stays on a tile. */
  private readonly exemplars: ExemplarFigure;

  constructor(
    private readonly app: App,
    manifest: Manifest,
  ) {
    this.glossary = laterDetails(app, "glossary", gettext("What these words mean"), "glossary");
    this.structures = new StructuresView(app);
    this.exemplars = new ExemplarFigure(app, manifest);
  }

  update(model: Model): void {
    this.model = model;
    const { data, look, selected, described, samples, theme } = model;
    if (!data || !look) return;
    this.structures.update(model);
    this.exemplars.update(model);
    this.draw(
      data.graph,
      data.rows,
      data.look,
      look.figure,
      look.ranks,
      model.figures,
      selected,
      described?.source,
      model.state.view.comparing,
      model.state.view.weight,
      model.state.view.edges,
      model.state.view.arrangement.callouts,
      samples,
      theme,
    );
  }

  private readonly draw = memo((..._dependencies: readonly unknown[]) => {
    const model = this.model!;
    const parts = this.parts(model);
    const active = document.activeElement;
    const held = this.root.contains(active);
    this.root.replaceChildren(...parts, this.glossary);
    // If the pressed button no longer exists, the panel gets the focus.
    const stays = active instanceof HTMLElement && this.root.contains(active);
    if (held) (stays ? active : this.root).focus({ preventScroll: true });
    const shown = JSON.stringify([model.data!.layer.id, model.described?.source]);
    if (this.shown !== shown) this.root.scrollTop = 0;
    this.shown = shown;
    this.root.setAttribute("aria-label", titleOf(model));
  });

  /** A node has the richest form; any other selection is described in the slot. */
  private parts(model: Model): HTMLElement[] {
    const { selected: node, described, state } = model;
    const structures = this.structures.root;
    if (state.view.comparing) return [this.slot, this.keptSlot, copyLink(this.app)];
    if (described && node === null)
      return [this.slot, structures, this.keptSlot, copyLink(this.app)];
    if (node === null) return [...overview(model, structures, this.app), this.keptSlot];
    const [head, exemplars, ...rest] = nodeParts(model, node, this.exemplars, structures, this.app);
    return [head!, exemplars!, this.slot, ...rest, this.keptSlot];
  }
}

function titleOf({ described, selected, state }: Model): string {
  if (state.view.comparing) return gettext("Comparison");
  return described === null ? gettext("This layer") : selected === null ? gettext("Selection") : gettext("Selected node");
}

function nodeParts(
  model: Model,
  node: number,
  exemplars: ExemplarFigure,
  structures: HTMLElement,
  app: App,
): HTMLElement[] {
  const [data, look] = [model.data!, model.look!];
  const lent = lentTo(data, node);
  const sections =
    (lent && kindOf(model.manifest).sections?.(model, lent.data, lent.node, app)) ?? [];
  return [
    heading(model, data, look, node, app),
    ...lentNotice(data, node),
    exemplarsSection(model, node, exemplars),
    ...sections,
    composition(model, data, node, app),
    ...(lent ? [classesSection(lent.data, lent.node)] : []),
    statistics(model, data, node),
    structures,
    neighbours(model, data, look, node, app),
    ...(lent ? [otherLayers(model, lent.data, lent.node, app)] : []),
    copyLink(app),
  ];
}

/** Whose pictures are shown, where the graph was cut on the page. */
function lentNotice(data: LayerData, node: number): HTMLElement[] {
  const said = lentInWords(data, node);
  return said === null ? [] : [el("p", { class: "notice", role: "note" }, said)];
}

function heading(model: Model, data: LayerData, look: Look, node: number, app: App): HTMLElement {
  const { graph } = data;
  const majority = majorityWithShare(model, node);
  return el(
    "header",
    { class: "panel-head" },
    el(
      "h2",
      {},
      swatch(colourIndex(node, look), model.theme),
      el("span", { class: "node-id" }, graph.ids[node]!),
    ),
    graph.names.length > 0 && el("p", { class: "file-name" }, name(graph.names[node]!)),
    el(
      "p",
      {},
      ngettext("{n} member", "{n} members", graph.size[node]!),
      majority && gettext(" · mostly "),
      majority && name(majority),
    ),
    calloutButton(model, graph.ids[node]!, app),
    iconButton(gettext("Clear the selection"), ICONS.close, () => app.dispatch(selectNode(data, null))),
  );
}

/** Opens a summary that stays beside the node, and closes it. */
function calloutButton({ state }: Model, node: string, app: App): HTMLElement {
  const pressed = String(state.view.arrangement.callouts.includes(node));
  const click = (): void => app.dispatch({ type: "callout", node });
  const attributes = { type: "button", class: "toggle", "aria-pressed": pressed, click };
  return el("button", attributes, gettext("Call-out"));
}

function composition(
  model: Model,
  { graph }: LayerData,
  node: number,
  app: App,
): HTMLElement {
  const { column, nodeLabels } = model;
  const all = nodeLabels?.composition(node) ?? [];
  if (!all.length) return el("div", { hidden: true });
  const title = (text: string): string => gettext("Mark {name}: show its share in every node", text);
  const rows = all.slice(0, MOST_LABELS).map(({ label, count: members }) => {
    const share = members / graph.size[node]!;
    return labelRow(model, { label, share, usual: null }, title, app);
  });
  const rest = all.length - rows.length;
  return el(
    "section",
    {},
    el("h3", {}, column.name === null ? gettext("Labels") : name(column.name)),
    el("ul", { class: "bars" }, ...rows),
    rest > 0 && el("p", { class: "soft" }, ngettext("and {n} more label", "and {n} more labels", rest)),
  );
}

function statistics({ manifest, figures, state }: Model, data: LayerData, node: number): HTMLElement {
  const facts = factsOf(data, node, manifest, figures!, state.view.colour).map(({ term, value, meaning }) =>
    el(
      "div",
      {},
      el("dt", {}, term),
      el("dd", { class: "figure" }, value),
      el("dd", { class: "soft" }, meaning),
    ),
  );
  return el("section", {}, el("h3", {}, gettext("Statistics")), el("dl", { class: "statistics" }, ...facts));
}

function neighbours(
  model: Model,
  { graph }: LayerData,
  look: Look,
  node: number,
  app: App,
): HTMLElement {
  const { view } = model.state;
  const all = neighboursOf(graph, node, view);
  const rows = all
    .slice(0, MOST_NEIGHBOURS)
    .map((neighbour) => neighbourRow(model, graph, look, neighbour, app));
  const rest = all.length - rows.length;
  return el(
    "section",
    {},
    el(
      "h3",
      {},
      gettext("Neighbours"),
      el(
        "span",
        { class: "soft" },
        view.weight === "jaccard"
          ? gettext(" by the members they share")
          : gettext(" by the share of resamples with the edge"),
      ),
    ),
    rows.length > 0 && isJudged(graph) && neighbourHead(),
    rows.length
      ? el("ul", { class: "bars" }, ...rows)
      : el("p", { class: "soft" }, gettext("No shown edge ends at this node.")),
    rest > 0 && el("p", { class: "soft" }, ngettext("and {n} weaker neighbour", "and {n} weaker neighbours", rest)),
  );
}

/** The heads of the two figures of a neighbour; screen readers hear them in each row. */
function neighbourHead(): HTMLElement {
  const title = gettext("Jaccard index: shared members, divided by the members in either node");
  const found = gettext("The share of resamples in which the edge is found again");
  return el(
    "p",
    { class: "bar-row neighbour judged bar-head", "aria-hidden": "true" },
    el("span", { class: "figure", title }, gettext("Jaccard")),
    el("span", { class: "figure", title: found }, gettext("resamples")),
  );
}

function neighbourRow(
  model: Model,
  graph: Graph,
  look: Look,
  neighbour: Neighbour,
  app: App,
): HTMLElement {
  const label = majorityName(model, neighbour.node);
  const { edge, bootstrap } = neighbour;
  const bar = el("span", { class: isDoubtful(graph, edge) ? "bar doubtful" : "bar" });
  bar.style.setProperty("--share", String(weightsOf(graph, model.state.view.weight)[edge]!));
  const hover = (on: boolean) => (): void =>
    app.dispatch({ type: "hover", node: on ? neighbour.node : null });
  const attributes = {
    type: "button",
    class: bootstrap === null ? "bar-row neighbour" : "bar-row neighbour judged",
    title: edgeInWords(neighbour),
    click: () => app.dispatch(selectNode(model.data!, neighbour.node)),
    mouseenter: hover(true),
    mouseleave: hover(false),
    focus: hover(true),
    blur: hover(false),
  };
  const id = el(
    "span",
    { class: "bar-name" },
    swatch(colourIndex(neighbour.node, look), model.theme),
    el("span", { class: "node-id" }, graph.ids[neighbour.node]!),
    " ",
    label !== null && el("span", { class: "soft" }, name(label)),
  );
  return el(
    "li",
    {},
    el(
      "button",
      attributes,
      id,
      bar,
      el("span", { class: "figure" }, decimals(neighbour.jaccard, 2)),
      bootstrap !== null && el("span", { class: "figure soft" }, percent(bootstrap)),
    ),
  );
}

function copyLink(app: App): HTMLElement {
  const button = el("button", { type: "button", class: "quiet" }, gettext("Copy link to this view"));
  button.hidden = app.address() === null;
  button.addEventListener("click", () => {
    const address = app.address() ?? "";
    const done = (text: string): void => {
      button.textContent = text;
      app.dispatch({ type: "ask", effect: say(text) });
      setTimeout(() => (button.textContent = gettext("Copy link to this view")), 2000);
    };
    copy(address).then(
      () => done(gettext("Link copied")),
      // It states the same view.
      () => done(gettext("Copy it from the address bar")),
    );
  });
  return el("p", { class: "panel-foot" }, button);
}
