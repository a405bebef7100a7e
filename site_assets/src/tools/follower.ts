// A selected node is followed by its rows from graph to graph, as long as the reader selects nothing
// else: the node that most of its rows are in is selected, else the rows themselves are.
import { type LayerData, membersOf } from "../data/layer";
import { listOf } from "../data/graph";
import { packedRows } from "../data/row_set";
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

  private sourceIn({ layer, graph, rows }: LayerData): Source {
    const own = this.rows!;
    const shared = new Uint32Array(graph.n);
    for (const row of own) for (const node of listOf(rows!.nodes, row)) shared[node]!++;
    let best = -1;
    const similar = (node: number): number =>
      shared[node]! / (graph.size[node]! + own.length - shared[node]!);
    for (let node = 0; node < graph.n; node++) {
      const isMost = best < 0 || shared[node]! > shared[best]!;
      const isNearer = best >= 0 && shared[node] === shared[best] && similar(node) > similar(best);
      if (2 * shared[node]! > own.length && (isMost || isNearer)) best = node;
    }
    if (best >= 0) return { kind: "node", layer: layer.id, value: graph.ids[best]! };
    const marked = new Uint8Array(layer.n_rows);
    for (const row of own) marked[row] = 1;
    return { kind: "rows", layer: layer.id, value: packedRows(marked) };
  }
}

function rowsOfNode({ selected, data }: Model): Uint32Array | null {
  return selected === null || !data?.rows ? null : membersOf(data.rows, selected).slice();
}
