// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";

import { showVersion } from "../src/page/version";

beforeEach(() => {
  document.body.innerHTML = `<main><a id="this-view" data-version="abc123" href="?version=abc123">x</a></main>`;
  history.replaceState(null, "", "/");
});

const link = (): HTMLAnchorElement => document.querySelector("#this-view")!;

test("the link has the view of the moment at which it is used", () => {
  showVersion(document);
  history.replaceState(null, "", "#layer=a&node=i0c0");
  link().dispatchEvent(new Event("focus"));
  expect(link().getAttribute("href")).toBe("?version=abc123#layer=a&node=i0c0");
  expect(document.querySelector(".warning")).toBeNull();
});

test("an address of another version is said to be so, and of this version not", () => {
  history.replaceState(null, "", "?version=abc123");
  showVersion(document);
  expect(document.querySelector(".warning")).toBeNull();
  history.replaceState(null, "", "?version=fff000");
  showVersion(document);
  expect(document.querySelector("main > .warning")?.textContent).toContain("fff000");
});

test("what is no version is not shown", () => {
  history.replaceState(null, "", "?version=<b>x</b>");
  showVersion(document);
  expect(document.querySelector(".warning")).toBeNull();
});
