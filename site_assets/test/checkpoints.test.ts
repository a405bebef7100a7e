// @vitest-environment happy-dom
// The slider of checkpoints: it presses the links of layers, and follows the one that is marked.
import { beforeEach, expect, test, vi } from "vitest";
import { slideCheckpoints, STEP_MS } from "../src/checkpoints";

const STEPS = ["start", "epoch 1", "epoch 2"];
let pressed: string[] = [];

function links(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(".layer-link")];
}

/** What the viewer does with a press. */
function mark(id: string): void {
  for (const link of links()) {
    if (link.dataset["layer"] === id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function track(layer: string): string {
  const anchors = STEPS.map((step, k) => `<a class="layer-link" href="#" data-layer="${layer}-${k}" data-checkpoint="${step}"></a>`);
  return `<div class="layer-track">${anchors.join("")}</div>`;
}

beforeEach(() => {
  vi.useFakeTimers();
  document.documentElement.className = "";
  document.body.innerHTML = `<section><nav class="layer-nav layer-tracks">${track("a")}${track("b")}</nav></section>`;
  pressed = [];
  for (const link of links())
    link.addEventListener("click", (event) => {
      event.preventDefault();
      pressed.push(link.dataset["layer"]!);
      mark(link.dataset["layer"]!);
    });
  mark("b-2");
  slideCheckpoints(document);
});

async function start(): Promise<HTMLInputElement> {
  document.documentElement.classList.add("has-viewer");
  await vi.advanceTimersByTimeAsync(1);
  return document.querySelector<HTMLInputElement>("#checkpoint")!;
}

function shown(): (string | undefined)[] {
  return links().filter((link) => !link.hidden).map((link) => link.dataset["layer"]);
}

test("without the viewer all links are shown, and there is no slider", () => {
  expect(document.querySelector("#checkpoint")).toBeNull();
  expect(shown()).toHaveLength(6);
});

test("it shows one checkpoint of each layer and tells its name", async () => {
  const range = await start();
  expect(range.value).toBe("2");
  expect(range.getAttribute("aria-valuetext")).toBe("epoch 2");
  expect(shown()).toEqual(["a-2", "b-2"]);
  expect(document.querySelector("label")!.htmlFor).toBe("checkpoint");
});

test("moving it presses the link of the same layer", async () => {
  const range = await start();
  range.value = "0";
  range.dispatchEvent(new Event("input"));
  expect(pressed).toEqual(["b-0"]);
  expect(shown()).toEqual(["a-0", "b-0"]);
  expect(document.querySelector(".checkpoint-name")!.textContent).toBe("start");
});

test("it follows a layer that was chosen elsewhere", async () => {
  const range = await start();
  mark("a-1");
  await vi.advanceTimersByTimeAsync(1);
  expect(range.value).toBe("1");
  range.value = "2";
  range.dispatchEvent(new Event("input"));
  expect(pressed).toEqual(["a-2"]);
});

test("playing begins at the start and ends with the last", async () => {
  await start();
  const play = document.querySelector("button")!;
  play.click();
  expect(play.getAttribute("aria-label")).toBe("Pause");
  expect(pressed).toEqual(["b-0"]);
  await vi.advanceTimersByTimeAsync(2 * STEP_MS);
  expect(pressed).toEqual(["b-0", "b-1", "b-2"]);
  expect(play.getAttribute("aria-label")).toBe("Play the checkpoints");
  await vi.advanceTimersByTimeAsync(3 * STEP_MS);
  expect(pressed).toHaveLength(3);
});

test("it pauses, and when a reader takes the slider", async () => {
  const range = await start();
  const play = document.querySelector("button")!;
  play.click();
  play.click();
  await vi.advanceTimersByTimeAsync(3 * STEP_MS);
  expect(pressed).toEqual(["b-0"]);
  play.click();
  range.value = "2";
  range.dispatchEvent(new Event("input"));
  await vi.advanceTimersByTimeAsync(3 * STEP_MS);
  expect(pressed).toEqual(["b-0", "b-1", "b-2"]);
});
