// The controls of how the graph is arranged: sizes of nodes, layout, names, minimap, pinned nodes
// and the file that keeps them.
import { hasVectors, isAnyJudged } from "../look/figures";
import type { Arrangement } from "../state/arrangement";
import type { App, Model } from "../state/model";
import { el } from "../views/dom";
import type { Parts, Tool } from "./contract";
import { download } from "./download";
import { layoutFile, layoutFrom } from "./layout_file";
import { isWanted } from "./minimap";
import { gettext, ngettext } from "../text";

const SIZES: readonly (readonly [Arrangement["size"], string])[] = [
  ["members", gettext("by members")],
  ["constant", gettext("constant")],
  ["stability", gettext("by stability")],
];
const LAYOUTS: readonly (readonly [Arrangement["layout"], string])[] = [
  ["stress", gettext("by stress")],
  ["projection", gettext("by projection")],
];

export class ArrangementView implements Tool {
  private readonly size: HTMLSelectElement;
  private readonly layout: HTMLSelectElement;
  private readonly names: HTMLButtonElement;
  private readonly minimap: HTMLButtonElement;
  private readonly component: HTMLButtonElement;
  private readonly unpin: HTMLButtonElement;
  private readonly file: HTMLInputElement;
  private readonly status = el("p", { role: "status", class: "arrangement-status" });
  readonly root: HTMLElement;
  private model: Model | null = null;

  constructor(
    private readonly app: App,
    private readonly parts: Parts,
  ) {
    this.size = this.select("node-size", (size) => this.arrange({ size: size as Arrangement["size"] }));
    this.layout = this.select("layout", (layout) =>
      this.arrange({ layout: layout as Arrangement["layout"] }),
    );
    this.names = toggle(gettext("Names"), () => this.arrange({ names: isOn(this.names) ? "off" : "on" }));
    this.minimap = toggle(gettext("Minimap"), () => this.arrange({ minimap: isOn(this.minimap) ? "off" : "on" }));
    this.component = toggle(gettext("Light component"), () =>
      app.dispatch({ type: "component", component: !isOn(this.component) }),
    );
    this.component.title = gettext("Light the component of the node under the pointer or with the focus");
    this.unpin = button(gettext("Unpin all"), () => this.arrange({ pinned: [] }));
    this.file = el("input", {
      type: "file",
      accept: ".json,application/json",
      "aria-label": gettext("Layout file"),
      hidden: true,
      change: () => this.read(),
    });
    this.root = el(
      "div",
      { class: "arrangement", role: "group", "aria-label": gettext("Arrange the graph"), hidden: true },
      labelled(gettext("Node size"), this.size),
      labelled(gettext("Layout"), this.layout),
      el("div", { class: "toggles" }, this.names, this.minimap, this.component),
      el(
        "div",
        { class: "toggles" },
        this.unpin,
        button(gettext("Save layout file"), () => this.save()),
        button(gettext("Open layout file"), () => this.file.click()),
      ),
      this.file,
      this.status,
    );
    parts.controls.root.append(this.root);
  }

  update(model: Model): void {
    const first = this.model === null;
    this.model = model;
    const { manifest, state } = model;
    const { arrangement } = state.view;
    if (first) {
      const judged = isAnyJudged(manifest);
      fill(this.size, SIZES.filter(([size]) => judged || size !== "stability"));
      fill(this.layout, LAYOUTS.filter(([layout]) => hasVectors(manifest) || layout === "stress"));
    }
    this.size.value = arrangement.size;
    this.layout.value = arrangement.layout;
    press(this.names, arrangement.names === "on");
    press(this.minimap, isWanted(arrangement.minimap, this.parts.graph.surface.clientWidth));
    press(this.component, state.component);
    const pinned = arrangement.pinned.length;
    this.unpin.disabled = pinned === 0;
    this.unpin.title = pinned ? ngettext("{n} pinned node", "{n} pinned nodes", pinned) : gettext("No node is pinned");
  }

  /** Show the controls, or hide them where they are shown. */
  open(): void {
    this.root.hidden = !this.root.hidden;
    this.parts.controls.arranging.setAttribute("aria-expanded", String(!this.root.hidden));
    if (!this.root.hidden) this.size.focus();
  }

  private select(name: string, choose: (value: string) => void): HTMLSelectElement {
    const select: HTMLSelectElement = el("select", {
      id: this.app.id(name),
      change: () => choose(select.value),
    });
    return select;
  }

  private arrange(change: Partial<Arrangement>): void {
    this.tell("");
    this.app.dispatch({ type: "arrange", change });
  }

  private tell(text: string): void {
    this.status.textContent = text;
  }

  private save(): void {
    const { data, manifest, state } = this.model!;
    const text = layoutFile(state.view.arrangement, data!.layer, manifest);
    const file = `${manifest.name}-${data!.layer.id}-layout.json`;
    download(new Blob([text], { type: "application/json" }), file);
    this.tell(gettext("Saved as {name}", file));
  }

  private read(): void {
    const file = this.file.files?.[0];
    void file?.text().then((text) => this.use(text));
    // So that the same file can be opened again.
    this.file.value = "";
  }

  private use(text: string): void {
    const { data, manifest } = this.model!;
    const found = layoutFrom(text, data!.layer, manifest);
    if ("problem" in found) return this.tell(found.problem);
    this.arrange(found);
    this.tell(gettext("Layout by {name}, {what}", { name: found.layout, what: ngettext("{n} pinned node", "{n} pinned nodes", found.pinned.length) }));
  }
}

function button(text: string, click: () => void): HTMLButtonElement {
  return el("button", { type: "button", class: "quiet", click }, text);
}

function toggle(text: string, click: () => void): HTMLButtonElement {
  return el("button", { type: "button", class: "toggle", "aria-pressed": "false", click }, text);
}

function isOn(one: HTMLButtonElement): boolean {
  return one.getAttribute("aria-pressed") === "true";
}

function press(one: HTMLButtonElement, on: boolean): void {
  one.setAttribute("aria-pressed", String(on));
}

function labelled(text: string, select: HTMLSelectElement): HTMLElement {
  return el("div", { class: "column-choice" }, el("label", { for: select.id }, text), select);
}

function fill(select: HTMLSelectElement, options: readonly (readonly [string, string])[]): void {
  select.replaceChildren(...options.map(([value, text]) => el("option", { value }, text)));
}
