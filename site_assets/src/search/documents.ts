// What can be found: places on pages, labels and the nodes they are commonest in, and samples.
import type { GraphNames, LabelledNode, PageText, SearchIndex } from "./contract";
import { count, gettext, ngettext } from "../text";
import { wordsOf } from "./terms";

export interface Found {
  /** Address from the site's root. */
  readonly href: string;
  readonly title: string;
  /** Where it is, such as the page of a section; may be empty. */
  readonly place: string;
  readonly text: string;
}

/** Something with the words of its texts. `weight` is that of a hit in its title. */
export interface Document extends Found {
  readonly weight: number;
  readonly titleWords: string;
  readonly textWords: string;
  readonly placeWords: string;
}

/** Weight of a hit in a title of a page, a heading, a label, and in a text. */
export const [TITLE, HEADING, LABEL, TEXT] = [16, 8, 4, 1];

export function documentsOf({ pages, graphs }: SearchIndex): readonly Document[] {
  return [...pages.flatMap(ofPage), ...graphs.flatMap(ofGraphs)];
}

/** The samples of all graphs. */
export function samplesOf({ graphs }: SearchIndex): readonly Found[] {
  return graphs.flatMap((graph) =>
    unfolded(graph.samples).map((name) => ({
      href: view(graph, graph.start, "sample", name),
      title: name,
      place: graph.title,
      text: "",
    })),
  );
}

function ofPage([path, title, sections]: PageText): Document[] {
  return sections.map(([place, heading, text]) => {
    const href = path + (place && `#${encodeURIComponent(place)}`);
    const isTop = heading === "";
    return document(isTop ? TITLE : HEADING, {
      href,
      title: isTop ? title : heading,
      place: isTop ? "" : title,
      text,
    });
  });
}

function ofGraphs(graph: GraphNames): Document[] {
  return graph.labels.flatMap(({ name, nodes }) => [
    document(LABEL, {
      href: view(graph, graph.start, "label", name),
      title: name,
      place: graph.title,
      text: gettext("Label: mark its members in the graph"),
    }),
    ...nodes.map((one) => ofNode(graph, name, one)),
  ]);
}

function ofNode(graph: GraphNames, label: string, { layer, node, percent, members }: LabelledNode): Document {
  return document(LABEL, {
    href: view(graph, layer, "node", node),
    title: label,
    place: graph.title,
    text: ngettext(
      "Commonest label of node {node} of {layer}: {percent} % of {n} member",
      "Commonest label of node {node} of {layer}: {percent} % of {n} members",
      members,
      { node, layer: graph.layers[layer]![1], percent: count(percent) },
    ),
  });
}

/** The address of a view, as the explorer writes it. */
function view({ folder, layers }: GraphNames, layer: number, key: string, value: string): string {
  const [id] = layers[layer]!;
  return `${folder}/index.html#layer=${encodeURIComponent(id)}&${key}=${encodeURIComponent(value)}`;
}

function document(weight: number, found: Found): Document {
  return {
    ...found,
    weight,
    titleWords: wordsOf(found.title),
    textWords: wordsOf(found.text),
    placeWords: wordsOf(found.place),
  };
}

/** Names from their front-coded form: each is so many letters of the one before, and the rest. */
export function unfolded(coded: readonly string[]): readonly string[] {
  let before = "";
  return coded.map((one) => {
    const [same = ""] = one.split(" ", 1);
    return (before = [...before].slice(0, Number(same)).join("") + one.slice(same.length + 1));
  });
}
