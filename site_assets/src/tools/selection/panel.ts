// The panel of any selection but a node, the comparison of two, and the list of named ones.
import { memo } from "../../data/memo";
import { countOf } from "../../data/row_set";
import { percent, plural } from "../../look/describe";
import { nodesHolding } from "../../look/holding";
import { capital, nounOf, rowOf } from "../../look/noun";
import { selectionInWords } from "../../look/selection_words";
import type { App, Model } from "../../state/model";
import type { Selection } from "../../state/selection";
import { layerOf, valueOf } from "../../state/source";
import { selectNode } from "../../state/state";
import { el, iconButton, ICONS, name } from "../../views/dom";
import type { Parts, Tool } from "../contract";
import { actions } from "./actions";
import { comparison } from "./compare_view";
import { KeptView } from "./kept_view";
import { composition, exemplars, type Given, lenses, nodes, stability, told } from "./sections";
import { count, decimals, gettext, ngettext } from "../../text";

export class SelectionPanel implements Tool {
  readonly root = el("div", { class: "selection-panel" });
  private readonly described = el("div", { class: "selection-parts" });
  private readonly kept: KeptView;
  private model: Model | null = null;

  constructor(
    private readonly app: App,
    private readonly parts: Parts,
  ) {
    this.kept = new KeptView(app);
    this.root.append(this.described);
    parts.panel.slot.append(this.root);
    parts.panel.keptSlot.append(this.kept.root);
  }

  /** It is there as soon as it is loaded. */
  open(): void {}

  update(model: Model): void {
    this.model = model;
    const { data, look, described, selected, state, samples, theme, selection, marked } = model;
    if (!data || !look) return;
    const { comparing, kept } = state.view;
    const deps = [data, look.figure, described, selected, samples, theme, model.nodeLabels];
    this.draw(...deps, comparing, selection, marked, state.pathFrom, model.counterpart);
    this.list(kept, described?.source, data.layer);
  }

  private readonly list = memo((..._dependencies: readonly unknown[]) =>
    this.kept.update(this.model!, this.model!.described?.source ?? null),
  );

  private readonly draw = memo((..._dependencies: readonly unknown[]) => {
    const { described } = this.model!;
    const held = this.described.contains(document.activeElement);
    const text = document.activeElement?.textContent;
    this.described.replaceChildren(...(described ? this.partsOf(described) : []));
    if (!held) return;
    // The button that was pressed is another one now.
    const again = [...this.described.querySelectorAll("button")].find((each) => each.textContent === text);
    (again ?? this.parts.panel.root).focus({ preventScroll: true });
  });

  private partsOf(described: Selection): HTMLElement[] {
    const model = this.model!;
    const { selection, marked, state, selected } = model;
    const given = this.given(described);
    if (selected !== null && !state.view.comparing) return [actions(given, () => this.keep(described))];
    if (!described.rows) return [heading(given), el("p", { class: "soft" }, gettext("Loading…"))];
    if (state.view.comparing && selection?.rows && marked?.rows)
      return comparison(this.given(selection), this.given(marked));
    const isPath = described.own && described.source.kind === "path";
    const list = nodes(given);
    const sections = [
      isPath ? list : null,
      composition(given),
      ...lenses(given, [
        { title: gettext("Selection"), rows: described.rows },
        { title: gettext("All rows"), rows: null },
      ]),
      exemplars(given),
      isPath ? null : list,
      stability(given),
    ];
    return [
      heading(given),
      actions(given, () => this.keep(described)),
      ...sections.filter((section) => section !== null),
    ];
  }

  private given(selection: Selection): Given {
    const { app, parts } = this;
    return { app, kind: parts.kind, model: this.model!, data: this.model!.data!, selection };
  }

  /** It has a name that the reader can change at once. */
  private keep({ source }: Selection): void {
    const { state, data, described, manifest } = this.model!;
    const words = selectionInWords(described!, data!, manifest);
    this.app.dispatch({ type: "kept", kept: [...state.view.kept, { name: words, source }] });
    this.kept.nameLast();
    told(this.app, gettext("Kept as {name}", words));
  }
}

/** What stands above the name; nothing where the name says it. */
const KINDS: Record<Selection["source"]["kind"], string> = {
  node: gettext("Node"),
  structure: "",
  edge: gettext("Edge"),
  path: "",
  component: "",
  near: gettext("Neighbourhood"),
  nodes: gettext("Nodes"),
  rows: gettext("Chosen rows"),
  label: gettext("Label"),
  origin: gettext("Origin"),
  sample: gettext("Sample"),
  value: gettext("Value"),
  form: gettext("Word form"),
  word: gettext("Word in texts"),
  classes: gettext("Several"),
  range: gettext("Range of values"),
};

function kindInWords({ source }: Selection, { manifest }: Model): string {
  if (source.kind === "value") return capital(valueOf(source.value, manifest)?.column ?? "value");
  return source.kind === "sample" ? capital(nounOf(manifest)[0]) : KINDS[source.kind];
}

/** What it is, how many rows and nodes it has, and where it comes from. */
function heading({ app, model, data, selection }: Given): HTMLElement {
  const { rows } = selection;
  const kind = kindInWords(selection, model);
  const words = selectionInWords(selection, data, model.manifest);
  const some = rows && countOf(rows);
  const holding = nodesHolding(selection, data.graph).length;
  const clear = (): void =>
    model.state.view.selected
      ? app.dispatch(selectNode(data, null))
      : app.dispatch({ type: "mark", source: null });
  return el(
    "header",
    { class: "panel-head" },
    kind !== "" && el("p", { class: "soft" }, kind),
    // Names of the data keep their letters.
    el("h2", {}, name(kind === "" ? capital(words) : words)),
    rows &&
      el(
        "p",
        {},
        gettext("{what}, {value} of all, in {name} of {share}", { what: plural(some!, ...rowOf(model.manifest)), value: percent(some! / rows.length), name: count(holding), share: ngettext("{n} node", "{n} nodes", data.graph.n) }),
      ),
    ...fromElsewhere(model, data, selection, app),
    iconButton(gettext("Clear the selection"), ICONS.close, clear),
  );
}

/** Of a selection from another layer: the same samples are shown, and the most similar node. */
function fromElsewhere(
  { manifest, counterpart }: Model,
  data: Given["data"],
  { source, own }: Selection,
  app: App,
): HTMLElement[] {
  const home = manifest.layers.find(({ id }) => id === layerOf(source));
  if (own || !home) return [];
  const [, many] = nounOf(manifest);
  const kept = el("p", { class: "soft" }, gettext("The same {rows} as in ", many), name(home.name));
  if (source.kind !== "node") return [kept];
  if (!counterpart) return [kept, el("p", {}, gettext("They have no common node here."))];
  const id = data.graph.ids[counterpart.node]!;
  const overlap =
    gettext(
      "The ringed node has most nearly the same {rows}: {what} in both, Jaccard " +
      "index {value}. ", { rows: many, what: plural(counterpart.shared, ...nounOf(manifest)), value: decimals(counterpart.jaccard, 2) });
  const press = (): void => app.dispatch(selectNode(data, counterpart.node));
  const go = el("button", { type: "button", class: "quiet", click: press }, gettext("Select "), el("span", { class: "node-id" }, id));
  return [kept, el("p", { class: "follow" }, overlap, go)];
}
