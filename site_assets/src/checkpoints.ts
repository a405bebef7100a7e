// The slider of an explorer whose layers have several checkpoints. It presses the links of the
// layers, which the viewer answers, and follows the one that is marked: so the address, undo and
// the selection are those of any change of layer. Without it all links are shown.
import { gettext } from "./text";
import { el, iconButton } from "./views/dom";

/** Milliseconds for which a checkpoint is shown while they play. */
export const STEP_MS = 1_600;
const PLAY = "M8 5v14l11-7z";
const PAUSE = "M7 5h4v14H7zM13 5h4v14h-4z";

/** Add a slider to the explorer of a page as soon as its viewer runs. */
export function slideCheckpoints(page: Document): void {
  const nav = page.querySelector<HTMLElement>(".layer-tracks");
  if (!nav) return;
  const begin = (): boolean => page.documentElement.classList.contains("has-viewer");
  if (begin()) return void new CheckpointSlider(nav);
  const waiting = new MutationObserver(() => {
    if (!begin()) return;
    waiting.disconnect();
    new CheckpointSlider(nav);
  });
  waiting.observe(page.documentElement, { attributes: true, attributeFilter: ["class"] });
}

class CheckpointSlider {
  private readonly tracks: readonly (readonly HTMLElement[])[];
  private readonly names: readonly string[];
  private readonly range: HTMLInputElement;
  // The slider tells the same to screen readers.
  private readonly shown = el("span", { class: "checkpoint-name", "aria-hidden": "true" });
  private readonly play: HTMLButtonElement;
  private timer = 0;
  /** The track and the checkpoint that are on show. */
  private track = 0;
  private place = 0;

  constructor(private readonly nav: HTMLElement) {
    this.tracks = [...nav.querySelectorAll(".layer-track")].map((track) => [
      ...track.querySelectorAll<HTMLElement>(".layer-link"),
    ]);
    this.names = this.tracks[0]!.map((link) => link.dataset["checkpoint"] ?? "");
    this.range = el("input", {
      type: "range",
      id: "checkpoint",
      min: "0",
      max: String(this.names.length - 1),
      step: "1",
      input: () => this.chosen(Number(this.range.value)),
    });
    this.play = iconButton(gettext("Play the checkpoints"), PLAY, () => this.toggle());
    const label = el("label", { for: this.range.id }, gettext("Checkpoint"));
    nav.after(el("div", { class: "checkpoint-bar" }, this.play, label, this.range, this.shown));
    nav.classList.add("stepped");
    new MutationObserver(() => this.follow()).observe(nav, {
      attributes: true,
      attributeFilter: ["aria-current"],
      subtree: true,
    });
    document.addEventListener("visibilitychange", () => document.hidden && this.stop());
    this.follow();
  }

  /** Show what is marked, whoever has changed it. */
  private follow(): void {
    this.tracks.forEach((links, track) =>
      links.forEach((link, place) => {
        if (link.hasAttribute("aria-current")) [this.track, this.place] = [track, place];
      }),
    );
    const name = this.names[this.place]!;
    for (const links of this.tracks) links.forEach((link, k) => (link.hidden = k !== this.place));
    this.range.value = String(this.place);
    this.range.setAttribute("aria-valuetext", name);
    this.shown.textContent = name;
  }

  private chosen(place: number): void {
    this.stop();
    this.show(place);
  }

  private show(place: number): void {
    this.tracks[this.track]?.[place]?.click();
    this.follow();
  }

  private toggle(): void {
    if (this.timer) return this.stop();
    this.name(gettext("Pause"), PAUSE);
    this.timer = window.setInterval(() => this.next(), STEP_MS);
    if (this.place === this.names.length - 1) this.show(0);
    else this.next();
  }

  /** The next checkpoint, once the one before has arrived; it ends with the last. */
  private next(): void {
    if (this.nav.parentElement?.querySelector(".viewer.busy")) return;
    this.show(this.place + 1);
    if (this.place === this.names.length - 1) this.stop();
  }

  private stop(): void {
    clearInterval(this.timer);
    this.timer = 0;
    this.name(gettext("Play the checkpoints"), PLAY);
  }

  private name(text: string, path: string): void {
    this.play.title = text;
    this.play.setAttribute("aria-label", text);
    this.play.querySelector("path")!.setAttribute("d", path);
  }
}

slideCheckpoints(document);
