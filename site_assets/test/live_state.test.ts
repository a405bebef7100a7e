import { expect, test } from "vitest";
import type { LayerData } from "../src/data/layer";
import { packedRows } from "../src/data/row_set";
import { carried } from "../src/state/carried";
import type { Model } from "../src/state/model";
import type { Source } from "../src/state/source";
import { reduce, startState, startView, type View } from "../src/state/state";
import { Follower } from "../src/tools/follower";
import { lentInWords } from "../src/look/lent";
import { listOf } from "../src/data/graph";
import { liveOf } from "./family";
import { manifest } from "./world";

function modelOf(data: LayerData, change: Partial<View>, selected: number | null = null): Model {
  const state = startState({ ...startView(manifest), ...change });
  // What is read of a model.
  return { state, data, samples: null, manifest, selected } as Partial<Model> as Model;
}

const node = (value: string): Source => ({ kind: "node", layer: "low", value });

test("what is named by nodes becomes its rows, everything else stays", async () => {
  const live = await liveOf("ring");
  const { author } = live;
  const path: Source = { kind: "path", layer: "low", value: author.graph.ids.slice(0, 2).join(",") };
  const label: Source = { kind: "label", value: "a" };
  const elsewhere: Source = { kind: "node", layer: "high", value: "i0c0" };
  const kept = [{ name: "one", source: elsewhere }, { name: "two", source: node("i99c0") }];
  const found = carried(modelOf(author, { selected: path, marked: label, kept }));
  const rows = new Uint8Array(author.layer.n_rows);
  for (const each of [0, 1]) for (const row of listOf(author.rows.members, each)) rows[row] = 1;
  expect(found.selected).toEqual({ kind: "rows", layer: "low", value: packedRows(rows) });
  expect(found.marked).toBe(label);
  expect(found.kept).toEqual([{ name: "one", source: elsewhere }]);
});

test("a selected node is followed by the rows it had when it was selected", async () => {
  const live = await liveOf("ring");
  const { author } = live;
  const follower = new Follower();
  let model = modelOf(author, { selected: node(author.graph.ids[4]!) }, 4);
  for (const level of [live.usual, 100, 30, 5, live.usual]) {
    const next = live.atSpot({ cover: 0, level });
    const { selected } = follower.carried(model, next);
    const index = selected ? next.graph.indexOf.get((selected as { value: string }).value)! : null;
    model = modelOf(next, { selected, cut: { cover: null, level: 1 } }, index);
  }
  expect(model.state.view.selected).toEqual(node(author.graph.ids[4]!));
});

test("another graph keeps the place on screen, and the keyboard starts anew", async () => {
  const { author } = await liveOf("ring");
  const camera = { x: 1, y: 2, zoom: 3 };
  const before = { ...startState({ ...startView(manifest), camera }), focus: 3, tuning: true };
  const cut = { cover: "14x0.6", level: null };
  const event = { type: "cut", cut, carried: { selected: null, marked: null, kept: [] }, slider: "eps" } as const;
  const after = reduce(before, event);
  expect(after).toMatchObject({ focus: null, tuning: true, view: { cut, camera } });
  // Names in the address are those of the cut graph, which has not arrived yet.
  const named = reduce(after, { type: "select", source: node("i98c7"), index: null });
  expect(reduce(named, { type: "arrived", data: author, announce: false })).toBe(named);
  expect(reduce(after, { type: "layer", layer: "high" }).view.cut).toBeNull();
});

test("steps of one slider are one step of the history, those of another one are another", () => {
  const none = { selected: null, marked: null, kept: [] };
  const step = (level: number, slider: string | null) =>
    ({ type: "cut", cut: slider ? { cover: null, level } : null, carried: none, slider }) as const;
  let state = startState(startView(manifest));
  for (const event of [step(1, "eps"), step(2, "eps"), step(3, "Overlap"), step(0, null)])
    state = reduce(state, event);
  const levels = [...Array(3)].map(() => (state = reduce(state, { type: "undo" })).view.cut?.level);
  expect(levels).toEqual([3, 2, undefined]);
});

test("the panel says whose pictures a node shows", async () => {
  const live = await liveOf("ring");
  expect(lentInWords(live.author, 0)).toBeNull();
  const own = live.at({ cover: null, level: null })!;
  expect(lentInWords(own, 0)).toBe(
    `Its members are those of ${live.author.graph.ids[0]!} of the author’s graph.`,
  );
  const other = live.atSpot({ cover: 1, level: 60 });
  expect(lentInWords(other, 0)).toMatch(/^Frozen: pictures.* those of i\d+c\d+, .*index 0\.\d\d\)\.$/);
});
