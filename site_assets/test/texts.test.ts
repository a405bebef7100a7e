import { describe, expect, it } from "vitest";
import type { Samples } from "../src/data/layer";
import { contextAt, shortened } from "../src/data/texts/context";

const TEXT = "We waited until morning, 🦇 and then the bat flew.";
const at = TEXT.indexOf("bat");
const samples = {
  look: {
    header: { kind: "texts", texts: ["שלום עולם", TEXT] },
    arrays: {
      text: new Uint32Array([1, 0]),
      start: new Uint32Array([at, 0]),
      end: new Uint32Array([at + 3, 0]),
    },
  },
} as unknown as Samples;

describe("texts", () => {
  it("finds a word in its sentence by UTF-16 units", () => {
    expect(contextAt(samples, 0)).toEqual({
      before: "We waited until morning, 🦇 and then the ",
      word: "bat",
      after: " flew.",
    });
    expect(contextAt(samples, 1)).toEqual({ before: "", word: "", after: "שלום עולם" });
    expect(contextAt({ look: null } as Samples, 0)).toBeNull();
  });

  it("cuts long contexts between words, and no character in two", () => {
    const long = { before: "aaaa ".repeat(40), word: "bat", after: " bbbb".repeat(40) };
    const { before, after } = shortened(long, 80);
    expect(before).toMatch(/^… (aaaa )+$/);
    expect(after).toMatch(/^( bbbb)+ …$/);
    expect(before.length).toBeLessThan(90);
    const bats = { before: "🦇".repeat(60), word: "", after: "" };
    expect(shortened({ ...bats, word: "x" }, 80).before).toBe(`… ${"🦇".repeat(40)}`);
  });
});
