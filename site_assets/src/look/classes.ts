// Class attribution: how much a node's exemplars add to the logits of the network's classes.
import type { LayerData } from "../data/layer";
import { decimals, gettext } from "../text";

export interface AttributedClass {
  readonly name: string;
  /** In logits, relative to the mean of all classes. */
  readonly value: number;
  /** Its size as a share of the node's largest. */
  readonly share: number;
}

export interface ClassAttribution {
  /** Largest first. */
  readonly positive: readonly AttributedClass[];
  /** Most negative first. */
  readonly negative: readonly AttributedClass[];
}

/** The mean attribution of a node's nearest exemplars; null where it is unknown. */
export function classesOf({ graph, classes }: LayerData, node: number): ClassAttribution | null {
  const start = graph.attribution_offsets[node];
  const stop = graph.attribution_offsets[node + 1];
  if (start === undefined || stop === undefined || start === stop) return null;
  const values = graph.attribution_value.subarray(start, stop);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const all = Array.from(values, (value, i) => ({
    name: classes[graph.attribution_class[start + i]!] ?? "",
    value,
    share: Math.abs(value) / largest,
  }));
  return {
    positive: all.filter(({ value }) => value > 0),
    negative: all.filter(({ value }) => value < 0).reverse(),
  };
}

/** "+0.42" or "−0.1": always with the sign. */
export function signed(value: number): string {
  const digits = Math.abs(value) >= 10 ? 0 : Math.abs(value) >= 0.995 ? 1 : 2;
  return `${value < 0 ? "−" : "+"}${decimals(Math.abs(value), digits)}`;
}

/** How well a layer's attributions agree with ablation. */
export function agreementInWords(agreement: number): string {
  const words =
    agreement >= 0.8
      ? gettext("almost as predicted")
      : agreement >= 0.5
        ? gettext("roughly as predicted")
        : gettext("differently than predicted");
  return (
    gettext(
      "Check by ablation: when these activations are set to zero, the logits change " +
      "{name} (correlation {value}).", { name: words, value: decimals(agreement, 2) })
  );
}
