// A slider with its name and its value in words.
import { el } from "../views/dom";

export class Slider {
  readonly root: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly output: HTMLOutputElement;
  private readonly own = el("span", { class: "live-own", "aria-hidden": "true" });

  constructor(id: string, name: string, chosen: (step: number) => void) {
    const input = (): void => chosen(Number(this.input.value));
    this.input = el("input", { type: "range", id, min: 0, step: 1, input });
    this.output = el("output", { for: id });
    this.root = el(
      "div",
      { class: "live-slider" },
      el("label", { for: id }, name),
      this.output,
      el("div", { class: "live-track" }, this.own, this.input),
    );
  }

  /** `own`: the step of the author's graph, which is marked on the track. */
  show(
    steps: number,
    step: number,
    value: string,
    { words, own }: { readonly words: string; readonly own: number },
  ): void {
    this.input.max = String(steps - 1);
    this.input.value = String(step);
    this.input.disabled = steps < 2;
    this.output.textContent = value;
    this.input.setAttribute("aria-valuetext", words);
    this.own.style.setProperty("--at", String(steps > 1 ? own / (steps - 1) : 0));
  }

  focus(): void {
    this.input.focus();
  }
}
