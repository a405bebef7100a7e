// The choice of colours beyond the usual ones: what is computed from labels, from the predictions of
// the network, from a column of numbers, or the share of one label.
import type { LabelColumn } from "../data/label_columns";
import { memo } from "../data/memo";
import type { Manifest } from "../data/schema";
import { type Colouring, coloursOf, figureOf, formOf, numberColours } from "../look/figures";
import { labelSource, valueOf } from "../state/source";
import type { App, Model } from "../state/model";
import { el } from "../views/dom";
import type { Tool } from "./contract";
import { gettext } from "../text";

/** Labels in the list; of others an address states the share. */
const MOST_LABELS = 200;
/** Options that are seen at once. */
const SEEN = 10;

export class FurtherColours implements Tool {
  readonly root: HTMLDialogElement;
  private readonly list: HTMLSelectElement;

  constructor(
    app: App,
    private readonly manifest: Manifest,
  ) {
    const change = (): void =>
      app.dispatch({ type: "colour", colour: this.list.value as Colouring });
    const title = app.id("further-colours-title");
    this.list = el("select", { size: SEEN, "aria-labelledby": title, change });
    this.root = el(
      "dialog",
      { class: "viewer-help viewer-colours", "aria-labelledby": title },
      el("h2", { id: title }, gettext("Further colours")),
      el("p", {}, gettext("Nodes show a value of all their members, points of the scatter their own.")),
      this.list,
      el(
        "form",
        { method: "dialog", class: "dialog-end" },
        el("button", { class: "quiet" }, gettext("Close")),
      ),
    );
  }

  open(): void {
    this.root.showModal();
  }

  update({ column, look, state }: Model): void {
    if (look) this.fill(column, look.ranks, state.view.colour);
  }

  private readonly fill = memo((column: LabelColumn, ranks: Int16Array, colour: Colouring) => {
    const groups = groupsOf(this.manifest, column, ranks);
    const listed = groups.some(([, colours]) => colours.includes(colour));
    if (!listed && isFurther(colour)) groups.push([gettext("On show"), [colour]]);
    this.list.replaceChildren(
      ...groups.map(([label, colours]) =>
        el(
          "optgroup",
          { label },
          ...colours.map((each) => el("option", { value: each }, optionOf(each, this.manifest))),
        ),
      ),
    );
    this.list.value = isFurther(colour) ? colour : "";
  });
}

type Group = [string, Colouring[]];

function groupsOf(manifest: Manifest, column: LabelColumn, ranks: Int16Array): Group[] {
  const listed = coloursOf(manifest).filter(isFurther);
  const ofNetwork = listed.filter((each) => figureOf(each).number !== null);
  const shares = column.labels
    .map((label, i) => ({ label, rank: ranks[i]! >>> 0 }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST_LABELS)
    .map(({ label }): Colouring => `share:${labelSource(column.name, label).value}`);
  const groups: Group[] = [
    [gettext("Labels"), listed.filter((each) => !ofNetwork.includes(each))],
    [gettext("Predictions of the network"), ofNetwork],
    [gettext("Mean of a column"), numberColours(manifest)],
    [gettext("Share of a {name}", column.name ?? gettext("label")), shares],
  ];
  return groups.filter(([, colours]) => colours.length > 0);
}

function isFurther(colour: Colouring): boolean {
  return figureOf(colour).further;
}

function optionOf(colour: Colouring, manifest: Manifest): string {
  const [, value] = formOf(colour);
  if (!value) return gettext(figureOf(colour).label!);
  const found = manifest.labels.includes(value) ? null : valueOf(value, manifest);
  return found && colour.startsWith("share:") ? value.slice(found.column.length + 1) : value;
}
