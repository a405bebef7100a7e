// The bar above the graph: colours, edges, pictures, search and help.
import { labelColumns } from "../data/label_columns";
import { memo } from "../data/memo";
import { type Colouring, coloursOf, figureOf, labelOf, named } from "../look/figures";
import { el, iconButton, ICONS } from "./dom";
import { shownInShort, shownInWords } from "../look/edges";
import type { Graph } from "../data/graph";
import type { App, Model, ModelView } from "../state/model";
import { type EdgeWeight, type View, weightsIn } from "../state/state";
import { ALL_LAYERS, type Manifest } from "../data/schema";
import { ALONE, type Beside, neighbours } from "../state/beside";
import { kindOf } from "../kinds/kinds";
import { gettext } from "../text";

const STEPS = 100;
const FURTHER = gettext("Further colours");
/** Text on the switch, and its meaning. */
const WEIGHT_NAMES: Record<EdgeWeight, readonly [string, string]> = {
  jaccard: [gettext("Jaccard"), gettext("Weight of an edge: the Jaccard index of its two nodes")],
  stability: [gettext("Stability"), gettext("Weight of an edge: the share of resamples in which it is found")],
};

export class ControlsView implements ModelView {
  readonly root = el("div", { class: "viewer-controls" });
  private readonly colours: HTMLInputElement[] = [];
  private readonly weights: HTMLInputElement[] = [];
  private readonly columns: HTMLSelectElement;
  private readonly slider: HTMLInputElement;
  private readonly output: HTMLOutputElement;
  private readonly further: HTMLButtonElement;
  private readonly pies: HTMLButtonElement;
  private readonly pictures: HTMLButtonElement;
  private readonly sideBySide: HTMLButtonElement;
  private readonly allLayers: HTMLButtonElement;
  private view: View | null = null;
  /** Shows the controls of the layout, of sizes and names, and hides them. */
  readonly arranging = opener(gettext("Arrange"), "arranging", () => this.arrange());
  private readonly tuning: HTMLButtonElement;
  /** On small screens the graph comes first, and this button shows the controls. */
  private readonly more = el(
    "button",
    { type: "button", class: "quiet more", "aria-expanded": "false", click: () => this.unfold() },
    gettext("Options"),
  );

  constructor(
    private readonly app: App,
    search: HTMLElement,
    manifest: Manifest,
  ) {
    const weights = weightsIn(manifest);
    const help = (): void => app.dispatch({ type: "ask", effect: { do: "tool", name: "help" } });
    this.slider = this.edgeSlider();
    this.output = el("output", { for: this.slider.id });
    this.columns = this.columnChoice(manifest);
    this.further = this.toggle(FURTHER, () =>
      app.dispatch({ type: "ask", effect: { do: "tool", name: "colours" } }),
    );
    this.further.hidden = !labelColumns(manifest).length && !manifest.numbers.length;
    this.pies = this.toggle(gettext("Pies"), (pies) => app.dispatch({ type: "pies", pies }));
    this.pies.hidden = !labelColumns(manifest).length;
    this.pictures = this.toggle(gettext("Pictures"), (pictures) =>
      app.dispatch({ type: "pictures", pictures }),
    );
    this.tuning = opener(gettext("Live parameters"), "tuning", () =>
      app.dispatch({ type: "tuning", open: !isOpen(this.tuning) }),
    );
    this.pictures.hidden =
      !kindOf(manifest).discs || manifest.layers.every(({ look }) => look === null);
    this.sideBySide = this.besideToggle(gettext("Side by side"), ({ layer }) => neighbours(manifest, layer, 1));
    this.sideBySide.hidden = !neighbours(manifest, manifest.start, 1).length;
    this.allLayers = this.besideToggle(gettext("All layers"), () => ALL_LAYERS);
    this.allLayers.hidden = manifest.layers.length < 2;
    const columns =
      labelColumns(manifest).length > 1
        ? [
            el(
              "div",
              { class: "column-choice" },
              el("label", { for: this.columns.id }, gettext("Labels")),
              this.columns,
            ),
          ]
        : [];
    this.root.append(
      el(
        "fieldset",
        { class: "segments" },
        el("legend", {}, gettext("Colour")),
        ...coloursOf(manifest)
          .filter((colour) => !figureOf(colour).further)
          .map((colour) => this.colour(colour, manifest)),
      ),
      ...columns,
      el("div", { class: "toggles" }, this.further, this.pies, this.pictures),
      el(
        "div",
        { class: "edges-control" },
        el("label", { for: this.slider.id }, gettext("Edges")),
        weights.length > 1 && this.weighing(weights),
        this.slider,
        this.output,
      ),
      el(
        "div",
        { class: "toggles" },
        this.sideBySide,
        this.allLayers,
        this.tuning,
        this.arranging,
      ),
      // In one group, so that the help is never alone in a line.
      el(
        "div",
        { class: "controls-end" },
        search,
        this.more,
        iconButton(gettext("Keyboard and help"), ICONS.help, help),
      ),
    );
  }

  update(model: Model): void {
    this.tuning.setAttribute("aria-expanded", String(model.state.tuning));
    if (model.data) this.show(model.state.view, model.data.graph);
  }

  private readonly show = memo((view: View, graph: Graph) => {
    for (const input of this.colours) input.checked = input.value === view.colour;
    this.columns.value = view.column ?? "";
    this.view = view;
    this.pictures.setAttribute("aria-pressed", String(view.pictures));
    const all = view.beside === ALL_LAYERS;
    this.allLayers.setAttribute("aria-pressed", String(all));
    this.sideBySide.setAttribute("aria-pressed", String(!all && view.beside.length > 0));
    const figure = figureOf(view.colour);
    this.further.setAttribute("aria-pressed", String(figure.further));
    const chosen = figure.further ? gettext(figure.legend) : "";
    this.further.textContent = chosen || FURTHER;
    this.further.setAttribute("aria-label", chosen ? `${FURTHER}: ${chosen}` : FURTHER);
    this.pies.setAttribute("aria-pressed", String(view.pies));
    for (const input of this.weights) input.checked = input.value === view.weight;
    const step = stepOf(view.edges);
    if (thresholdAt(Number(this.slider.value)) !== view.edges) this.slider.value = String(step);
    this.output.textContent = shownInShort(graph, view);
    this.slider.setAttribute("aria-valuetext", shownInWords(graph, view));
  });

  private arrange(): void {
    this.app.dispatch({ type: "ask", effect: { do: "tool", name: "arrangement" } });
  }

  private unfold(): void {
    const open = this.root.classList.toggle("unfolded");
    this.more.setAttribute("aria-expanded", String(open));
    // They are below the button, but before it in the order of the page.
    if (open) this.colours[0]?.focus();
  }

  /** Which column of labels is shown wherever labels are. */
  private columnChoice(manifest: Manifest): HTMLSelectElement {
    const change = (): void =>
      this.app.dispatch({ type: "column", column: this.columns.value || null });
    const options = labelColumns(manifest).map(({ name }) =>
      el("option", { value: name ?? "" }, name ?? gettext("label")),
    );
    return el("select", { id: this.app.id("label-column"), change }, ...options);
  }

  private edgeSlider(): HTMLInputElement {
    const input = (): void =>
      this.app.dispatch({ type: "edges", edges: thresholdAt(Number(this.slider.value)) });
    const id = this.app.id("edge-threshold");
    return el("input", { type: "range", id, min: 0, max: STEPS, step: 1, input });
  }

  private weighing(weights: readonly EdgeWeight[]): HTMLElement {
    const choices = weights.map((weight) => {
      const change = (): void => this.app.dispatch({ type: "weight", weight });
      const name = this.app.id("weight");
      const input = el("input", { type: "radio", name, value: weight, change });
      this.weights.push(input);
      const [text, title] = WEIGHT_NAMES[weight];
      return el("label", { title }, input, el("span", {}, text));
    });
    return el(
      "fieldset",
      { class: "segments small" },
      el("legend", { class: "visually-hidden" }, gettext("Weight of the edges")),
      ...choices,
    );
  }

  private toggle(name: string, set: (pressed: boolean) => void): HTMLButtonElement {
    const button = el("button", { type: "button", class: "toggle", "aria-pressed": "false" }, name);
    button.addEventListener("click", () => set(button.getAttribute("aria-pressed") !== "true"));
    return button;
  }

  /** A switch for graphs beside the first. */
  private besideToggle(name: string, wanted: (view: View) => Beside): HTMLButtonElement {
    return this.toggle(name, (pressed) => {
      const beside = pressed ? wanted(this.view!) : ALONE;
      this.app.dispatch({ type: "beside", beside });
    });
  }

  private colour(colour: Colouring, manifest: Manifest): HTMLElement {
    const figure = figureOf(colour);
    const change = (): void => this.app.dispatch({ type: "colour", colour });
    const name = this.app.id("colour");
    const input = el("input", { type: "radio", name, value: colour, change });
    this.colours.push(input);
    const title = gettext("Colour by {name}", named(figure.legend, manifest));
    return el("label", { title }, input, el("span", {}, labelOf(figure, manifest)));
  }
}

/** A button that shows further controls beneath the bar, and hides them. */
function opener(text: string, name: string, click: () => void): HTMLButtonElement {
  const attributes = { type: "button", class: `toggle ${name}`, "aria-expanded": "false", click };
  return el("button", attributes, text);
}

function isOpen(one: HTMLButtonElement): boolean {
  return one.getAttribute("aria-expanded") === "true";
}

/** Most edges are weak, so the slider is finer there. */
export function thresholdAt(step: number): number {
  return Math.round((step / STEPS) ** 2 * 100) / 100;
}

export function stepOf(threshold: number): number {
  return Math.round(Math.sqrt(threshold) * STEPS);
}
