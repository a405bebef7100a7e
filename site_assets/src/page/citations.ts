// What a citation cites, and why, or what a term means, beside it: while the pointer is on it, while it
// has the focus, and at the first touch. Without this script it is a link to the list at the end of
// the essay, or to the page of all terms.
import { el } from "../views/dom";

const WAIT_MS = 150;
const GAP = 6;

/** Show a card for each citation and each term of a page. */
export function showCitations(page: Document): void {
  const links = page.querySelectorAll<HTMLAnchorElement>("a.citation, a.term");
  if (!links.length) return;
  const card = new Card(page);
  for (const link of links) {
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") card.soon(link);
    });
    link.addEventListener("pointerleave", () => card.leave());
    link.addEventListener("focus", () => link.matches(":focus-visible") && card.show(link));
    link.addEventListener("blur", () => card.leave());
    // The second touch follows the link.
    link.addEventListener("click", (event) => {
      if (event.pointerType !== "touch" || card.isFor(link)) return;
      event.preventDefault();
      card.show(link);
    });
  }
}

class Card {
  private readonly root = el("div", { id: "citation-card", class: "citation-card", role: "tooltip" });
  private link: HTMLElement | null = null;
  private timer = 0;

  constructor(private readonly page: Document) {
    this.root.hidden = true;
    page.body.append(this.root);
    this.root.addEventListener("pointerenter", () => clearTimeout(this.timer));
    this.root.addEventListener("pointerleave", () => this.leave());
    page.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
    page.addEventListener("pointerdown", (event) => {
      const inside = this.root.contains(event.target as Node) || this.link?.contains(event.target as Node);
      if (!inside) this.hide();
    });
  }

  isFor(link: HTMLElement): boolean {
    return this.link === link;
  }

  soon(link: HTMLElement): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.show(link), WAIT_MS);
  }

  /** Hide the card, unless the pointer comes back or goes onto the card. */
  leave(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.hide(), WAIT_MS);
  }

  show(link: HTMLElement): void {
    clearTimeout(this.timer);
    this.link?.removeAttribute("aria-describedby");
    const said = link.dataset["term"] ? meaningOf(link) : this.workOf(link);
    if (!said.length) return;
    this.root.replaceChildren(...said);
    this.link = link;
    this.root.hidden = false;
    link.setAttribute("aria-describedby", this.root.id);
    this.place(link);
  }

  private workOf(link: HTMLElement): HTMLElement[] {
    const work = this.page.getElementById(`work-${link.dataset["work"]}`);
    const words = link.dataset["words"];
    if (!work) return [];
    return [
      el("p", {}, ...[...work.childNodes].map((node) => node.cloneNode(true))),
      ...(words ? [el("p", { class: "citation-why" }, words)] : []),
    ];
  }

  private hide(): void {
    this.root.hidden = true;
    this.link?.removeAttribute("aria-describedby");
    this.link = null;
  }

  /** Below the citation, above it where there is no room, within the width of the window. */
  private place(link: HTMLElement): void {
    const [at, size] = [link.getBoundingClientRect(), this.root.getBoundingClientRect()];
    const width = this.page.documentElement.clientWidth;
    const left = Math.max(GAP, Math.min(at.left, width - size.width - GAP));
    const below = at.bottom + GAP + size.height <= innerHeight;
    const top = below ? at.bottom + GAP : at.top - GAP - size.height;
    this.root.style.setProperty("--left", `${left + scrollX}px`);
    this.root.style.setProperty("--top", `${top + scrollY}px`);
  }
}

function meaningOf({ dataset }: HTMLElement): HTMLElement[] {
  return [el("p", {}, el("b", {}, dataset["term"] ?? "")), el("p", {}, dataset["meaning"] ?? "")];
}
