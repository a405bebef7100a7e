import { describe, expect, it } from "vitest";
import type { Rows, Samples } from "../src/data/layer";
import { apart, directionOf, spoken } from "../src/data/texts/context";
import { fold, hasWord, reversed } from "../src/data/texts/fold";
import { formsLike, samplesOfForm, samplesWithWord, wordIndex } from "../src/data/texts/words";
import { ALL_LINES, columnsBeside, linesOf, similarityOf, valuesAmong } from "../src/look/lines";
import { knownOf, selectionOf } from "../src/state/selection";
import { search } from "../src/state/search";
import { dataOf, manifest as small, rowsArrays, samplesOf, smallGraph, smallRows } from "./world";

/** Sentences with a word in square brackets. */
const MARKED = [
  "The [Bank] was closed.",
  "We sat on the river [bank] all day.",
  "He banked on [résumés] alone.",
  "ذهبت إلى [البَنك] اليوم",
  "他坐在[河岸]上等船。",
  "[Spring] came late.",
  "A [spring] of water.",
  "the [spring] broke",
  "Über [Straßen] und Plätze",
  "לקח [ספר] מהמדף",
];

function samplesWith(marked: readonly string[]): Samples {
  const ids = marked.map((_, i) => `s${i}`);
  const start = Uint32Array.from(marked, (text) => text.indexOf("["));
  const end = Uint32Array.from(marked, (text) => text.indexOf("]") - 1);
  const texts = marked.map((text) => text.replace(/[[\]]/g, ""));
  const base = samplesOf(ids);
  return {
    ...base,
    arrays: {
      ...base.arrays,
      label: Int16Array.of(0, 1, 0, 0, 0, 1, 1, 0, -1, 0),
      columns: Int16Array.of(0, 0, 1, 1, 1, 2, 2, 2, -1, 1),
    },
    look: {
      header: { kind: "texts", texts },
      arrays: { text: Uint32Array.from(ids.keys()), start, end },
    },
  } as unknown as Samples;
}

const samples = samplesWith(MARKED);
const index = wordIndex(samples)!;
const manifest = { ...small, columns: [{ name: "word", labels: ["bank", "other", "spring"] }] };

describe("folding", () => {
  it.each([
    ["Café", "CAFÉ"],
    ["Straße", "STRASSE"],
    ["ὈΔΟΣ", "οδος"],
    ["كِتَاب", "كتاب"],
    ["שָׁלוֹם", "שלום"],
    ["ﬁne", "fine"],
    ["İstanbul", "istanbul"],
  ])("%s and %s are one", (a, b) => expect(fold(a)).toBe(fold(b)));

  it("keeps letters apart that differ by more than an accent", () => {
    expect(fold("が")).not.toBe(fold("か"));
    expect(fold("كتاب")).not.toBe(fold("كاتب"));
  });

  it("finds a word from its start on, and anywhere where there are no spaces", () => {
    expect(hasWord("the riverbank", "bank")).toBe(false);
    expect(hasWord("river-bank", "bank")).toBe(true);
    expect(hasWord("banked on it", "bank")).toBe(true);
    expect(hasWord("他坐在河岸上", "河岸")).toBe(true);
    expect(hasWord("🦇bat", "bat")).toBe(true);
    expect(hasWord("𝒳bat bat", "bat")).toBe(true);
    expect(hasWord("anything", "")).toBe(false);
  });
});

describe("words", () => {
  it("counts forms without regard to case, and shows the usual spelling", () => {
    expect(index.forms.slice(0, 2).map(({ form, count }) => [form, count])).toEqual([
      ["spring", 3],
      ["Bank", 2],
    ]);
    expect(formsLike(index, "ba", 5).map(({ form }) => form)).toEqual(["Bank"]);
    expect(formsLike(index, "البنك", 5).map(({ form }) => form)).toEqual(["البَنك"]);
    expect([...samplesOfForm(index, "BANK")]).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it("finds sentences that hold a word", () => {
    expect([...samplesWithWord(index, "bank")]).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect([...samplesWithWord(index, "resume")]).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect([...samplesWithWord(index, "岸上")]).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
    expect(samplesWithWord(index, " ").some(Boolean)).toBe(false);
  });

  it("are results of the search, and light the nodes that hold them", () => {
    const names = { labels: [], values: [], nodes: [], names: [], origins: [], samples: [], structures: [] };
    expect(search("Bank", { ...names, texts: samples })).toEqual([
      { kind: "form", value: "Bank", count: 2 },
      { kind: "word", value: "Bank", count: 3 },
    ]);
    expect(search("Bank", { ...names, texts: samplesOf([]) })).toEqual([]);
    const graph = smallGraph();
    const known = knownOf(dataOf(graph, smallRows([...MARKED.keys()])), samples, manifest);
    const lit = (kind: "form" | "word" | "value", value: string) =>
      [...selectionOf({ kind, value }, known).rows!].flatMap((one, row) => (one ? [row] : []));
    expect(lit("form", "bank")).toEqual([0, 1]);
    expect(lit("word", "bank")).toEqual([0, 1, 2]);
    expect(lit("value", "word:spring")).toEqual([5, 6, 7]);
    expect(selectionOf({ kind: "value", value: "word:x" }, known).rows).toBeNull();
  });
});

describe("lines", () => {
  const arrays = { ...rowsArrays([...MARKED.keys()]), similarity: Int16Array.of(0, 32767, -32767) };
  const rows: Rows = { ...smallRows(), arrays };
  const data = dataOf(smallGraph(), rows);
  const given = { data, samples, manifest };
  const english = [0, 1, 2, 5, 6, 7];
  const sorted = (order: string): number[] =>
    linesOf(given, english, null, { ...ALL_LINES, order }, null);

  it("are sorted by word, by what is before it and after it, and by columns", () => {
    expect(sorted("word")).toEqual([0, 1, 2, 5, 6, 7]);
    expect(sorted("left")).toEqual([5, 6, 2, 1, 0, 7]);
    expect(sorted("right")).toEqual([1, 2, 7, 5, 6, 0]);
    expect(sorted("label")).toEqual([0, 2, 7, 1, 5, 6]);
    expect(sorted("column:word")).toEqual([0, 1, 2, 5, 6, 7]);
    expect(linesOf(given, [8, 0], null, { ...ALL_LINES, order: "label" }, null)).toEqual([0, 8]);
  });

  it("are nearest first where a node is selected, else as the rows are", () => {
    const near = new Map([
      [0, 0.1],
      [1, 0.9],
      [2, 0.5],
    ]);
    expect(linesOf(given, [0, 1, 2], near, ALL_LINES, null)).toEqual([1, 2, 0]);
    expect(linesOf(given, [2, 0], null, ALL_LINES, null)).toEqual([2, 0]);
    expect([...similarityOf(data, 0)!.values()].slice(0, 2)).toEqual([0, 1]);
    expect(similarityOf(dataOf(smallGraph()), 0)).toBeNull();
  });

  it("are filtered by a label, by a value of a column, and by a word", () => {
    const all = [...MARKED.keys()];
    const only = (choice: Partial<typeof ALL_LINES>, column: string | null = null): number[] =>
      linesOf(given, all, null, { ...ALL_LINES, ...choice }, column);
    expect(only({ only: "b & c/d, e=f" })).toEqual([1, 5, 6]);
    expect(only({ only: "spring" }, "word")).toEqual([5, 6, 7]);
    expect(only({ filter: "WATER" })).toEqual([6]);
    expect(only({ only: "a", filter: "bank" })).toEqual([0, 2]);
    expect(valuesAmong(given, all, "word").map(({ count }) => count)).toEqual([4, 3, 2]);
  });

  it("five thousand are sorted and filtered quickly", () => {
    const many = samplesWith(Array.from({ length: 5000 }, (_, i) => MARKED[i % 10]!));
    const sample = [...Array(5000).keys()];
    const long = dataOf(smallGraph(), { ...rows, arrays: rowsArrays(sample) });
    const before = performance.now();
    const found = linesOf(
      { data: long, samples: many, manifest },
      sample,
      null,
      { order: "left", only: null, filter: "spring" },
      null,
    );
    expect(found).toHaveLength(1500);
    expect(performance.now() - before).toBeLessThan(1500);
  });

  it("leave out columns that repeat the word", () => {
    const forms = { name: "form", labels: ["bank", "x"] };
    const banks = samplesWith(["[Bank] a", "[bank] b"]);
    const same = {
      ...banks,
      arrays: { ...banks.arrays, label: new Int16Array(2), columns: new Int16Array(2) },
    };
    expect(columnsBeside({ ...small, columns: [forms] }, same).map(({ name }) => name)).toEqual([
      null,
    ]);
  });
});

describe("directions and joined letters", () => {
  const of = (before: string, word: string, after: string) => ({ before, word, after });

  it("a text has the direction of its first letter", () => {
    expect(directionOf(of("1. ", "שלום", " world"))).toBe("rtl");
    expect(directionOf(of("(", "Hello", " שלום"))).toBe("ltr");
    expect(directionOf(of("…", "", "!"))).toBe("ltr");
  });

  it("letters that are written joined stay joined where they are laid out apart", () => {
    expect(apart(of("و", "الكتاب", " هنا"))).toEqual(of("و\u200D", "\u200Dالكتاب", " هنا"));
    expect(apart(of("the ", "bat", "s"))).toEqual(of("the ", "bat", "s"));
  });

  it("a word is read before its sentence", () => {
    expect(spoken(of("The ", "coil", " broke."))).toBe("coil, in: The coil broke.");
    expect(spoken(of("", "", " A whole text. "))).toBe("A whole text.");
  });

  it("words before a word are sorted from it outwards", () => {
    expect(reversed("we sat on the river ")).toBe("river the on sat we");
    expect(reversed("他坐在")).toBe("在 坐 他");
  });
});
