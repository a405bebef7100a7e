// The dialog of the search: a box, how many were found, and links. Arrows go through the links.
import { count, gettext, ngettext } from "../text";
import { el } from "../views/dom";
import { type SearchIndex, type SiteSearch, VERSION } from "./contract";
import type { Found } from "./documents";
import { Finder } from "./find";
import { marked, type Piece, snippet } from "./snippet";
import type { Term } from "./terms";

export class SearchDialog implements SiteSearch {
  private readonly input: HTMLInputElement;
  private readonly said = el("p", { class: "search-said", role: "status" });
  private readonly list = el("ol", { class: "search-found" });
  private readonly root: HTMLDialogElement;
  private finder: Finder | null = null;
  private isLoading = false;
  private siteRoot = "";

  constructor(private readonly page: Document) {
    this.input = el("input", {
      type: "search",
      "aria-label": gettext("Search this site"),
      placeholder: gettext("Search this site"),
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      autofocus: true,
      input: () => this.refresh(),
    });
    const close = el(
      "button",
      { type: "button", class: "plain", click: () => this.root.close() },
      gettext("Close"),
    );
    this.root = el(
      "dialog",
      {
        class: "site-search",
        "aria-label": gettext("Search"),
        keydown: (event: KeyboardEvent) => this.key(event),
        // A press on what is around the dialog is one on the dialog itself.
        click: (event: MouseEvent) => event.target === this.root && this.root.close(),
      },
      el("div", { class: "search-head" }, this.input, close),
      this.said,
      this.list,
    );
    this.list.addEventListener("click", (event) => {
      // A link within this page leaves the dialog open otherwise.
      if ((event.target as Element).closest("a")) this.root.close();
    });
  }

  open(root: string, load: () => Promise<void>): void {
    this.siteRoot = root;
    if (!this.root.isConnected) this.page.body.append(this.root);
    if (!this.root.open) this.root.showModal();
    this.input.focus();
    this.input.select();
    if (!this.finder && !this.isLoading) void this.load(load);
  }

  index(index: SearchIndex): void {
    if (index.version === VERSION) this.finder = new Finder(index);
  }

  private async load(load: () => Promise<void>): Promise<void> {
    this.isLoading = true;
    this.said.textContent = gettext("Loading the texts of the site");
    await load().catch(() => undefined);
    this.isLoading = false;
    this.refresh();
  }

  private refresh(): void {
    if (this.isLoading) return;
    if (!this.finder) {
      this.said.textContent = gettext(
        "The texts of the site could not be loaded. Reload the page to try again.",
      );
      return;
    }
    const { terms, total, shown } = this.finder.find(this.input.value);
    this.said.textContent = terms.length ? countInWords(total, shown.length) : "";
    this.list.replaceChildren(...shown.map((found) => this.row(found, terms)));
    this.list.scrollTop = 0;
  }

  private row({ href, title, place, text }: Found, terms: readonly Term[]): HTMLElement {
    const part = snippet(text, terms);
    return el(
      "li",
      {},
      el(
        "a",
        { href: this.siteRoot + href },
        el("bdi", { class: "search-title" }, ...nodesOf(marked(title, terms))),
        place ? el("bdi", { class: "search-place" }, place) : null,
        part.length ? el("bdi", { class: "search-text" }, ...nodesOf(part)) : null,
      ),
    );
  }

  /** From the box to the links and back; Enter in the box goes to the first. */
  private key(event: KeyboardEvent): void {
    const links = [...this.list.querySelectorAll("a")];
    const at = links.indexOf(this.page.activeElement as HTMLAnchorElement);
    const inBox = this.page.activeElement === this.input;
    if (event.isComposing) return;
    if (event.key === "ArrowDown") (links[at + 1] ?? links.at(-1))?.focus();
    else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] ?? this.input).focus();
    else if (event.key === "Enter" && inBox) links[0]?.click();
    else return;
    event.preventDefault();
  }
}

function nodesOf(pieces: readonly Piece[]): readonly (Node | string)[] {
  return pieces.map(({ text, hit }) => (hit ? el("mark", {}, text) : text));
}

function countInWords(total: number, shown: number): string {
  if (!total) return gettext("Nothing was found");
  if (total > shown)
    return ngettext(
      "{n} result; the best {shown} are shown",
      "{n} results; the best {shown} are shown",
      total,
      { shown: count(shown) },
    );
  return ngettext("{n} result", "{n} results", total);
}
