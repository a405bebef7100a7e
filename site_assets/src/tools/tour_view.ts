// A tour of two minutes: a few sentences beside each of the real controls. It never opens by itself,
// blocks nothing, and leaves out the steps for controls that this exploration does not have.
import { iconButton, ICONS, el } from "../views/dom";
import type { App } from "../state/model";
import type { Parts, Tool } from "./contract";
import { remember } from "../page/remember";
import { type Step, STEPS } from "./tour_steps";
import { gettext } from "../text";

/** Space between a control and the text, and around the text in the window. */
const GAP = 12;
/** In narrower windows the text stands at the bottom. */
const NARROW = "(max-width: 40rem)";
const STILL = "(prefers-reduced-motion: reduce)";

interface Stop {
  readonly step: Step;
  readonly target: HTMLElement;
}

export class Tour implements Tool {
  readonly root: HTMLElement;
  private readonly title: HTMLElement;
  private readonly text = el("p", {});
  private readonly place = el("p", { class: "soft small" });
  private readonly next: HTMLButtonElement;
  private readonly back: HTMLButtonElement;
  private stops: readonly Stop[] = [];
  private at = 0;
  private lit: HTMLElement | null = null;
  private opener: Element | null = null;

  constructor(
    app: App,
    private readonly parts: Parts,
  ) {
    const [title, said] = [app.id("tour-title"), app.id("tour-text")];
    this.title = el("h2", { id: title });
    this.back = el("button", { type: "button", class: "quiet", click: () => this.go(-1) }, gettext("Back"));
    this.next = el("button", { type: "button", class: "quiet", click: () => this.go(1) }, gettext("Next"));
    const leave = (): void => this.leave();
    this.root = el(
      "div",
      {
        class: "tour",
        role: "dialog",
        "aria-labelledby": title,
        "aria-describedby": said,
        hidden: true,
        keydown: (event: KeyboardEvent) => this.key(event),
      },
      iconButton(gettext("Leave the tour"), ICONS.close, leave),
      // Next keeps the focus, so what changes is announced.
      el("div", { id: said, "aria-live": "polite" }, this.place, this.title, this.text),
      el("div", { class: "dialog-end" }, this.back, this.next),
    );
  }

  /** Begin, or begin again. */
  open(): void {
    remember("tour", "seen");
    const viewer = this.root.parentElement!;
    const explorer = viewer.closest<HTMLElement>(".explorer") ?? viewer;
    for (const offer of explorer.querySelectorAll<HTMLElement>(".tour-offer")) offer.hidden = true;
    this.stops = STEPS.flatMap((step) => {
      const isThere = !step.needs || explorer.querySelector(step.needs);
      const target = isThere && seen(explorer, step.targets);
      return target ? [{ step, target }] : [];
    });
    if (this.root.hidden) this.opener = document.activeElement;
    this.root.hidden = false;
    this.at = 0;
    this.show();
    this.next.focus({ preventScroll: true });
    for (const event of MOVES) addEventListener(event, this.follow, { passive: true });
  }

  /** The text speaks of controls; nothing in it depends on the view. */
  update(): void {
    if (!this.root.hidden) this.follow();
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape") this.leave();
    else if (event.key === "ArrowRight") this.go(1);
    else if (event.key === "ArrowLeft") this.go(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private go(way: 1 | -1): void {
    const to = this.at + way;
    if (to === this.stops.length) return this.leave();
    if (to < 0) return;
    this.at = to;
    this.show();
  }

  private show(): void {
    const { step, target } = this.stops[this.at]!;
    const last = this.at === this.stops.length - 1;
    this.title.textContent = step.title;
    this.text.textContent = step.text;
    this.place.textContent = gettext("Two-minute tour, {n} of {value}", { n: this.at + 1, value: this.stops.length });
    this.back.setAttribute("aria-disabled", String(this.at === 0));
    this.next.textContent = last ? gettext("Done") : gettext("Next");
    this.light(target);
    target.scrollIntoView({
      block: matchMedia(NARROW).matches ? "start" : "center",
      behavior: matchMedia(STILL).matches ? "auto" : "smooth",
    });
    this.follow();
  }

  private light(target: HTMLElement | null): void {
    this.lit?.classList.remove("tour-target");
    this.lit = target;
    target?.classList.add("tour-target");
  }

  /** Beside the control: below it, above it, or at the bottom of the window. */
  private readonly follow = (): void => {
    const box = this.stops[this.at]!.target.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.root;
    const below = box.bottom + GAP;
    const above = box.top - GAP - height;
    const lowest = innerHeight - height - GAP;
    const top = below <= lowest ? below : above >= GAP ? above : lowest;
    const left = Math.max(GAP, Math.min(box.left, innerWidth - width - GAP));
    this.root.style.setProperty("--tour-top", `${Math.round(Math.max(GAP, top))}px`);
    this.root.style.setProperty("--tour-left", `${Math.round(left)}px`);
  };

  private leave(): void {
    this.root.hidden = true;
    this.light(null);
    for (const event of MOVES) removeEventListener(event, this.follow);
    const opener = this.opener as HTMLElement | null;
    // The button in a dialog that is closed, and the offer that is gone, cannot take it back.
    const back = opener?.isConnected && opener.checkVisibility() ? opener : null;
    (back && back !== document.body ? back : this.parts.graph.surface).focus({
      preventScroll: true,
    });
  }
}

const MOVES = ["scroll", "resize"] as const;

/** The first of some controls that is on screen. */
function seen(explorer: HTMLElement, selectors: readonly string[]): HTMLElement | null {
  for (const selector of selectors) {
    const found = explorer.querySelector<HTMLElement>(selector);
    if (found?.checkVisibility()) return found;
  }
  return null;
}
