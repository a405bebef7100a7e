// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from "vitest";
import { checkedAddress } from "../src/page/search_button";
import { type SearchIndex, VERSION } from "../src/search/contract";
import { SearchDialog } from "../src/search/dialog";
import { unfolded } from "../src/search/documents";
import { Finder } from "../src/search/find";
import { fold, foldWithPlaces } from "../src/search/fold";
import { marked, snippet } from "../src/search/snippet";
import { match, NOT, PREFIX, termsOf, WHOLE, wordsOf } from "../src/search/terms";

const HOSTILE = '<img src=x onerror="window.broken=1">';
const INDEX: SearchIndex = {
  version: VERSION,
  pages: [
    ["index.html", "Home", [["", "", "All explorations."]]],
    [
      "a/index.html",
      "Coffee under a lens",
      [
        ["", "", "What a network sees in coins."],
        ["first", "Coins and cups", "The first layer, by Mémoli."],
        ["second", "Texture", "Coins have texture. Coffee has none."],
        ["third", "画像の分類", "ネットワークは画像を分類する。"],
        ["mixed", "Graphは図", "block5の層"],
        ["rtl", "שָׁלוֹם עולם", HOSTILE],
      ],
    ],
  ],
  graphs: [
    {
      folder: "a",
      title: "Coffee under a lens",
      layers: [["block0", "block0"], ["block1", "block1"]],
      start: 1,
      labels: [{ name: "coins", nodes: [{ layer: 0, node: "i1c0", percent: 80, members: 40 }] }],
      samples: ["0 coins-00001", "10 2", "0 coffee-1"],
    },
  ],
};
const finder = new Finder(INDEX);
const hrefs = (query: string): string[] => finder.find(query).shown.map(({ href }) => href);

describe("what is found", () => {
  test("a title before a heading before a label before a text before a sample", () => {
    expect(hrefs("coffee")[0]).toBe("a/index.html");
    expect(hrefs("coins")).toEqual([
      "a/index.html#first",
      "a/index.html#layer=block1&label=coins",
      "a/index.html#layer=block0&node=i1c0",
      "a/index.html",
      "a/index.html#second",
      "a/index.html#layer=block1&sample=coins-00001",
      "a/index.html#layer=block1&sample=coins-00002",
    ]);
  });

  test("all words, at the start of words, one of them in the title of the page", () => {
    expect(hrefs("text coff")).toEqual(["a/index.html#second"]);
    expect(hrefs("exture")).toEqual([]);
    expect(hrefs("coffee mémoli")).toEqual(["a/index.html#first"]);
  });

  test("upper case and accents do not matter, in either", () => {
    for (const query of ["memoli", "MÉMOLI", "Memoli".normalize("NFD")])
      expect(hrefs(query)).toEqual(["a/index.html#first"]);
  });

  test("scripts without spaces within words, and from right to left without points", () => {
    expect(hrefs("分類")).toEqual(["a/index.html#third"]);
    expect(hrefs("画像 ネット")).toEqual(["a/index.html#third"]);
    expect(hrefs("分画")).toEqual([]);
    expect(hrefs("図 block5の graph")).toEqual(["a/index.html#mixed"]);
    expect(hrefs("שלום")).toEqual(["a/index.html#rtl"]);
  });

  test("nothing for no word", () => {
    for (const query of ["", "  ", "—"]) expect(finder.find(query).total).toBe(0);
  });
});

test("whole words count more than beginnings", () => {
  const [term] = termsOf("coin");
  expect(["a coin", "coins", "recoin", "coincide coin"].map((text) => match(wordsOf(text), term!))).toEqual([
    WHOLE,
    PREFIX,
    NOT,
    WHOLE,
  ]);
});

test("folded letters know their places", () => {
  expect(fold("Straße ØRE ﬁn")).toBe("strasse ore fin");
  const placed = (text: string): unknown => {
    const [folded, place] = foldWithPlaces(text);
    return [folded, ...[...folded, "end"].map((_, at) => place(at))];
  };
  expect(placed("aßb")).toEqual(["assb", 0, 1, 1, 2, 3]);
  expect(placed("𝒜b")).toEqual(["ab", 0, 2, 3]);
  expect(placed("Ab")).toEqual(["ab", 0, 1, 2]);
});

test("hits are marked, also where letters were folded", () => {
  expect(marked("Die Größe, größer, groß", termsOf("grösse"))).toEqual([
    { text: "Die ", hit: false },
    { text: "Größe", hit: true },
    { text: ", ", hit: false },
    { text: "größe", hit: true },
    { text: "r, groß", hit: false },
  ]);
});

test("a snippet is the part around the first hit, cut between words", () => {
  const text = `${"before ".repeat(40)}coffee ${"after ".repeat(40)}`;
  const found = snippet(text, termsOf("cof"));
  const shown = found.map((one) => one.text).join("");
  expect(found.filter(({ hit }) => hit)).toEqual([{ text: "cof", hit: true }]);
  expect(shown).toMatch(/^… before .*coffee .*after …$/);
  expect(shown.length).toBeLessThan(190);
  expect(snippet("short", []).map((one) => one.text)).toEqual(["short"]);
});

test("front-coded names", () => {
  expect(unfolded(["0 a b", "2 c", "0 𝒜1", "1 2"])).toEqual(["a b", "a c", "𝒜1", "𝒜2"]);
});

test("no other script can be loaded", () => {
  for (const allowed of ["../assets/search.0a1b2c3d.js", "assets/search-index.js"])
    expect(checkedAddress(allowed)).toBe(allowed);
  for (const address of ["https://a.example/assets/search.js", "assets/../search.js", "data:,", "/assets/search.js"])
    expect(() => checkedAddress(address)).toThrow(TypeError);
});

describe("the dialog", () => {
  const said = (): string => document.querySelector('[role="status"]')!.textContent;
  const links = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>("dialog a")];
  const input = (): HTMLInputElement => document.querySelector("dialog input")!;
  const type = (text: string): void => {
    input().value = text;
    input().dispatchEvent(new Event("input"));
  };
  const press = (key: string): void => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    (document.activeElement ?? input()).dispatchEvent(event);
  };
  let dialog: SearchDialog;

  beforeEach(async () => {
    document.body.replaceChildren();
    dialog = new SearchDialog(document);
    dialog.open("../", () => Promise.resolve(dialog.index(INDEX)));
    await Promise.resolve();
    await Promise.resolve();
  });

  test("says how many there are and links to them", () => {
    type("texture");
    expect(said()).toBe("1 result");
    expect(links()[0]!.getAttribute("href")).toBe("../a/index.html#second");
    expect(document.querySelector("mark")!.textContent).toBe("Texture");
    type("nothing at all");
    expect(said()).toBe("Nothing was found");
    expect(links()).toEqual([]);
  });

  test("arrows go to the links and back", () => {
    type("coins");
    press("ArrowDown");
    expect(document.activeElement).toBe(links()[0]);
    press("ArrowDown");
    expect(document.activeElement).toBe(links()[1]);
    press("ArrowUp");
    press("ArrowUp");
    expect(document.activeElement).toBe(input());
  });

  test("texts are texts", () => {
    type("onerror");
    expect(document.querySelector("dialog img")).toBeNull();
    expect(document.querySelector(".search-text")!.textContent).toBe(HOSTILE);
  });

  test("says that the index is not there", async () => {
    document.body.replaceChildren();
    new SearchDialog(document).open("", () => Promise.reject(new Error("gone")));
    await new Promise((resolve) => setTimeout(resolve));
    expect(said()).toContain("could not be loaded");
  });
});
