// In the order of the numbers in the data: responses.py has the same.
export const EXEMPLAR_KINDS = ["nearest", "spread", "label"] as const;
export type ExemplarKind = (typeof EXEMPLAR_KINDS)[number];
