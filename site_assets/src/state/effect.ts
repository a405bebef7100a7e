// What happens outside the state: loading, the address, the camera, spoken words. Effects are plain
// data; effects.ts lists them and explorer.ts alone executes them.
import type { ProjectionKind } from "../data/scatter";

/** A layer's graph; `announce`: say what is shown when it is there. */
export interface LayerLoad {
  readonly do: "load";
  readonly what: "layer";
  readonly layer: string;
  readonly announce: boolean;
}

/**
 * The rows of a layer, what its kind shows of nodes, the graphs of its family, a further scatter, or
 * the names of the samples; `soon`: after what the first view needs.
 */
export type DetailLoad =
  | { readonly do: "load"; readonly what: "rows" | "look" | "live"; readonly layer: string }
  | {
      readonly do: "load";
      readonly what: "scatter";
      readonly layer: string;
      readonly projection: ProjectionKind;
    }
  | { readonly do: "load"; readonly what: "samples"; readonly soon: boolean }
  /** The numbers of the samples, which only some colours need. */
  | { readonly do: "load"; readonly what: "numbers" };

/** The tools of the second script. */
export type ToolName =
  | "help"
  | "figure"
  | "directory"
  | "histogram"
  | "profile"
  | "tour"
  | "palette"
  | "colours"
  | "arrangement"
  | "over"
  | "live"
  | "selection"
  | "area"
  | "concordance"
  | "glossary"
  | "table"
  | "beside"
  | "motion";

/** What the second script makes of a node: tools/make.ts. */
export type Made = "path" | "add" | "component" | "wider" | "narrower";

export type Effect =
  | LayerLoad
  | DetailLoad
  /** Write the view into the address. */
  | { readonly do: "address" }
  | { readonly do: "say"; readonly text: string }
  /** Bring the explorer into the window; `unless` the graph is already seen. */
  | { readonly do: "scroll"; readonly unless: "filled" | "seen" }
  /** Keep the explorer in the window while the page loads, and start the keyboard there. */
  | { readonly do: "land" }
  /** Bring a node into view where it is outside. */
  | { readonly do: "reveal"; readonly node: number }
  /** Fill the window with some nodes. */
  | { readonly do: "frame"; readonly nodes: readonly number[] }
  | { readonly do: "zoom"; readonly factor: number }
  | { readonly do: "home" }
  /** The wheel and the fingers scroll the page again. */
  | { readonly do: "release" }
  | { readonly do: "focus"; readonly what: "graph" | "search" }
  /** Select something around a node; a path `from` another one, else from the selected one. */
  | { readonly do: "make"; readonly what: Made; readonly node: number; readonly from?: number }
  /** Open a tool, which is loaded the first time. */
  | { readonly do: "tool"; readonly name: ToolName };

export const say = (text: string): Effect => ({ do: "say", text });
