// The file that keeps where a reader has put the nodes of one graph. Pure.
import type { Layer, Manifest } from "../data/schema";
import type { Arrangement } from "../state/arrangement";
import { gettext } from "../text";

type Kept = Pick<Arrangement, "layout" | "pinned">;

const FORMAT = "topopress-layout";

interface LayoutDocument {
  readonly format: typeof FORMAT;
  readonly version: 1;
  readonly exploration: string;
  readonly layer: string;
  /** The file of the graph, whose name changes with its content. */
  readonly graph: string;
  readonly layout: Arrangement["layout"];
  readonly pinned: Readonly<Record<string, readonly [number, number]>>;
}

export function layoutFile({ layout, pinned }: Kept, layer: Layer, { name }: Manifest): string {
  const places = pinned.map(({ node, x, y }) => [node, [x, y]] as const);
  const file: LayoutDocument = {
    format: FORMAT,
    version: 1,
    exploration: name,
    layer: layer.id,
    graph: layer.graph,
    layout,
    pinned: Object.fromEntries(places),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** What a file says of this graph, or why it cannot be used. */
export function layoutFrom(
  text: string,
  layer: Layer,
  { name }: Manifest,
): Kept | { readonly problem: string } {
  const file = documentIn(text);
  if (!file) return { problem: gettext("This is no layout file. Nothing was changed.") };
  if (file.exploration !== name || file.layer !== layer.id || file.graph !== layer.graph)
    return {
      problem:
        gettext(
          "This layout file is of another graph: layer {layer} of {name}. Nothing was " +
          "changed.", { layer: file.layer, name: file.exploration }),
    };
  const pinned = Object.entries(file.pinned).map(([node, [x, y]]) => ({ node, x, y }));
  return { layout: file.layout, pinned };
}

function documentIn(text: string): LayoutDocument | null {
  try {
    const file = JSON.parse(text) as Partial<LayoutDocument> | null;
    const isOurs = file?.format === FORMAT && file.version === 1;
    const places = Object.values(file?.pinned ?? {});
    const arePlaces = places.every(
      (place) => Array.isArray(place) && place.length === 2 && place.every(Number.isFinite),
    );
    const isLayout = file?.layout === "stress" || file?.layout === "projection";
    return isOurs && isLayout && arePlaces ? (file as LayoutDocument) : null;
  } catch {
    return null;
  }
}
