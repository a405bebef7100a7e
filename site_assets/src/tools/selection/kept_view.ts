// The selections that the reader has named, to select, compare, rename and remove.
import { sourceInWords } from "../../look/source_words";
import type { App, Model } from "../../state/model";
import { type Kept, sameSource, type Source } from "../../state/source";
import { el, iconButton, ICONS, name } from "../../views/dom";
import { gettext } from "../../text";

export class KeptView {
  readonly root = el("section", { class: "kept-list" });
  private length = 0;

  constructor(private readonly app: App) {}

  update({ state, manifest, data }: Model, described: Source | null): void {
    const { kept } = state.view;
    this.root.hidden = kept.length === 0;
    const rows = kept.map((each, place) => {
      const words = sourceInWords(each.source, manifest, data?.layer.id ?? null);
      return this.row(each, place, kept, words, described);
    });
    const held = [...this.root.querySelectorAll("input, button")].indexOf(document.activeElement!);
    this.root.replaceChildren(el("h3", {}, gettext("Named selections")), el("ul", {}, ...rows));
    const controls = this.root.querySelectorAll<HTMLElement>("input, button");
    if (held >= 0) controls[Math.min(held, controls.length - 1)]?.focus({ preventScroll: true });
    this.length = kept.length;
  }

  /** Let the reader write the name of the last one. */
  nameLast(): void {
    const inputs = this.root.querySelectorAll("input");
    inputs[this.length - 1]?.focus();
    inputs[this.length - 1]?.select();
  }

  private row(
    { name: title, source }: Kept,
    place: number,
    kept: readonly Kept[],
    words: string,
    described: Source | null,
  ): HTMLElement {
    const change = (): void => {
      const renamed = { name: input.value.trim() || words, source };
      this.app.dispatch({ type: "kept", kept: kept.map((each, i) => (i === place ? renamed : each)) });
    };
    const input = el("input", {
      type: "text",
      value: title,
      "aria-label": gettext("Name of {name}", words),
      maxlength: 60,
      change,
    });
    const select = (): void => this.app.dispatch({ type: "select", source, index: null });
    const compare = (): void => {
      if (described) this.app.dispatch({ type: "compare", sources: [described, source] });
    };
    const remove = (): void =>
      this.app.dispatch({ type: "kept", kept: kept.filter((_, i) => i !== place) });
    const isShown = sameSource(described, source);
    return el(
      "li",
      { "aria-current": isShown ? "true" : null },
      input,
      words !== title && el("span", { class: "soft" }, name(words)),
      el(
        "span",
        { class: "kept-actions" },
        button(gettext("Select"), gettext("Select {name}", title), select),
        described && !isShown && button(gettext("Compare"), gettext("Compare with {name}", title), compare),
        iconButton(gettext("Remove {name}", title), ICONS.close, remove),
      ),
    );
  }
}

function button(text: string, label: string, click: () => void): HTMLElement {
  return el("button", { type: "button", class: "quiet", "aria-label": label, click }, text);
}
