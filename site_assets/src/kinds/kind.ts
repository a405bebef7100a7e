// A kind says how a row looks to a reader. Everything else in the viewer is the same for every kind.
// A new kind is one file that exports a Kind, and one entry in kinds.ts; what the glossary says of it
// is in terms.ts.
import type { ChunkKind } from "../data/decode";
import type { Exemplar } from "../data/exemplars";
import type { LayerData } from "../data/layer";
import type { Structure } from "../data/schema";
import type { Pen } from "../draw/pen";
import type { ToolName } from "../state/effect";
import type { App, Model } from "../state/model";

export interface Kind {
  /**
   * Its own chunks: one for each layer, and one for the samples. `later`: that of a layer is loaded
   * when a node is opened, not before the graph is shown.
   */
  readonly chunks: {
    readonly layer: ChunkKind | null;
    readonly samples: ChunkKind | null;
    readonly later?: boolean;
  };
  /** Whether an exemplar is a tile or a card of text, which is as wide as the panel. */
  readonly exemplars: "tiles" | "cards";
  /** Whether a card says what a table says of the sample, so that the caption need not. */
  readonly tells?: boolean;
  /** Fill the button of an exemplar. The text of a card is its accessible name. */
  fill(button: HTMLElement, exemplar: Exemplar, model: Model): void;
  /** The tool that lists all rows of the selection, below the graph; it is loaded with the samples. */
  readonly rows?: ToolName;
  /** Show the sample that an exemplar is a part of, at the place of `beside`. */
  readonly enlarge?: () => Enlarged;
  /** Shown beside the exemplars of a node. */
  readonly beside?: (data: LayerData, node: number) => HTMLElement | null;
  /** A small element for a node, in lists and beside the pointer. */
  readonly thumbnail?: (data: LayerData, node: number) => HTMLElement | null;
  /** What the discs of nodes show; makes the switch that shows it everywhere. */
  readonly discs?: (arrived: () => void) => Discs;
  /** What sets a node apart in a few words, written on the graph where nodes have no labels. */
  readonly words?: (data: LayerData, node: number) => string | null;
  /** Sections of the panel of a node, after the exemplars. */
  readonly sections?: (model: Model, data: LayerData, node: number, app: App) => HTMLElement[];
  /** Shown below a marked structure in the list. */
  readonly structure?: (model: Model, data: LayerData, structure: Structure) => HTMLElement | null;
}

/** An element that shows one sample at a time. */
export interface Enlarged {
  readonly root: HTMLElement;
  /** False where the sample cannot be shown. */
  show(exemplar: Exemplar, model: Model): boolean;
}

export interface Discs {
  /** What a node shows; null where there is nothing, or where it has not arrived. */
  content(data: LayerData, node: number): Content | null;
}

/** Draw into the square around a disc, whose outline clips it. */
export type Content = (
  context: Pen,
  left: number,
  top: number,
  side: number,
) => void;
