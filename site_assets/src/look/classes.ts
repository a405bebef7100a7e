// Which of the network's classes a node speaks for and against.
import type { LayerData } from "../state/model";

export interface SpokenClass {
  readonly name: string;
  /** In logits above the mean of all classes; negative against. */
  readonly value: number;
  /** Its size as a share of the node's largest. */
  readonly share: number;
}

export interface SpokenClasses {
  /** Most first. */
  readonly supported: readonly SpokenClass[];
  /** Most first. */
  readonly opposed: readonly SpokenClass[];
}

/** What a node's nearest exemplars speak for; null where nothing is known of classes. */
export function classesOf({ graph, classes }: LayerData, node: number): SpokenClasses | null {
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
    supported: all.filter(({ value }) => value > 0),
    opposed: all.filter(({ value }) => value < 0).reverse(),
  };
}

/** "+0.42" or "−0.1": logits are told apart by their sign. */
export function signed(value: number): string {
  const digits = Math.abs(value) >= 10 ? 0 : Math.abs(value) >= 0.995 ? 1 : 2;
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;
}

/** How far a layer's attributions can be trusted. */
export function agreementInWords(agreement: number): string {
  const words =
    agreement >= 0.8 ? "much as this says" : agreement >= 0.5 ? "roughly so" : "often otherwise";
  return (
    `In this layer, without such an activation the logits change ${words} ` +
    `(correlation ${agreement.toFixed(2)}).`
  );
}
