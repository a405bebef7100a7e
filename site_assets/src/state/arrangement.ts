// How the graph stands on the screen: where its nodes are, how large they are, and what lies over
// it. It is a part of the view.
import type { Graph } from "../data/graph";
import type { Pin } from "../data/placing";
import { VIEW_CHOICES } from "../data/schema";
import type { View } from "./state";

export interface Arrangement {
  readonly layout: (typeof VIEW_CHOICES.layout)[number];
  /** Nodes that the reader has moved, by their names, in the plane of the layout. */
  readonly pinned: readonly Pin[];
  /** What the radius of a node shows. */
  readonly size: (typeof VIEW_CHOICES.size)[number];
  /** Whether names of labels are written on the graph. */
  readonly names: (typeof VIEW_CHOICES.names)[number];
  /** `auto`: in windows that have room for it. */
  readonly minimap: (typeof VIEW_CHOICES.minimap)[number];
  /** Names of the nodes with a call-out, in the order in which they were opened. */
  readonly callouts: readonly string[];
}

export const PUBLISHED: Arrangement = {
  layout: "stress",
  pinned: [],
  size: "members",
  names: "on",
  minimap: "auto",
  callouts: [],
};

export type ArrangementEvent =
  | { readonly type: "arrange"; readonly change: Partial<Arrangement> }
  /** The reader has moved a node. */
  | { readonly type: "pin"; readonly pin: Pin }
  /** Open the call-out of a node, or close it where it is open. */
  | { readonly type: "callout"; readonly node: string };

export function rearranged(view: View, event: ArrangementEvent): View {
  const { arrangement } = view;
  switch (event.type) {
    case "arrange":
      return arranged(view, event.change);
    case "pin":
      return arranged(view, { pinned: withPin(arrangement.pinned, event.pin) });
    case "callout":
      return arranged(view, { callouts: toggled(arrangement.callouts, event.node) });
  }
}

function arranged(view: View, change: Partial<Arrangement>): View {
  const { layout } = view.arrangement;
  const before = change.layout === undefined || change.layout === layout ? view : inNewPlane(view);
  return { ...before, arrangement: { ...before.arrangement, ...change } };
}

/** Another projection of the rows: where nodes are at the mean of theirs, they move. */
export function reprojected(view: View, projection: View["projection"]): View {
  const isSame = view.arrangement.layout !== "projection" || projection === view.projection;
  return { ...(isSame ? view : inNewPlane(view)), projection };
}

/** Places of one plane mean nothing in another one. */
function inNewPlane(view: View): View {
  return { ...view, arrangement: { ...view.arrangement, pinned: [] }, camera: null };
}

/** The same for another graph: nodes belong to one graph. */
export function ofOtherGraph(arrangement: Arrangement): Arrangement {
  return { ...arrangement, pinned: [], callouts: [] };
}

/** A node at another place; the last pin of a node counts. */
function withPin(pinned: readonly Pin[], pin: Pin): Pin[] {
  return [...pinned.filter(({ node }) => node !== pin.node), pin];
}

/** With the call-out of a node, or without it where it was open. */
function toggled(callouts: readonly string[], node: string): string[] {
  const others = callouts.filter((each) => each !== node);
  return others.length < callouts.length ? others : [...callouts, node];
}

/** Without nodes that the graph does not have, and their names. */
export function knownNodes(
  arrangement: Arrangement,
  { indexOf }: Graph,
): { readonly arrangement: Arrangement; readonly unknown: readonly string[] } {
  const [pinned, callouts] = [
    arrangement.pinned.filter(({ node }) => indexOf.has(node)),
    arrangement.callouts.filter((node) => indexOf.has(node)),
  ];
  const all = [...arrangement.pinned.map(({ node }) => node), ...arrangement.callouts];
  const unknown = [...new Set(all)].filter((node) => !indexOf.has(node));
  return { arrangement: unknown.length ? { ...arrangement, pinned, callouts } : arrangement, unknown };
}

const NODE = /^i\d+c\d+$/;

/** "i1c0:1.5,-2;i2c0:0,3" */
export function pinsInAddress(pinned: readonly Pin[]): string | undefined {
  const short = (value: number): string => String(Number(value.toFixed(2)));
  return pinned.map(({ node, x, y }) => `${node}:${short(x)},${short(y)}`).join(";") || undefined;
}

export function pinsFrom(text: string): Pin[] | undefined {
  const pins = text.split(";").map((part) => {
    const [, node, x, y] = /^(i\d+c\d+):(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(part) ?? [];
    return node === undefined ? null : { node, x: Number(x), y: Number(y) };
  });
  return pins.every((pin) => pin !== null) ? pins : undefined;
}

export function calloutsFrom(text: string): string[] | undefined {
  const nodes = text.split(",");
  return nodes.every((node) => NODE.test(node)) ? [...new Set(nodes)] : undefined;
}
