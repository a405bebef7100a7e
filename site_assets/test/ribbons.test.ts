import { expect, test } from "vitest";
import { endsOf, type Placed, pointOf, ribbonAt, ribbonsOf, rowWidth } from "../src/draw/ribbons";
import { smallGraph } from "./world";

const looks = Array.from({ length: 5 }, () => ({ radius: 0.25 }));
const placed = (left: number, top: number): Placed =>
  ({
    scene: { graph: smallGraph(), looks, contents: false },
    at: { k: 20, ox: 50, oy: 50, zoom: 1 },
    size: { width: 100, height: 100 },
    left,
    top,
  }) as unknown as Placed;
const flows = [
  { from: 0, to: 1, rows: 6 },
  { from: 0, to: 2, rows: 2 },
  { from: 4, to: 0, rows: 3 },
];

test("ribbons to nodes outside of the window are left out", () => {
  expect(endsOf(flows, placed(0, 0), placed(100, 0)).map(({ flow }) => flow.from)).toEqual([0, 0]);
});

test("widths are in rows, and those at a node fit to its disc", () => {
  const ends = endsOf(flows, placed(0, 0), placed(100, 0));
  const perRow = rowWidth([ends]);
  expect(perRow).toBeCloseTo((2 * 1.2 * 5) / 8);
  const [wide, thin] = ribbonsOf(ends, perRow, false);
  expect(wide!.width / thin!.width).toBeCloseTo(3);
  // Side by side: the one that ends higher begins higher.
  expect(thin!.curve[1]).toBeLessThan(wide!.curve[1]);
  expect(wide!.curve[1] - thin!.curve[1]).toBeCloseTo((wide!.width + thin!.width) / 2);
});

test("a ribbon is found at its points, and nothing elsewhere", () => {
  const ribbons = ribbonsOf(endsOf(flows, placed(0, 0), placed(100, 0)), 1, false);
  const [x, y] = pointOf(ribbons[1]!.curve, 0.9);
  expect(ribbonAt(ribbons, x, y)).toBe(ribbons[1]);
  expect(ribbonAt(ribbons, 5, 95)).toBeNull();
});

test("beneath each other they run downwards", () => {
  const [ribbon] = ribbonsOf(endsOf(flows, placed(0, 0), placed(0, 100)), 1, true);
  const [x, y, bendX, bendY] = ribbon!.curve;
  expect([bendX, bendY > y]).toEqual([x, true]);
});
