// What the tour says, and beside which control. Of the controls of a step the first that is seen is
// meant: in narrow windows some are behind a button.
import { gettext } from "../text";

export interface Step {
  readonly title: string;
  readonly text: string;
  /** CSS selectors within the explorer. */
  readonly targets: readonly string[];
  /** What must be there, though it need not be seen. */
  readonly needs?: string;
}

const LIVE = ".viewer-controls .tuning:not([hidden])";

export const STEPS: readonly Step[] = [
  {
    title: gettext("Select a node"),
    text:
      gettext(
        "Each disc is a node: a set of rows. Click or tap one, or walk along the edges with " +
        "the arrow keys and press Enter. The panel shows what its rows are."),
    targets: [".graph-surface"],
  },
  {
    title: gettext("Search a class"),
    text:
      gettext(
        "Type a label. Words between commas are searched together. The button beside the box " +
        "opens the class directory, where several classes can be chosen."),
    targets: [".search"],
  },
  {
    title: gettext("Trace it over layers"),
    text:
      gettext(
        "Choose another layer: the rows that you selected stay selected in its graph. Side " +
        "by side shows two layers at once, and how these rows go from one to the other."),
    targets: [".layer-nav"],
    needs: ".layer-nav .layer-link + .layer-link",
  },
  {
    title: gettext("Colour"),
    text: gettext("Choose what the colours of the nodes show."),
    targets: [".viewer-controls > .segments", ".viewer-controls .more"],
  },
  {
    title: gettext("The legend selects"),
    text:
      gettext(
        "Press labels in the legend to light only their nodes. The histogram shows how the " +
        "values are spread, and has handles that set a range."),
    targets: [".viewer-legend"],
  },
  {
    title: gettext("Structures"),
    text:
      gettext(
        "Bifurcations, loops, flares and islands of the graph, the stable ones first. Press " +
        "one to see it."),
    targets: [".viewer-panel .structures-lead"],
  },
  {
    title: gettext("Compare"),
    text:
      gettext(
        "Select a node, then press a label in the legend or a structure. The panel has a " +
        "button that compares the two selections."),
    targets: [".viewer-panel"],
  },
  {
    title: gettext("Live parameters"),
    text:
      gettext(
        "Move the sliders to see the graph at another eps, number of intervals or overlap. A " +
        "button leads back to the author's graph."),
    targets: [LIVE, ".viewer-controls .more"],
    needs: LIVE,
  },
  {
    title: gettext("Save and link"),
    text:
      gettext(
        "Save the graph as a figure for a paper. The address of this page holds all that you " +
        "see: copy it to link to this view. Undo takes back any step."),
    targets: [".graph-buttons"],
  },
];
