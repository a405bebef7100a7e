// Small graphs of all layers: each opens its layer.
import { viewportFor, home, transformOf } from "../../look/camera";
import { memo } from "../../data/memo";
import type { Layer } from "../../data/schema";
import { paint } from "../../draw/graph_painter";
import { sceneOf } from "../../draw/scene";
import type { Kind } from "../../kinds/kind";
import type { Look } from "../../look/appearance";
import type { Derivation } from "../../state/derive";
import type { App, Model } from "../../state/model";
import type { Event } from "../../state/event";
import { el, name } from "../../views/dom";
import type { GraphMaker } from "../contract";
import { ofLayer } from "./pane";
import { tracedRows } from "./traced";
import { gettext, ngettext } from "../../text";

const SIZE = { width: 240, height: 160 };
const LIMITS = { padding: 12, longest: 34, closest: 320 };
const SHARP = 2;

export class AllLayers {
  readonly root = el("div", { class: "all-layers", role: "group", "aria-label": gettext("All layers") });
  private readonly tiles: readonly Tile[];

  constructor(
    app: App,
    private readonly graphs: GraphMaker,
    kind: Kind,
  ) {
    this.tiles = graphs.store.manifest.layers.map(
      (layer) => new Tile(app, layer, graphs.derivation(graphs.store), kind),
    );
    this.root.append(...this.tiles.map((tile) => tile.root));
  }

  update(model: Model): void {
    for (const tile of this.tiles) tile.update(model);
  }

  /** Load all layers, one after the other; call back after each. */
  async load(arrived: () => void): Promise<void> {
    for (const { id } of this.graphs.store.manifest.layers) {
      await this.graphs.store.loadGraph(id);
      arrived();
    }
    for (const { id } of this.graphs.store.manifest.layers) {
      await this.graphs.store.loadRows(id);
      arrived();
    }
  }
}

class Tile {
  private readonly canvas = el("canvas", {
    "aria-hidden": "true",
    width: SIZE.width * SHARP,
    height: SIZE.height * SHARP,
  });
  private readonly words = el("span", { class: "soft" });
  readonly root: HTMLButtonElement;
  private current = false;
  private model: Model | null = null;

  constructor(
    app: App,
    private readonly layer: Layer,
    private readonly derivation: Derivation,
    private readonly kind: Kind,
  ) {
    this.root = el(
      "button",
      {
        type: "button",
        class: "layer-tile",
        click: () => app.dispatch(this.opening),
      },
      this.canvas,
      el("span", { class: "layer-name" }, name(layer.name)),
      this.words,
    );
  }

  /** Another layer takes the place of the small graphs. */
  private get opening(): Event {
    const { id } = this.layer;
    return this.current ? { type: "beside", beside: [] } : { type: "layer", layer: id };
  }

  update({ state, theme }: Model): void {
    const { id } = this.layer;
    const view = ofLayer(state.view, id);
    const model = this.derivation.model({ ...state, view }, theme);
    this.model = model;
    if (model.data?.layer.id === id)
      this.draw(model.look!, model.nodeLabels!, view.weight, view.edges, theme);
    this.current = id === state.view.layer;
    if (this.current) this.root.setAttribute("aria-current", "true");
    else this.root.removeAttribute("aria-current");
    this.words.textContent = wordsOf(this.layer, model);
  }

  private readonly draw = memo(
    ({ graph }: Look, ..._more: readonly unknown[]) => {
      const scene = { ...sceneOf(this.model!, this.kind, null), contents: false, named: false };
      const { padding, longest, closest } = LIMITS;
      const { width, height } = SIZE;
      const limits = { padding, maxScale: longest / graph.unit, closest: closest / graph.unit };
      const viewport = viewportFor(graph.bounds, width, height, limits);
      const context = this.canvas.getContext("2d", { alpha: false })!;
      context.setTransform(SHARP, 0, 0, SHARP, 0, 0);
      for (const _ of paint(context, scene, transformOf(home(viewport), viewport), SIZE));
    },
  );
}

function wordsOf(layer: Layer, model: Model): string {
  const nodes = ngettext("{n} node", "{n} nodes", layer.n_nodes);
  const rows = tracedRows(model);
  if (!rows || !model.data?.rows) return nodes;
  const { members } = model.data.rows;
  let holding = 0;
  for (let node = 0; node < layer.n_nodes; node++)
    if (members.values.subarray(members.offsets[node]!, members.offsets[node + 1]!).some((row) => rows[row]))
      holding++;
  return gettext("selected rows in {what} of {rows}", { what: holding, rows: nodes });
}
