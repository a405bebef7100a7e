// Every way the state can change, as plain data. No DOM here.
import type { ExemplarKind } from "../data/exemplars";
import type { LayerData } from "../data/layer";
import type { ProjectionKind } from "../data/scatter";
import type { Camera } from "../look/camera";
import type { Colouring } from "../look/figures";
import type { LineChoice } from "../look/lines";
import type { ChosenColour } from "../look/palette";
import type { ArrangementEvent } from "./arrangement";
import type { Beside } from "./beside";
import type { Carried, CutEvent } from "./carried";
import type { Effect } from "./effect";
import type { Kept, NodeSource, Source, StructureSource } from "./source";
import type { AreaTool, EdgeWeight, Sorting, View } from "./state";

export type Event =
  /**
   * `start`: the page was opened without a view, or again. `landing`: it was opened at an address
   * with a view. `link`: the reader followed a link to a view. The latter two bring the explorer
   * into the window and announce the view.
   */
  | {
      readonly type: "open";
      readonly view: View;
      readonly notes: readonly string[];
      readonly by: "start" | "landing" | "link";
    }
  /** A layer's graph is there: what the view names can be looked up. */
  | { readonly type: "arrived"; readonly data: LayerData; readonly announce: boolean }
  | { readonly type: "failed"; readonly message: string; readonly retry: Effect }
  | { readonly type: "retry" }
  /** `node`: the name of the node of that layer to select; without it the selection is kept by rows. */
  | {
      readonly type: "layer";
      readonly layer: string;
      readonly node?: string;
      /** Where the graph that is left was cut: what depends on it, in another form. */
      readonly carried?: Carried;
    }
  | {
      readonly type: "select";
      readonly source: Source | null;
      /** Where the keyboard goes. */
      readonly index: number | null;
    }
  | CutEvent
  | { readonly type: "colour"; readonly colour: Colouring }
  | { readonly type: "weight"; readonly weight: EdgeWeight }
  | { readonly type: "edges"; readonly edges: number }
  | { readonly type: "pictures"; readonly pictures: boolean }
  | { readonly type: "pies"; readonly pies: boolean }
  | { readonly type: "palette"; readonly palette: readonly ChosenColour[] }
  | { readonly type: "mark"; readonly source: Source | null }
  /** Mark a source, or unmark it where it is marked. */
  | { readonly type: "toggle"; readonly source: Source }
  /** Two selections side by side; null ends that, and both stay. */
  | { readonly type: "compare"; readonly sources: readonly [Source, Source] | null }
  | { readonly type: "kept"; readonly kept: readonly Kept[] }
  | { readonly type: "path-from"; readonly node: NodeSource | null }
  | { readonly type: "area"; readonly area: AreaTool | null }
  | { readonly type: "points"; readonly points: "graph" | "label" }
  | { readonly type: "projection"; readonly projection: ProjectionKind }
  | { readonly type: "column"; readonly column: string | null }
  | { readonly type: "lines"; readonly change: Partial<LineChoice> }
  | ArrangementEvent
  /** `automatic`: it moved because of another change. */
  | { readonly type: "camera"; readonly camera: Camera | null; readonly automatic?: boolean }
  | { readonly type: "beside"; readonly beside: Beside }
  /** The camera of a graph beside the first. */
  | {
      readonly type: "beside-camera";
      readonly graph: string;
      readonly camera: Camera | null;
      readonly automatic: boolean;
    }
  | { readonly type: "hover"; readonly node: number | null; readonly edge?: number | null }
  | { readonly type: "glance"; readonly source: StructureSource | null }
  /** `say` follows the name of the node when it is announced. */
  | {
      readonly type: "focus";
      readonly node: number;
      readonly anchor: number;
      readonly say: string;
    }
  | { readonly type: "row"; readonly row: number | null }
  | { readonly type: "exemplars"; readonly kind: ExemplarKind }
  | { readonly type: "sort"; readonly sorting: Sorting }
  | { readonly type: "component"; readonly component: boolean }
  | { readonly type: "tuning"; readonly open: boolean }
  | { readonly type: "letters"; readonly letters: boolean }
  | { readonly type: "unnote" }
  | { readonly type: "clear" }
  | { readonly type: "undo" | "redo" }
  /** Changes nothing in the state; asks for an effect. */
  | { readonly type: "ask"; readonly effect: Effect };
