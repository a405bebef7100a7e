// A selected node is followed by its rows from graph to graph, as long as the reader selects nothing
// else: the node that has most of them is selected.
import { type LayerData, membersOf } from "../data/layer";
import { listOf } from "../data/graph";
import { type Carried, carried } from "../state/carried";
import type { Model } from "../state/model";
import { sameSource, type Source } from "../state/source";

export class Follower {
  private rows: Uint32Array | null = null;
  private sent: Source | null = null;

  /** The sources of a view in the next graph. */
  carried(model: Model, next: LayerData): Carried {
    const kept = carried(model);
    const { selected } = model.state.view;
    if (!this.rows || !sameSource(selected, this.sent)) this.rows = rowsOfNode(model);
    if (!this.rows) return kept;
    this.sent = this.sourceIn(next);
    return { ...kept, selected: this.sent };
  }

  private sourceIn({ layer, graph, rows }: LayerData): Source | null {
    const own = this.rows!;
    const shared = new Uint32Array(graph.n);
    for (const row of own) for (const node of listOf(rows!.nodes, row)) shared[node]!++;
    let best: number | null = null;
    const similar = (node: number): number =>
      shared[node]! / (graph.size[node]! + own.length - shared[node]!);
    for (let node = 0; node < graph.n; node++) {
      if (!shared[node]) continue;
      const more: number = best === null ? 1 : shared[node]! - shared[best]!;
      if (more > 0 || (more === 0 && similar(node) > similar(best!))) best = node;
    }
    return best === null ? null : { kind: "node", layer: layer.id, value: graph.ids[best]! };
  }
}

function rowsOfNode({ selected, data }: Model): Uint32Array | null {
  return selected === null || !data?.rows ? null : membersOf(data.rows, selected).slice();
}
