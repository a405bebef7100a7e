// Links of the essay, previews of the layers, messages, and the live region for screen readers.
import { memo } from "../data/memo";
import { el, name } from "./dom";
import type { App, Model, ModelView } from "../state/model";
import type { Manifest } from "../data/schema";
import type { Event } from "../state/event";
import type { Failure, View } from "../state/state";
import { decodeView, encodeView } from "../state/url";
import { gettext } from "../text";

/** The previews of the layers switch the layer. They stay links, which can be opened in new tabs. */
export class LayersView implements ModelView {
  private readonly links: readonly HTMLElement[];

  constructor(root: HTMLElement, app: App) {
    this.links = [...root.querySelectorAll<HTMLElement>(".layer-link[data-layer]")];
    for (const link of this.links) {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0)
          return;
        event.preventDefault();
        app.dispatch({ type: "layer", layer: link.dataset["layer"]! });
      });
    }
  }

  update(model: Model): void {
    this.show(model.state.view.layer);
  }

  private readonly show = memo((layer: string) => {
    for (const link of this.links) {
      const current = link.dataset["layer"] === layer;
      if (current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      const strip = link.parentElement;
      if (current && strip)
        strip.scrollLeft = link.offsetLeft - (strip.clientWidth - link.offsetWidth) / 2;
    }
  });
}

/** Links to views; the link to the current view is marked. */
export class ViewLinks implements ModelView {
  constructor(
    private readonly manifest: Manifest,
    private readonly open: (hash: string) => void,
  ) {
    document.addEventListener("click", (event) => {
      const link = (event.target as Element).closest?.<HTMLAnchorElement>("a.view-link");
      // A link to the current address causes no hashchange event.
      if (link && link.hash && link.hash === location.hash && samePage(link)) this.open(link.hash);
    });
  }

  update(model: Model): void {
    this.mark(model.state.view);
  }

  private readonly mark = memo((view: View) => {
    const current = encodeView({ ...view, camera: null }, this.manifest);
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a.view-link")) {
      const target = samePage(link) ? decodeView(link.hash, this.manifest) : null;
      const same =
        target !== null &&
        target.problems.length === 0 &&
        encodeView({ ...target.view, camera: null }, this.manifest) === current;
      if (same) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  });
}

/** Messages: what could not be shown, and data that did not arrive. */
export class NotesView implements ModelView {
  readonly root = el("div", { class: "viewer-notes" });

  constructor(private readonly app: App) {}

  update({ state }: Model): void {
    this.draw(state.notes, state.failure);
  }

  private readonly draw = memo((notes: readonly string[], failure: Failure | null) => {
    this.root.replaceChildren(
      ...(failure ? [this.box("alert", failure.message, gettext("Try again"), { type: "retry" })] : []),
      ...(notes.length
        ? [this.box("status", name(`${notes.join("; ")}.`), gettext("Dismiss"), { type: "unnote" })]
        : []),
    );
  });

  private box(role: string, text: string | Node, button: string, event: Event): HTMLElement {
    const click = (): void => this.app.dispatch(event);
    const style = role === "alert" ? "quiet" : "plain";
    return el(
      "div",
      { class: "note-box", role },
      el("p", {}, text),
      el("button", { type: "button", class: style, click }, button),
    );
  }
}

/** Announcements for screen readers. */
export class LiveRegion {
  readonly root: HTMLElement;

  constructor(app: App) {
    this.root = el("div", {
      class: "visually-hidden",
      "aria-live": "polite",
      id: app.id("graph-live"),
    });
  }

  say(text: string): void {
    // Repeated text would be announced once; a trailing space makes it different.
    this.root.textContent = this.root.textContent === text ? `${text} ` : text;
  }
}

function samePage(link: HTMLAnchorElement): boolean {
  return link.pathname === location.pathname && link.host === location.host;
}
