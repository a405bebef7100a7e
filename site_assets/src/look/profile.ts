// The purity of a class in one graph: what share of its members is in nodes where it is the most
// frequent, and how pure the nodes are that hold it. As TopoBERT's purity per class (Rathore et al.,
// TopoBERT, 2023). Pure.
import type { NodeLabels } from "../data/label_columns";

export interface ClassPurity {
  /** Members of nodes with this label; a row in two nodes counts twice. */
  readonly members: number;
  /** Nodes that hold it. */
  readonly nodes: number;
  /** Share of its members in nodes where it is the most frequent; NaN where it has none. */
  readonly leading: number;
  /** Purity of the nodes that hold it, weighted by how many of its members they hold. */
  readonly purity: number;
}

/** Of each label of a column. */
export function classPurities(
  { majority, purity, composition }: NodeLabels,
  nNodes: number,
  labels: readonly number[],
): ClassPurity[] {
  const place = new Map(labels.map((label, i) => [label, i]));
  const sums = labels.map(() => ({ members: 0, nodes: 0, leading: 0, purity: 0 }));
  for (let node = 0; node < nNodes; node++) {
    for (const { label, count } of composition(node)) {
      const sum = sums[place.get(label) ?? -1];
      if (!sum) continue;
      sum.members += count;
      sum.nodes++;
      if (majority[node] === label) sum.leading += count;
      sum.purity += count * purity[node]!;
    }
  }
  return sums.map(({ members, nodes, leading, purity: weighted }) => ({
    members,
    nodes,
    leading: leading / members,
    purity: weighted / members,
  }));
}
