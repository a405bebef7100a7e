// The lists of what is worth a look: a filter by pair of classes, and marks of what was seen, which
// stay on the reader's machine. Without this script all cards are shown.
import { gettext } from "../text";
import { el } from "../views/dom";
import { remember, remembered } from "./remember";

/** Add a mark to each card of a page, and a filter to each list. */
export function listAnomalies(page: Document): void {
  const root = page.querySelector<HTMLElement>("[data-seen]");
  if (!root) return;
  const marks = new Marks(`seen:${root.dataset["seen"] ?? ""}`);
  for (const list of root.querySelectorAll<HTMLElement>(".anomaly-list")) new CardList(list, marks);
}

/** The ids of the cards that were seen. */
class Marks {
  private readonly ids: Set<string>;

  constructor(private readonly key: string) {
    this.ids = new Set((remembered(key) ?? "").split(" ").filter(Boolean));
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  set(id: string, seen: boolean): void {
    if (seen) this.ids.add(id);
    else this.ids.delete(id);
    remember(this.key, this.ids.size ? [...this.ids].join(" ") : null);
  }
}

class CardList {
  private readonly cards: HTMLElement[];
  private readonly pair = el("select", { change: () => this.show() });
  private readonly hideSeen = el("input", { type: "checkbox", change: () => this.show() });
  private readonly shown = el("output", {});

  constructor(
    list: HTMLElement,
    private readonly marks: Marks,
  ) {
    this.cards = [...list.querySelectorAll<HTMLElement>(".anomaly")];
    if (!this.cards.length) return;
    for (const card of this.cards) card.append(this.mark(card));
    const pairs = [...list.querySelectorAll<HTMLTableRowElement>("tr[data-pair]")];
    const tools = el("div", { class: "anomaly-tools" });
    if (pairs.length > 1) {
      this.pair.append(el("option", { value: "" }, gettext("all")), ...pairs.map(option));
      tools.append(el("label", {}, `${gettext("Pair of classes")} `, this.pair));
    }
    const hide = el("label", {}, this.hideSeen, ` ${gettext("Hide what was seen")}`);
    tools.append(hide, this.shown);
    list.querySelector(".anomaly-cards")?.before(tools);
    this.show();
  }

  private mark(card: HTMLElement): HTMLElement {
    const box = el("input", {
      type: "checkbox",
      change: () => {
        this.marks.set(card.id, box.checked);
        this.show();
      },
    });
    box.checked = this.marks.has(card.id);
    return el("label", { class: "seen-mark" }, box, ` ${gettext("Seen")}`);
  }

  private show(): void {
    const pair = this.pair.value;
    let shown = 0;
    for (const card of this.cards) {
      const seen = this.marks.has(card.id);
      card.classList.toggle("seen", seen);
      card.hidden = (pair !== "" && card.dataset["pair"] !== pair) || (seen && this.hideSeen.checked);
      shown += card.hidden ? 0 : 1;
    }
    this.shown.textContent = gettext("{shown} of {all} shown", { shown, all: this.cards.length });
  }
}

function option(row: HTMLTableRowElement): HTMLOptionElement {
  const [given = "", suggested = "", cards = ""] = [...row.cells].map((cell) => cell.textContent ?? "");
  return el("option", { value: row.dataset["pair"] ?? "" }, `${given} → ${suggested} (${cards})`);
}
