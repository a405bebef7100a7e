// The bar above the graph: what colours mean, which edges are shown, pictures, search and help.
import { el, iconButton, ICONS } from "./dom";
import { shownInShort, shownInWords } from "../look/edges";
import type { Graph } from "../data/graph";
import { COLOURING_NAMES } from "./legend_view";
import { type App, type Model, type ModelView, onChange } from "../state/model";
import type { Colouring, EdgeWeight, View } from "../state/state";

const STEPS = 100;
/** What stands on the switch, and what it means. */
const WEIGHT_NAMES: Record<EdgeWeight, readonly [string, string]> = {
  jaccard: ["Jaccard", "Weigh edges by the members that their nodes share"],
  stability: ["Stability", "Weigh edges by the share of the resamples they are in"],
};

export class ControlsView implements ModelView {
  readonly root = el("div", { class: "viewer-controls" });
  private readonly colours: HTMLInputElement[] = [];
  private readonly weights: HTMLInputElement[] = [];
  private readonly slider: HTMLInputElement;
  private readonly output = el("output", { for: "edge-threshold" });
  private readonly pictures: HTMLButtonElement;
  /** Where there is little room the graph comes first, and this button unfolds the controls. */
  private readonly more = el(
    "button",
    { type: "button", class: "quiet more", "aria-expanded": "false", click: () => this.unfold() },
    "Options",
  );

  constructor(
    private readonly app: App,
    search: HTMLElement,
    help: () => void,
    has: {
      colours: readonly Colouring[];
      lenses: readonly string[];
      weights: readonly EdgeWeight[];
      pictures: boolean;
    },
  ) {
    this.slider = this.edgeSlider();
    this.pictures = this.pictureToggle();
    this.pictures.hidden = !has.pictures;
    this.root.append(
      el(
        "fieldset",
        { class: "segments" },
        el("legend", {}, "Colour"),
        ...has.colours.map((colour) => this.colour(colour, has.lenses)),
      ),
      this.pictures,
      el(
        "div",
        { class: "edges-control" },
        el("label", { for: "edge-threshold" }, "Edges"),
        has.weights.length > 1 && this.weighing(has.weights),
        this.slider,
        this.output,
      ),
      // Together, so that no line of the bar is the help alone.
      el(
        "div",
        { class: "controls-end" },
        search,
        this.more,
        iconButton("Keyboard and help", ICONS.help, help),
      ),
    );
  }

  update(model: Model): void {
    if (model.data) this.show(model.state.view, model.data.graph);
  }

  private readonly show = onChange((view: View, graph: Graph) => {
    for (const input of this.colours) input.checked = input.value === view.colour;
    this.pictures.setAttribute("aria-pressed", String(view.pictures));
    for (const input of this.weights) input.checked = input.value === view.weight;
    const step = stepOf(view.edges);
    if (thresholdAt(Number(this.slider.value)) !== view.edges) this.slider.value = String(step);
    this.output.textContent = shownInShort(graph, view);
    this.slider.setAttribute("aria-valuetext", shownInWords(graph, view));
  });

  private unfold(): void {
    const open = this.root.classList.toggle("unfolded");
    this.more.setAttribute("aria-expanded", String(open));
    // They stand beneath the button but before it in the order of the page.
    if (open) this.colours[0]?.focus();
  }

  private edgeSlider(): HTMLInputElement {
    const input = (): void =>
      this.app.dispatch({ type: "edges", edges: thresholdAt(Number(this.slider.value)) });
    return el("input", { type: "range", id: "edge-threshold", min: 0, max: STEPS, step: 1, input });
  }

  private weighing(weights: readonly EdgeWeight[]): HTMLElement {
    const choices = weights.map((weight) => {
      const change = (): void => this.app.dispatch({ type: "weight", weight });
      const input = el("input", { type: "radio", name: "weight", value: weight, change });
      this.weights.push(input);
      const [text, title] = WEIGHT_NAMES[weight];
      return el("label", { title }, input, el("span", {}, text));
    });
    return el(
      "fieldset",
      { class: "segments small" },
      el("legend", { class: "visually-hidden" }, "Weight of the edges"),
      ...choices,
    );
  }

  private pictureToggle(): HTMLButtonElement {
    const click = (): void => {
      const pictures = this.pictures.getAttribute("aria-pressed") !== "true";
      this.app.dispatch({ type: "pictures", pictures });
    };
    const attributes = { type: "button", class: "toggle", "aria-pressed": "false", click };
    return el("button", attributes, "Pictures");
  }

  private colour(colour: Colouring, lenses: readonly string[]): HTMLElement {
    const change = (): void => this.app.dispatch({ type: "colour", colour });
    const input = el("input", { type: "radio", name: "colour", value: colour, change });
    this.colours.push(input);
    const short: Record<Colouring, string> = {
      lens: lenses.length > 1 ? "Lens 1" : "Lens",
      second: "Lens 2",
      purity: "Purity",
      tightness: "Tightness",
      label: "Label",
      stability: "Stability",
    };
    const name = lenses[colour === "second" ? 1 : 0]!;
    const what = colour === "lens" || colour === "second" ? name : COLOURING_NAMES[colour];
    return el("label", { title: `Colour by ${what}` }, input, el("span", {}, short[colour]));
  }
}

/** Most edges are weak, so the slider is finer there. */
export function thresholdAt(step: number): number {
  return Math.round((step / STEPS) ** 2 * 100) / 100;
}

export function stepOf(threshold: number): number {
  return Math.round(Math.sqrt(threshold) * STEPS);
}
