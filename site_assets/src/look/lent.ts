// What a node of a cut graph shows of the author's graph, in words.
import type { LayerData } from "../data/layer";
import { lentTo } from "../data/live/types";
import { decimals, gettext } from "../text";

/** Whose pictures a node shows; null in the author's graph. */
export function lentInWords(data: LayerData, node: number): string | null {
  if (!data.live) return null;
  const lent = lentTo(data, node);
  if (!lent)
    return gettext(
      "No node of the author’s graph has a member of this one. It has no picture and no " +
      "exemplars.");
  const id = lent.data.graph.ids[lent.node]!;
  if (lent.jaccard === 1) return gettext("Its members are those of {node} of the author’s graph.", id);
  return (
    gettext(
      "Frozen: pictures, exemplars and attributions are those of {node}, the author’s node " +
      "with most nearly the same members (Jaccard index {value}).", { node: id, value: decimals(lent.jaccard, 2) })
  );
}
