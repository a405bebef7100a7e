// A view in an essay: a still drawing, and an explorer in its place while the reader wants one. The
// drawing keeps its room, so that nothing on the page moves.
import type { OtherExploration } from "../data/schema";
import { ChunkLoader } from "../page/load";
import { gettext } from "../text";
import { el } from "../views/dom";
import type { Shown, Wanted } from "./contract";

/** An explorer and the element that holds it; a tour hands it on from drawing to drawing. */
export interface Live {
  readonly root: HTMLElement;
  readonly shown: Shown;
}

export class ViewFigure {
  private readonly stage = this.root.querySelector<HTMLElement>(".view-stage")!;
  private readonly link = this.root.querySelector<HTMLAnchorElement>(".view-foot .view-link")!;
  private readonly button = el(
    "button",
    { type: "button", class: "quiet view-switch", click: () => void this.press() },
    gettext("Explore this view"),
  );
  private readonly status = el("span", { role: "status", class: "view-status" });
  private readonly address = this.link.href.split("#")[0]!;
  private live: Live | null = null;
  /** Called when the explorer is there. */
  woken: () => void = () => {};

  constructor(readonly root: HTMLElement) {
    this.link.before(this.button);
    this.link.after(this.status);
    this.stage.classList.add("can-live");
    this.stage.addEventListener("click", () => !this.isAlive && void this.wake(false));
    // The link leads to what the reader sees now.
    for (const act of ["pointerdown", "focus", "click"])
      this.link.addEventListener(act, () => this.follow());
  }

  get isAlive(): boolean {
    return this.stage.classList.contains("alive");
  }

  private press(): Promise<void> | void {
    if (this.isAlive) return this.sleep();
    return this.wake(true);
  }

  /** Put the explorer in the place of the drawing; `focus`: the keyboard goes there. */
  async wake(focus: boolean): Promise<void> {
    if (this.button.disabled) return;
    this.button.disabled = true;
    this.say(gettext("Loading…"));
    try {
      this.take(this.live ?? (await this.make()));
      this.say("");
      if (focus) this.live!.shown.focus();
      this.woken();
    } catch (error) {
      this.say(gettext("The explorer did not load: {reason}", { reason: (error as Error).message }));
    } finally {
      this.button.disabled = false;
    }
  }

  /** Take the explorer of another drawing, and show the view of this one in it. */
  adopt(other: ViewFigure): void {
    const { live } = other;
    if (!live || !other.isAlive) return;
    other.release();
    live.shown.open(`#${this.wanted.view}`);
    this.take(live);
  }

  /** The drawing again; the explorer keeps its view. */
  sleep(): void {
    this.stage.classList.remove("alive");
    this.button.textContent = gettext("Explore this view");
  }

  private take(live: Live): void {
    this.live = live;
    if (live.root.parentElement !== this.stage) this.stage.append(live.root);
    this.stage.classList.add("alive");
    this.button.textContent = gettext("Back to the drawing");
  }

  private release(): void {
    this.live = null;
    this.sleep();
  }

  private follow(): void {
    if (this.isAlive) this.link.href = `${this.address}#${this.live!.shown.fragment()}`;
  }

  private say(text: string): void {
    this.status.textContent = text;
  }

  private get wanted(): Wanted {
    const { folder = "", manifest = "", others = "[]", view = "" } = this.root.dataset;
    return { folder, manifest, view, others: JSON.parse(others) as OtherExploration[] };
  }

  /** The explorer is made in its place behind the drawing, since what it draws depends on its size. */
  private async make(): Promise<Live> {
    const showView = await ChunkLoader.ofPage().loadViewer();
    const root = el("div", { class: "live-view" });
    this.stage.append(root);
    try {
      return { root, shown: await showView(root, this.wanted) };
    } catch (error) {
      root.remove();
      throw error;
    }
  }
}
