// Ways through a graph: components, neighbourhoods, shortest paths.
import { type Graph, listOf } from "./graph";

type Net = Pick<Graph, "n" | "incident" | "source" | "target">;

export function otherEnd({ source, target }: Pick<Graph, "source" | "target">, edge: number, node: number): number {
  return source[edge] === node ? target[edge]! : source[edge]!;
}

/** The edge between two nodes; null where there is none. */
export function edgeBetween(graph: Net, a: number, b: number): number | null {
  return [...listOf(graph.incident, a)].find((edge) => otherEnd(graph, edge, a) === b) ?? null;
}

/** All nodes that at most so many edges lead to, the given one first, then by distance. */
export function nodesNear(graph: Net, start: number, steps: number): number[] {
  const found = new Set([start]);
  let rim = [start];
  for (let step = 0; step < steps && rim.length; step++) {
    const next: number[] = [];
    for (const node of rim)
      for (const edge of listOf(graph.incident, node)) {
        const other = otherEnd(graph, edge, node);
        if (found.has(other)) continue;
        found.add(other);
        next.push(other);
      }
    rim = next;
  }
  return [...found];
}

export function componentOf(graph: Net, start: number): number[] {
  return nodesNear(graph, start, graph.n);
}
