// The dialog in which a reader chooses the colours of labels. They are part of the view.
import { memo } from "../data/memo";
import { type ChosenColour, labelIndex, OTHER, type Rgb } from "../look/palette";
import type { App, Model, Theme } from "../state/model";
import { el, name } from "../views/dom";
import type { Tool } from "./contract";
import { gettext } from "../text";

/** Labels that are listed; a legend of more can no longer be read. */
const MOST = 60;
/** Least contrast with the paper of marks without an outline (WCAG 1.4.11). */
const LEAST = 3;

export class PaletteDialog implements Tool {
  readonly root: HTMLDialogElement;
  private readonly list = el("ul", { class: "palette-list" });
  private readonly reset: HTMLButtonElement;
  private model: Model | null = null;

  constructor(private readonly app: App) {
    const title = app.id("palette-title");
    const clear = (): void => app.dispatch({ type: "palette", palette: [] });
    this.reset = el("button", { type: "button", class: "quiet", click: clear }, gettext("Reset all colours"));
    this.root = el(
      "dialog",
      { class: "viewer-help viewer-palette", "aria-labelledby": title },
      el("h2", { id: title }, gettext("Colours of labels")),
      el(
        "p",
        {},
        gettext(
          "The twelve most frequent labels have colours that readers with any colour vision " +
          "can tell apart. Colours that you choose are part of the address of the view. Nodes " +
          "have an outline in every colour; points of the scatter have none."),
      ),
      this.list,
      el(
        "form",
        { method: "dialog", class: "dialog-end" },
        this.reset,
        el("button", { class: "quiet" }, gettext("Close")),
      ),
    );
  }

  update(model: Model): void {
    this.model = model;
    if (this.root.open && model.look) this.fill(model.look.ranks, model.column, model.theme);
  }

  open(): void {
    this.root.showModal();
    if (this.model) this.update(this.model);
  }

  private readonly fill = memo((ranks: Int16Array, column: Model["column"], theme: Theme) => {
    const { palette } = this.model!.state.view;
    const held = [...this.list.children].findIndex((row) => row.contains(document.activeElement));
    const rows = column.labels
      .map((label, i) => ({ label, rank: ranks[i]! }))
      .sort((a, b) => (a.rank >>> 0) - (b.rank >>> 0))
      .slice(0, MOST)
      .map(({ label, rank }) => this.row(label, rank, palette, theme));
    this.list.replaceChildren(...rows);
    this.reset.disabled = !palette.length;
    if (held >= 0) this.list.children[held]?.querySelector("input")?.focus();
  });

  private row(
    label: string,
    rank: number,
    palette: readonly ChosenColour[],
    theme: Theme,
  ): HTMLElement {
    const others = palette.filter((each) => each.label !== label);
    const colour = theme.colours[labelIndex(rank)] ?? theme.colours[OTHER]!;
    const set = (chosen: readonly ChosenColour[]): void =>
      this.app.dispatch({ type: "palette", palette: [...others, ...chosen] });
    const input = el("input", {
      type: "color",
      value: `#${hex(colour)}`,
      change: () => set([{ label, colour: input.value.slice(1).toLowerCase() }]),
    });
    const isChosen = others.length < palette.length;
    const attributes = { type: "button", class: "plain", click: () => set([]) };
    const faint = contrast(colour, theme.paper) < LEAST;
    return el(
      "li",
      {},
      el("label", {}, input, " ", name(label)),
      isChosen && faint && el("span", { class: "soft" }, gettext("little contrast with the background")),
      isChosen &&
        el("button", { ...attributes, "aria-label": gettext("Reset the colour of {name}", label) }, gettext("Reset")),
    );
  }
}

function hex(colour: Rgb): string {
  return colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("");
}

/** Contrast ratio of two colours (WCAG 2.2). */
export function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
