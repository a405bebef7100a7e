// From state and data to the model that the views are drawn from. Each part is computed again only
// where something it depends on has changed.
import {
  columnOf,
  type LabelColumn,
  labelsOf,
  type NodeLabels,
  nodeLabelsIn,
} from "../data/label_columns";
import type { LayerData, Rows, Samples } from "../data/layer";
import type { LayerStore } from "../data/layers";
import { counterpartOf, type Graph } from "../data/graph";
import { memo } from "../data/memo";
import { pinnedAt, type Pin, placedByRows } from "../data/placing";
import type { ProjectionKind, Scatter } from "../data/scatter";
import type { Layer, Manifest, NumbersArrays } from "../data/schema";
import { labelRanks, type LitShares, lookOf } from "../look/appearance";
import { type Colouring, figureOf } from "../look/figures";
import { type ChosenColour, withChosen } from "../look/palette";
import { type FigureData, figured } from "../look/values";
import type { Model, Theme } from "./model";
import { type Known, knownOf, nodeOf, type Selection, selectionOf, shares } from "./selection";
import { layerOf, type Source } from "./source";
import type { State, View } from "./state";

export class Derivation {
  private lastShown: LayerData | null = null;
  private lastScatter: { readonly of: string; readonly scatter: Scatter } | null = null;

  constructor(
    private readonly manifest: Manifest,
    private readonly store: LayerStore,
  ) {}

  model(state: State, theme: Theme): Model {
    const { view } = state;
    const { samples, numbers } = this.store;
    // Until a layer arrives, the one before it is shown.
    const live = this.store.live(view.layer);
    const stored = (view.cut && live?.at(view.cut)) ?? this.store.get(view.layer);
    const data = stored ? this.arranged(stored, view) : this.lastShown;
    this.lastShown = data;
    const selection =
      data &&
      this.selection(view.selected, data, samples, this.homeOf(view.selected, data), numbers);
    const marked =
      data && this.marked(view.marked, data, samples, this.homeOf(view.marked, data), numbers);
    const described = selection ?? marked;
    const selected = data && nodeOf(described, data.graph);
    const filled = selected === null ? described : null;
    const column = this.column(view.column);
    const nodeLabels = data && this.nodeLabels(data, samples, column);
    const ranks = this.ranks(column, samples, view.palette);
    const figures = data && this.figureData(data, column, nodeLabels!, samples, numbers);
    return {
      manifest: this.manifest,
      state,
      data,
      live,
      look:
        data &&
        this.look(
          data.graph,
          this.figured(view.colour, data.layer, figures!),
          ranks,
          this.lit(filled, selection && marked, data.graph),
          view.arrangement.size,
        ),
      scatter: data && this.scatter(data.layer.id, view.projection),
      samples,
      column,
      nodeLabels,
      figures,
      selection,
      marked,
      described,
      selected,
      theme: this.themed(theme, column.labels, ranks, view.palette),
      counterpart: data && this.counterpart(view.selected, this.homeOf(view.selected, data), data),
    };
  }

  /** Until a scatter arrives, the one before it is shown, if it is of the same layer. */
  private scatter(layer: string, projection: ProjectionKind): Scatter | null {
    const scatter = this.store.scatter(layer, projection);
    if (scatter) this.lastScatter = { of: layer, scatter };
    return this.lastScatter?.of === layer ? this.lastScatter.scatter : null;
  }

  /** The layer with its nodes at the places of the view. */
  private arranged(data: LayerData, { arrangement, projection }: View): LayerData {
    const { layout, pinned } = arrangement;
    // Until the rows arrive, nodes are where they were published.
    const rows = layout === "projection" ? data.rows : null;
    const scatter = rows && this.scatter(data.layer.id, projection);
    return this.withGraph(data, this.pinned(this.placed(data.graph, rows, scatter), pinned));
  }

  private readonly placed = memo((graph: Graph, rows: Rows | null, scatter: Scatter | null) =>
    rows && scatter ? placedByRows(graph, rows, scatter) : graph,
  );

  private readonly pinned = memo((graph: Graph, pinned: readonly Pin[]) =>
    pinned.length ? pinnedAt(graph, pinned) : graph,
  );

  private readonly withGraph = memo((data: LayerData, graph: Graph) =>
    graph === data.graph ? data : { ...data, graph },
  );

  private readonly column = memo((name: string | null) => columnOf(this.manifest, name));

  private readonly nodeLabels = memo(
    (data: LayerData, samples: Samples | null, { name }: LabelColumn): NodeLabels =>
      nodeLabelsIn(data, samples, this.manifest, name),
  );

  private readonly ranks = memo(
    ({ name, labels }: LabelColumn, samples: Samples | null, chosen: readonly ChosenColour[]) => {
      if (!samples) return labelRanks(labels, null, chosen);
      const counts = new Uint32Array(labels.length);
      for (const label of labelsOf(this.manifest, name, samples)) if (label >= 0) counts[label]!++;
      return labelRanks(labels, counts, chosen);
    },
  );

  private readonly themed = memo(
    (
      theme: Theme,
      labels: readonly string[],
      ranks: Int16Array,
      chosen: readonly ChosenColour[],
    ): Theme => ({ ...theme, colours: withChosen(theme.colours, labels, ranks, chosen) }),
  );

  private readonly figureData = memo(
    (
      data: LayerData,
      column: LabelColumn,
      nodeLabels: NodeLabels,
      samples: Samples | null,
      numbers: NumbersArrays | null,
    ): FigureData => ({
      ...knownOf(data, samples, this.manifest, numbers),
      column,
      nodeLabels,
    }),
  );

  private readonly figured = memo((colour: Colouring, layer: Layer, known: FigureData) =>
    figured(figureOf(colour), layer, known),
  );

  private readonly selection = memo(this.resolver());
  private readonly marked = memo(this.resolver());
  private readonly fills = memo(shares);
  private readonly rings = memo(shares);
  private readonly lit = memo(
    (filled: Selection | null, ringed: Selection | null, graph: Graph): LitShares => ({
      fills: filled && this.fills(filled, graph),
      rings: ringed && this.rings(ringed, graph),
    }),
  );
  private readonly look = memo(lookOf);

  /** The data of the graph that a source is named in; null until it has arrived. */
  private homeOf(source: Source | null, shown: LayerData): LayerData | null {
    const layer = source && layerOf(source);
    return layer === null || layer === shown.layer.id ? shown : this.store.get(layer);
  }

  private resolver() {
    return (
      source: Source | null,
      data: LayerData,
      samples: Samples | null,
      home: LayerData | null,
      numbers: NumbersArrays | null,
    ): Selection | null => {
      const known = (one: LayerData): Known => knownOf(one, samples, this.manifest, numbers);
      return source && selectionOf(source, known(data), home && known(home));
    };
  }

  private readonly counterpart = memo(
    (source: Source | null, from: LayerData | null, to: LayerData): Model["counterpart"] => {
      const node = source?.kind === "node" ? from?.graph.indexOf.get(source.value) : undefined;
      if (node === undefined || !from || from.layer === to.layer) return null;
      const { layers } = this.manifest;
      const place = layers.findIndex(({ id }) => id === to.layer.id);
      const found = counterpartOf(from.graph, node, place, layers.length);
      const named = found && (to.live?.author ?? to).graph.indexOf.get(found.id);
      const index = to.live ? to.live.matching.from.node[named ?? -1] : named;
      return found && index !== null && index !== undefined ? { ...found, node: index } : null;
    },
  );
}
