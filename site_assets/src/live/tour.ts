// A guided tour: steps of text beside one view, which changes with the step that is read. Where the
// window is narrow, and without this script, each step has its own drawing.
import { gettext } from "../text";
import { el } from "../views/dom";
import { ViewFigure } from "./figure";

const WIDE = matchMedia("(min-width: 62rem)");
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
/** The step that is read is the one across the middle of the window. */
const MIDDLE = { rootMargin: "-45% 0px -45% 0px" };

interface Step {
  readonly text: HTMLElement;
  /** The drawing of the step, or that of the one before where the view does not change. */
  readonly figure: ViewFigure;
}

export class Tour {
  private readonly steps: readonly Step[];
  private at = 0;

  constructor(root: HTMLElement) {
    let figure: ViewFigure | null = null;
    this.steps = [...root.querySelectorAll<HTMLElement>(".tour-step")].flatMap((step) => {
      const own = step.querySelector<HTMLElement>(".view-figure");
      if (own) figure = this.figure(own);
      const text = step.querySelector<HTMLElement>(".tour-text");
      return text && figure ? [{ text, figure }] : [];
    });
    this.steps.forEach((step, k) => this.prepare(step, k));
    root.classList.add("guided");
    const observer = new IntersectionObserver((entries) => this.scrolled(entries), MIDDLE);
    for (const { text } of this.steps) observer.observe(text);
    this.show(0);
  }

  /** An explorer that loads while the reader goes on belongs to the step that is read then. */
  private figure(root: HTMLElement): ViewFigure {
    const figure = new ViewFigure(root);
    figure.woken = () => {
      const { figure: read } = this.steps[this.at]!;
      if (WIDE.matches && read !== figure) read.adopt(figure);
    };
    return figure;
  }

  private prepare({ text }: Step, k: number): void {
    const last = this.steps.length - 1;
    text.tabIndex = -1;
    text.append(
      el(
        "div",
        { class: "tour-buttons" },
        k > 0 && this.button(gettext("Previous"), k - 1),
        el("span", {}, gettext("Step {step} of {steps}", { step: k + 1, steps: last + 1 })),
        k < last && this.button(gettext("Next"), k + 1),
      ),
    );
    text.addEventListener("keydown", (event) => {
      const to = { ArrowRight: k + 1, ArrowLeft: k - 1 }[event.key];
      if (to === undefined || !this.steps[to] || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      this.go(to);
    });
  }

  private button(text: string, to: number): HTMLElement {
    return el("button", { type: "button", class: "quiet", click: () => this.go(to) }, text);
  }

  /** Go to a step, with the keyboard on its text. */
  private go(to: number): void {
    const { text, figure } = this.steps[to]!;
    this.show(to);
    text.focus({ preventScroll: true });
    (WIDE.matches ? text : figure.root).scrollIntoView({
      behavior: STILL.matches ? "auto" : "smooth",
      block: "center",
    });
  }

  private scrolled(entries: readonly IntersectionObserverEntry[]): void {
    const entry = entries.find(({ isIntersecting }) => isIntersecting);
    const k = this.steps.findIndex(({ text }) => text === entry?.target);
    if (k >= 0) this.show(k);
  }

  private show(k: number): void {
    const [before, after] = [this.steps[this.at]!, this.steps[k]!];
    this.at = k;
    // Where each step has its drawing, an explorer stays where the reader has opened it.
    if (WIDE.matches && before.figure !== after.figure) after.figure.adopt(before.figure);
    for (const step of this.steps) {
      step.text.classList.toggle("current", step === after);
      step.figure.root.classList.toggle("current", step.figure === after.figure);
    }
  }
}
