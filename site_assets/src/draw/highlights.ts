// What is highlighted on the graph: of the view, and of the pointer and the keyboard.
import type { Graph } from "../data/graph";
import { memo } from "../data/memo";
import { componentOf, edgeBetween } from "../data/ways";
import { weightsOf } from "../look/edges";
import { litOf } from "../look/lit";
import type { Model } from "../state/model";
import type { Selection } from "../state/selection";
import type { Source } from "../state/source";
import type { EdgeWeight } from "../state/state";
import type { Pointers } from "./overlay";

const NONE = { hover: null, focus: null, glanced: null, edge: null, component: [] };

export class Highlights {
  /** Those that belong to the view. */
  lasting({ data, selected, counterpart, described, marked }: Model): Pointers {
    const lit = this.lit(data!.graph, selected === null ? described : marked);
    return { selected, counterpart: counterpart?.node ?? null, marked: lit, ...NONE };
  }

  /** All of them; `focused`: whether the graph has the focus, `resting`: whether its camera rests. */
  of(model: Model, focused: boolean, resting: boolean): Pointers {
    const { state, data } = model;
    const graph = data!.graph;
    const node = state.hover ?? (focused ? state.focus : null);
    return {
      ...this.lasting(model),
      hover: state.hover,
      focus: focused ? state.focus : null,
      glanced: this.glanced(graph, state.glanced),
      edge: edgeOf(model, focused),
      component:
        state.component && resting && node !== null
          ? this.component(graph, node, state.view.weight, state.view.edges)
          : [],
    };
  }

  private readonly glanced = memo((graph: Graph, source: Source | null) =>
    source ? litOf({ source, own: true }, graph) : null,
  );

  private readonly lit = memo((graph: Graph, selection: Selection | null) =>
    selection ? litOf(selection, graph) : null,
  );

  private readonly component = memo(
    (graph: Graph, node: number, weight: EdgeWeight, from: number): number[] => {
      const inside = new Set(componentOf(graph, node));
      const weights = weightsOf(graph, weight);
      return [...graph.source.keys()].filter(
        (edge) => weights[edge]! >= from && inside.has(graph.source[edge]!),
      );
    },
  );
}

/** The edge under the pointer, else the one along which the keyboard came to a neighbour. */
export function edgeOf({ state, data }: Model, focused: boolean): number | null {
  if (state.edge !== null || !focused) return state.edge;
  const { anchor, focus } = state;
  if (anchor === null || focus === null || anchor === focus) return null;
  return edgeBetween(data!.graph, anchor, focus);
}
