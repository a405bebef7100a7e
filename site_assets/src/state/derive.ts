// From state and data to the model that the views are drawn from. Each part is computed again only
// where something it depends on has changed.
import {
  columnOf,
  countedLabels,
  type LabelColumn,
  labelsOf,
  type NodeLabels,
  publishedLabels,
  unknownLabels,
} from "../data/label_columns";
import type { LayerData, Samples } from "../data/layer";
import type { LayerStore } from "../data/layers";
import { counterpartOf } from "../data/graph";
import { memo } from "../data/memo";
import type { Manifest, NumbersArrays } from "../data/schema";
import { labelRanks, lookOf } from "../look/appearance";
import { type Colouring, figureOf } from "../look/figures";
import { type ChosenColour, withChosen } from "../look/palette";
import { type FigureData, figured } from "../look/values";
import type { Model, Theme } from "./model";
import {
  knownOf,
  type NodeSource,
  type Selection,
  selectionOf,
  shares,
  type Source,
} from "./selection";
import type { State } from "./state";

export class Derivation {
  private lastShown: LayerData | null = null;

  constructor(
    private readonly manifest: Manifest,
    private readonly store: LayerStore,
  ) {}

  model(state: State, theme: Theme): Model {
    const { view, followed } = state;
    const { samples } = this.store;
    // Until a layer arrives, the one before it is shown.
    const data = this.store.get(view.layer) ?? this.lastShown;
    this.lastShown = data;
    const current = data?.layer.id === view.layer ? data : null;
    const selection = current && this.selection(view.selected, current, samples);
    const marked = data && this.marked(view.marked, data, samples);
    const from = followed && this.store.get(followed.layer);
    const column = this.column(view.column);
    const nodeLabels = data && this.nodeLabels(data, samples, column);
    const ranks = this.ranks(column, samples, view.palette);
    const known = data && this.known(data, column, nodeLabels!, samples, this.store.numbers);
    return {
      manifest: this.manifest,
      state,
      data,
      look:
        data &&
        this.look(
          data.graph,
          this.figured(view.colour, known!),
          ranks,
          marked && this.shares(marked, data.graph),
        ),
      samples,
      column,
      nodeLabels,
      known,
      selection,
      marked,
      selected: (view.selected && current?.graph.indexOf.get(view.selected.value)) ?? null,
      theme: this.themed(theme, column.labels, ranks, view.palette),
      counterpart: current && from && this.counterpart(followed, from, current),
    };
  }

  private readonly column = memo((name: string | null) => columnOf(this.manifest, name));

  private readonly nodeLabels = memo(
    ({ graph, rows }: LayerData, samples: Samples | null, { name }: LabelColumn): NodeLabels => {
      if (name === null) return publishedLabels(graph);
      if (!samples || !rows) return unknownLabels(graph);
      return countedLabels(graph, rows, labelsOf(this.manifest, name, samples));
    },
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

  private readonly known = memo(
    (
      data: LayerData,
      column: LabelColumn,
      nodeLabels: NodeLabels,
      samples: Samples | null,
      numbers: NumbersArrays | null,
    ): FigureData => ({ manifest: this.manifest, data, column, nodeLabels, samples, numbers }),
  );

  private readonly figured = memo((colour: Colouring, known: FigureData) =>
    figured(figureOf(colour), known),
  );

  private readonly selection = memo(this.resolver<NodeSource>());
  private readonly marked = memo(this.resolver<NonNullable<State["view"]["marked"]>>());
  private readonly shares = memo(shares);
  private readonly look = memo(lookOf);

  private resolver<S extends Source>() {
    return (source: S | null, data: LayerData, samples: Samples | null): Selection<S> | null =>
      source && selectionOf(source, knownOf(data, samples, this.manifest));
  }

  private readonly counterpart = memo(
    ({ value }: NodeSource, from: LayerData, to: LayerData): Model["counterpart"] => {
      const node = from.graph.indexOf.get(value);
      if (node === undefined || from === to) return null;
      const { layers } = this.manifest;
      const place = layers.findIndex(({ id }) => id === to.layer.id);
      const found = counterpartOf(from.graph, node, place, layers.length);
      const index = found && to.graph.indexOf.get(found.id);
      return found && index !== null && index !== undefined ? { ...found, node: index } : null;
    },
  );
}
