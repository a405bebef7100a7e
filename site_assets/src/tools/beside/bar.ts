// The bar above the graphs: how many there are, and which layer each of them shows.
import { memo } from "../../data/memo";
import { type Manifest, MOST_BESIDE } from "../../data/schema";
import {
  type Beside,
  type BesideGraph,
  graphId,
  graphsBeside,
  inOrder,
  neighbours,
  replaced,
} from "../../state/beside";
import type { App, Model } from "../../state/model";
import type { View } from "../../state/state";
import { el } from "../../views/dom";
import { gettext } from "../../text";

type Seen = Pick<View, "layer" | "beside" | "camera">;

const NUMBERS = [gettext("One"), gettext("Two"), gettext("Three")];

export class Bar {
  private readonly numbers: HTMLInputElement[];
  private readonly choices = el("div", { class: "beside-choices" });
  private readonly flow: HTMLButtonElement;
  readonly root: HTMLElement;
  private view: Seen | null = null;

  constructor(
    private readonly app: App,
    private readonly manifest: Manifest,
    flowOfAll: (wanted: boolean) => void,
  ) {
    const most = Math.min(MOST_BESIDE, neighbours(manifest, manifest.start, MOST_BESIDE).length);
    this.numbers = NUMBERS.slice(0, most + 1).map((_, further) =>
      el("input", {
        type: "radio",
        name: app.id("graphs"),
        value: further,
        change: () => this.choose(further),
      }),
    );
    const press = (): void => {
      const wanted = this.flow.getAttribute("aria-pressed") !== "true";
      this.flow.setAttribute("aria-pressed", String(wanted));
      flowOfAll(wanted);
    };
    this.flow = el(
      "button",
      { type: "button", class: "toggle", "aria-pressed": "true", click: press },
      gettext("Flow of all rows"),
    );
    this.root = el(
      "div",
      { class: "beside-bar", role: "group", "aria-label": gettext("Side by side") },
      el(
        "fieldset",
        { class: "segments small" },
        el("legend", {}, gettext("Graphs")),
        ...this.numbers.map((input, k) => el("label", {}, input, el("span", {}, NUMBERS[k]!))),
      ),
      this.choices,
      this.flow,
    );
  }

  update({ state }: Model): void {
    this.view = state.view;
    this.show(state.view.layer, state.view.beside);
  }

  /** Where rows are selected, theirs alone are shown. */
  showFlow(selected: boolean): void {
    this.flow.hidden = selected;
  }

  private readonly show = memo((layer: string, beside: Beside) => {
    const further = graphsBeside(beside).length;
    this.root.hidden = further === 0;
    this.numbers.forEach((input, k) => (input.checked = k === further));
    const view = { layer, beside, camera: null };
    const focused = this.choices.contains(document.activeElement);
    const before = focused ? (document.activeElement as HTMLSelectElement).value : null;
    const selects = inOrder(view, this.manifest).map((graph, k) => this.select(view, graph, k));
    this.choices.replaceChildren(...selects);
    if (before === null) return;
    // The graphs may have changed places: the keyboard stays on the one that was chosen.
    const all = [...this.choices.querySelectorAll("select")];
    all.find(({ value }) => value === before)?.focus();
  });

  private select(
    view: Seen,
    graph: BesideGraph | null,
    k: number,
  ): HTMLElement {
    const { layers, others } = this.manifest;
    const id = this.app.id(`graph-${k + 1}`);
    const change = (): void => this.put(view, graph, select.value);
    const select = el(
      "select",
      { id, change },
      ...layers.map((layer) => el("option", { value: layer.id }, layer.name)),
      // The first graph is always one of this page.
      ...(graph ? others : []).map(({ name, title, layers: ids }) =>
        el(
          "optgroup",
          { label: title },
          ...ids.map((layer) => el("option", { value: `${name}/${layer}` }, layer)),
        ),
      ),
    );
    select.value = graph ? graphId(graph) : view.layer;
    return el("span", {}, el("label", { for: id }, gettext("Graph {n}", k + 1)), select);
  }

  private put(
    view: Seen,
    graph: BesideGraph | null,
    id: string,
  ): void {
    const [layer = "", exploration = null] = id.split("/").reverse();
    const place = graph ? graphsBeside(view.beside).indexOf(graph) : -1;
    // The layer of the first graph can only change places with it.
    if (!graph || (exploration === null && layer === view.layer))
      return this.app.dispatch({ type: "layer", layer: graph ? graph.layer : layer });
    const beside = replaced(view, place, { exploration, layer, camera: null });
    this.app.dispatch({ type: "beside", beside });
  }

  private choose(further: number): void {
    const view = this.view!;
    const kept = graphsBeside(view.beside);
    const ids = new Set(kept.map(graphId));
    const more = neighbours(this.manifest, view.layer, further + kept.length);
    const added = more.filter((graph) => !ids.has(graphId(graph)));
    this.app.dispatch({ type: "beside", beside: [...kept, ...added].slice(0, further) });
  }
}
