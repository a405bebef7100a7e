import { expect, test } from "vitest";
import { middleOf, showTile, sizeOf, tileOf } from "../src/kinds/images/sheets";

const square = { file: "a.webp", tile: 32, columns: 2, count: 3 };
const wide = { file: "b.webp", tile: [64, 48] as const, columns: 2, count: 3 };

test("a tile has one side, or a width and a height", () => {
  expect([sizeOf(square), sizeOf(wide)]).toEqual([
    [32, 32],
    [64, 48],
  ]);
});

test("a disc shows the square in the middle of a tile", () => {
  expect(middleOf(tileOf([square], 2)!)).toEqual([0, 32, 32]);
  expect(middleOf(tileOf([wide], 1)!)).toEqual([64 + 8, 0, 48]);
  expect(middleOf(tileOf([wide], 2)!)).toEqual([8, 48, 48]);
});

test("an element gets the aspect ratio of what it shows, and none for a square", () => {
  const element = { style: {} } as HTMLElement;
  showTile(element, tileOf([wide], 0)!);
  expect(element.style.aspectRatio).toBe("1.3333");
  showTile(element, tileOf([wide], 0)!, { top: 0.5, left: 0, bottom: 1, right: 1 });
  expect(element.style.aspectRatio).toBe("2.6667");
  showTile(element, tileOf([square], 0)!, { top: 0, left: 0.25, bottom: 0.5004, right: 0.75 });
  expect(element.style.aspectRatio).toBe("");
});
