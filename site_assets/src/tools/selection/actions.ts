// What can be done with a selection: other selections from it, its name, its files.
import { fileName } from "../../look/caption";
import { selectionInWords } from "../../look/selection_words";
import { nodeSource, nodesSource } from "../../state/made";
import { type Selection, structureOf } from "../../state/selection";
import { namesIn, type Source, stepsOf } from "../../state/source";
import { el } from "../../views/dom";
import { download } from "../download";
import { selectComponent, selectNear } from "../make";
import { csvOf, jsonOf } from "./export";
import type { Given } from "./sections";
import { told } from "./sections";
import { gettext } from "../../text";

/** Two selections that a selection leads to, and what the button that compares them is called. */
export interface Pair {
  readonly text: string;
  readonly sources: readonly [Source, Source];
}

/** Pairs of arms that are offered. */
const MOST_PAIRS = 6;

export function actions(given: Given, keep: () => void): HTMLElement {
  const further = [...fromNode(given), ...pairs(given).map((pair) => compareButton(given, pair))];
  return el(
    "section",
    { class: "selection-actions", "aria-label": gettext("What to do with the selection") },
    further.length > 0 && el("p", {}, ...further),
    el("p", {}, button(gettext("Name and keep"), keep), ...files(given)),
  );
}

/** Component, neighbourhood and path begin at the first node that the selection names. */
function fromNode({ app, model, data, selection }: Given): HTMLElement[] {
  const first = selection.own ? data.graph.indexOf.get(namesIn(selection.source)[0] ?? "") : undefined;
  if (first === undefined) return [];
  const { kind } = selection.source;
  const steps = stepsOf(selection.source);
  const near = (wanted: number) => (): void => app.dispatch(selectNear(data, first, wanted));
  const { pathFrom } = model.state;
  const arm = (): void =>
    app.dispatch({ type: "path-from", node: pathFrom ? null : nodeSource(data, first) });
  return [
    ...(kind === "component"
      ? []
      : [button(gettext("Component"), () => app.dispatch(selectComponent(data, first)))]),
    ...(kind === "near"
      ? [button(gettext("Wider"), near(steps + 1)), ...(steps > 1 ? [button(gettext("Narrower"), near(steps - 1))] : [])]
      : [button(gettext("Neighbourhood"), near(1))]),
    ...(kind === "node" ? [button(gettext("Path from here"), arm, pathFrom !== null)] : []),
  ];
}

/** The pairs that are one press away: what is marked, the ends of a path, the arms of a fork. */
export function pairs({ model, data, selection }: Given): Pair[] {
  const { selected, marked } = model.state.view;
  const both: Pair[] =
    selected && marked && model.marked
      ? [
          {
            text: gettext("Compare with {name}", selectionInWords(model.marked, data, model.manifest)),
            sources: [selected, marked],
          },
        ]
      : [];
  return [...both, ...ends(selection), ...arms(data, selection)];
}

/** The arms of a bifurcation, two at a time. */
function arms(data: Given["data"], { source, own }: Selection): Pair[] {
  const all = (own && structureOf(data.graph, source)?.arms) || [];
  const pair = (i: number, j: number): Pair => ({
    text: gettext("Compare arms {n} and {value}", { n: i + 1, value: j + 1 }),
    sources: [nodesSource(data, all[i]!), nodesSource(data, all[j]!)],
  });
  return all.flatMap((_, i) => all.slice(i + 1).map((__, k) => pair(i, i + k + 1))).slice(0, MOST_PAIRS);
}

function ends({ source, own }: Selection): Pair[] {
  if (!own || (source.kind !== "path" && source.kind !== "edge")) return [];
  const names = namesIn(source);
  const node = (value: string): Source => ({ kind: "node", layer: source.layer, value });
  const text = source.kind === "path" ? gettext("Compare its ends") : gettext("Compare its nodes");
  return [{ text, sources: [node(names[0]!), node(names.at(-1)!)] }];
}

function compareButton({ app }: Given, { text, sources }: Pair): HTMLElement {
  return button(text, () => app.dispatch({ type: "compare", sources }));
}

function files(given: Given): HTMLElement[] {
  const { app, model, data, selection } = given;
  const save = (format: "csv" | "json") => (): void => {
    const rows = selection.rows;
    if (!rows || !model.samples) return told(app, gettext("The rows are still loading"));
    const text =
      format === "csv" ? csvOf(model, rows) : jsonOf(model, selection, app.address());
    const file = fileName(model.manifest, data.layer, words(given), format);
    const type = format === "csv" ? "text/csv" : "application/json";
    download(new Blob([text], { type: `${type};charset=utf-8` }), file);
    told(app, gettext("Saved {name}", file));
  };
  return [button(gettext("Export CSV"), save("csv")), button(gettext("Export JSON"), save("json"))];
}

function words({ data, model, selection }: Given): string {
  const structure = selection.own ? structureOf(data.graph, selection.source) : undefined;
  return structure?.id ?? selectionInWords(selection, data, model.manifest);
}

function button(text: string, click: () => void, pressed?: boolean): HTMLElement {
  return el(
    "button",
    {
      type: "button",
      class: "quiet",
      "aria-pressed": pressed === undefined ? null : String(pressed),
      click,
    },
    text,
  );
}
