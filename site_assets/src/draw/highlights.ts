// What is highlighted on the graph: of the view, and of the pointer and the keyboard.
import { componentsOf } from "../data/components";
import type { Graph } from "../data/graph";
import { memo } from "../data/memo";
import { edgeBetween, weightsOf } from "../look/edges";
import { edgesOf } from "../look/structures";
import type { Model } from "../state/model";
import { type Source, structureOf } from "../state/selection";
import type { EdgeWeight } from "../state/state";
import type { Lit, Pointers } from "./overlay";

const NONE = { hover: null, focus: null, glanced: null, edge: null, component: [] };

export class Highlights {
  /** Those that belong to the view. */
  lasting({ state, data, selected, counterpart }: Model): Pointers {
    const marked = this.marked(data!.graph, state.view.marked);
    return { selected, counterpart: counterpart?.node ?? null, marked, ...NONE };
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

  private readonly glanced = memo(litStructure);
  private readonly marked = memo(litStructure);

  private readonly components = memo((graph: Graph, weight: EdgeWeight, from: number) => {
    const weights = weightsOf(graph, weight);
    return componentsOf(graph, (edge) => weights[edge]! >= from);
  });

  private readonly component = memo(
    (graph: Graph, node: number, weight: EdgeWeight, from: number): number[] => {
      const of = this.components(graph, weight, from);
      const weights = weightsOf(graph, weight);
      return [...graph.source.keys()].filter(
        (edge) => weights[edge]! >= from && of[graph.source[edge]!] === of[node],
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

/** A structure with the edges that make it up; null where a source is none of this graph. */
function litStructure(graph: Graph, source: Source | null): Lit | null {
  const structure = structureOf(graph, source);
  return structure ? { nodes: structure.nodes, edges: edgesOf(graph, structure) } : null;
}
