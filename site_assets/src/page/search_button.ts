// The button that opens the search over the site, and its shortcut. The search is a script of its
// own, which is loaded when it is first wanted. Without this script there is no button.
import { el, iconButton } from "../views/dom";
import type { SiteSearch } from "../search/contract";
import { gettext } from "../text";

interface Policy {
  createScriptURL(url: string): string;
}
/** The only addresses that may be loaded: the script of the search, and its index beside it. */
const ADDRESS = /^(?:\.\.\/)*assets\/search(?:\.[0-9a-f]{8}|-index)\.js$/;
/** The icon: a magnifying glass. */
const GLASS = "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0 -13M15.2 15.2L20 20";
const INDEX = "assets/search-index.js";

export function checkedAddress(address: string): string {
  if (!ADDRESS.test(address)) throw new TypeError(`${address} is not the search`);
  return address;
}

/** Offer the search, whose address the element of the page's script states. */
export function offerSearch(page: Document, address: string | undefined): void {
  const head = page.querySelector(".site-head");
  if (!address || !head) return;
  const search = new Search(page, address);
  const button = iconButton(gettext("Search (Ctrl K)"), GLASS, () => void search.open());
  button.classList.add("search-button");
  button.setAttribute("aria-keyshortcuts", "Control+K Meta+K");
  head.append(button, search.failure);
  page.addEventListener("keydown", (event) => {
    const isPressed = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!isPressed || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    void search.open();
  });
}

class Search {
  /** Says that the search is not there. */
  readonly failure = el("p", { class: "search-failure", role: "status" });
  private policy: Policy | null = null;

  constructor(
    private readonly page: Document,
    private readonly address: string,
  ) {}

  async open(): Promise<void> {
    const root = this.address.slice(0, this.address.indexOf("assets/"));
    try {
      const search = window.topoSearch ?? (await this.loaded());
      this.failure.textContent = "";
      search.open(root, () => this.run(root + INDEX));
    } catch {
      this.failure.textContent = gettext("The search could not be loaded.");
    }
  }

  private async loaded(): Promise<SiteSearch> {
    await this.run(this.address);
    if (!window.topoSearch) throw new Error("the script of the search is not there");
    return window.topoSearch;
  }

  private run(address: string): Promise<void> {
    const rules = { createScriptURL: checkedAddress };
    this.policy ??= window.trustedTypes?.createPolicy("topo-search", rules) ?? rules;
    const script = this.page.createElement("script");
    script.src = this.policy.createScriptURL(address);
    return new Promise((resolve, reject) => {
      script.onload = () => (script.remove(), resolve());
      script.onerror = () => (script.remove(), reject(new Error(`${address} did not load`)));
      this.page.head.append(script);
    });
  }
}
