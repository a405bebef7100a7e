import { expect, test } from "vitest";
import { flowsBetween, sameRows, sameSamples } from "../src/data/flow";
import { smallGraph, smallRows } from "./world";

const side = (sample?: number[]) => ({ graph: smallGraph(), rows: smallRows(sample) });
const all = Int32Array.from({ length: 10 }, (_, row) => row);

test("the k-th row of a sample is the k-th row of that sample", () => {
  const own = Uint32Array.of(0, 0, 1, 2, 0);
  const others = Uint32Array.of(1, 0, 3, 0);
  expect([...sameRows(own, others, null)]).toEqual([1, 3, 0, -1, -1]);
});

test("samples of another exploration are the same where their ids are", () => {
  const same = sameSamples(["a", "b", "c"], ["c", "x", "a"]);
  expect([...same]).toEqual([2, -1, 0]);
  expect([...sameRows(Uint32Array.of(0, 1, 2), Uint32Array.of(2, 0), same)]).toEqual([0, -1, 1]);
});

test("a flow counts the rows that its two nodes have in common", () => {
  const { list } = flowsBetween(side(), side(), all, null);
  const rows = (from: number, to: number): number =>
    list.find((flow) => flow.from === from && flow.to === to)?.rows ?? 0;
  // Nodes: 0 has rows 0 to 3, 1 has 2 to 4, 2 has 0 and 5, 3 has 1, 6 and 7, 4 has 8.
  expect([rows(0, 0), rows(0, 1), rows(1, 0), rows(0, 2), rows(1, 2)]).toEqual([4, 2, 2, 1, 0]);
  // The largest first.
  expect(list[0]).toEqual({ from: 0, to: 0, rows: 4 });
  expect(list.map((flow) => flow.rows)).toEqual(list.map((flow) => flow.rows).sort((a, b) => b - a));
});

test("only selected rows flow, and those that arrive nowhere are counted", () => {
  const selected = Uint8Array.of(0, 0, 1, 1, 0, 0, 0, 0, 1, 1);
  const same = all.slice();
  same[8] = -1;
  const flows = flowsBetween(side(), side(), same, selected);
  expect(flows.list).toEqual([
    { from: 0, to: 0, rows: 2 },
    { from: 0, to: 1, rows: 2 },
    { from: 1, to: 0, rows: 2 },
    { from: 1, to: 1, rows: 2 },
  ]);
  // Row 9 is in no node, row 8 has no counterpart.
  expect([flows.asked, flows.arrived]).toEqual([3, 2]);
});
