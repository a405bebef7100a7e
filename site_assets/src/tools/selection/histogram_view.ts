// Two distributions on one axis: the first filled, the second as a line.
import { svg } from "../../views/dom";
import type { Histogram } from "./facts";

const [WIDTH, HEIGHT] = [240, 56];

export function steps({ parts }: Histogram, words: string): SVGElement {
  const most = Math.max(1e-9, ...parts.flat());
  const paths = parts.map((shares, i) =>
    svg("path", {
      d: outline(shares, most) + (i === 0 ? "Z" : ""),
      class: i === 0 ? "steps-fill" : "steps-line",
      "vector-effect": "non-scaling-stroke",
    }),
  );
  return svg(
    "svg",
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: "none",
      class: "steps-chart",
      role: "img",
      "aria-label": words,
    },
    ...paths,
  );
}

/** Along the tops of the bars, from the base to the base. */
function outline(shares: readonly number[], most: number): string {
  const width = WIDTH / shares.length;
  const top = (share: number): string => (HEIGHT - 1 - (share / most) * (HEIGHT - 3)).toFixed(1);
  const bars = shares.map((share) => `V${top(share)}h${width.toFixed(2)}`).join("");
  return `M0 ${HEIGHT - 1}${bars}V${HEIGHT - 1}`;
}
