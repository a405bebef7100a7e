// From state and data to the model the views are drawn from; each part is computed anew only where
// something it depends on has changed.
import { labelRanks, type Look } from "../look/appearance";
import type { LayerStore } from "../data/layers";
import type { LayerData, Model, Theme } from "./model";
import { type Counterpart, counterpart, markShares, type Samples } from "./relate";
import type { Manifest } from "../data/schema";
import type { Colouring, Followed, Mark, State } from "./state";

export class Derivation {
  private lastShown: LayerData | null = null;

  constructor(
    private readonly manifest: Manifest,
    private readonly store: LayerStore,
  ) {}

  model(state: State, theme: Theme): Model {
    const { view } = state;
    const { samples } = this.store;
    // Until a layer arrives, the one before it stays on show.
    const data = this.store.get(view.layer) ?? this.lastShown;
    this.lastShown = data;
    const look = data && this.look(data, view.colour, this.ranks(samples), view.mark, samples);
    const current = data?.layer.id === view.layer ? data : null;
    const selected = view.node === null ? null : (current?.graph.indexOf.get(view.node) ?? null);
    const from = state.followed && this.store.get(state.followed.layer);
    const found = current && from && this.counterpart(state.followed, from, current);
    return {
      manifest: this.manifest,
      state,
      data,
      look,
      samples,
      selected,
      theme,
      counterpart: found ?? null,
    };
  }

  private readonly ranks = memo((samples: Samples | null) => {
    if (!samples) return labelRanks(this.manifest, null);
    const counts = new Uint32Array(this.manifest.labels.length);
    for (const label of samples.arrays.label) if (label >= 0) counts[label]!++;
    return labelRanks(this.manifest, counts);
  });

  private readonly shares = memo(
    (
      mark: Mark | null,
      graph: LayerData["graph"],
      rows: LayerData["rows"],
      samples: Samples | null,
    ) => mark && markShares(mark, graph, this.manifest.labels, rows?.arrays ?? null, samples),
  );

  private look(
    data: LayerData,
    colour: Colouring,
    ranks: Int16Array,
    mark: Mark | null,
    samples: Samples | null,
  ): Look {
    const byNode = mark?.kind === "label" || mark?.kind === "structure";
    const shares = this.shares(
      mark,
      data.graph,
      byNode ? null : data.rows,
      byNode ? null : samples,
    );
    return this.lookOf(data.graph, data.layer, colour, ranks, shares);
  }

  private readonly lookOf = memo(
    (
      graph: LayerData["graph"],
      layer: LayerData["layer"],
      colour: Colouring,
      ranks: Int16Array,
      shares: Float32Array | null,
    ): Look => ({
      graph,
      layer,
      colour,
      ranks,
      shares,
    }),
  );

  private readonly counterpart = memo(
    (followed: Followed | null, from: LayerData, to: LayerData): Counterpart | null => {
      const node = followed && from.graph.indexOf.get(followed.node);
      if (node == null || !from.rows || !to.rows || from === to) return null;
      return counterpart(
        { graph: from.graph, rows: from.rows.arrays, node },
        { graph: to.graph, rows: to.rows.arrays },
        this.manifest.n_samples,
      );
    },
  );
}

/** A function that remembers its last result. */
function memo<T extends readonly unknown[], R>(compute: (...args: T) => R): (...args: T) => R {
  let last: { args: T; result: R } | null = null;
  return (...args) => {
    if (!last?.args.every((value, i) => Object.is(value, args[i])))
      last = { args, result: compute(...args) };
    return last.result;
  };
}
