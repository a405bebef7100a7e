"""The structures of a graph: components, bifurcations, loops and flares.

Each kind is defined here and, with worked examples, in ``docs/structures.md``. All but the
components are found in the collapsed graph (``collapse.py``), which has no redundant edges.
"""

import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from topopress.analysis.shape.collapse import Neighbours, collapsed_edges, neighbour_sets
from topopress.analysis.shape.loops import shortest_loops
from topopress.analysis.shape.types import LARGEST_COMPONENT, Structures
from topopress.core.arrays import Int32, Int64
from topopress.mapper.types import MapperGraph

KINDS = (LARGEST_COMPONENT, "island", "bifurcation", "loop", "flare")
ISLAND_ROWS = 10
"""Smallest number of rows of an island ..."""
ISLAND_SHARE = 0.005
"""... and its smallest share of all rows."""
ARMS = 3
"""Smallest number of arms of a bifurcation."""
ARM_NODES = 2
"""Smallest number of nodes of an arm, and of a flare; a path with fewer is a spur."""
REACH = 3
"""Steps from the centre of a bifurcation to the ends of its arms."""


@dataclass(frozen=True, slots=True)
class _Found:
    """One structure: its nodes in their order, the node it is named after, its arms."""

    kind: str
    nodes: tuple[int, ...]
    anchor: int
    arms: tuple[tuple[int, ...], ...] = ()


def find_structures(graph: MapperGraph, *, least_island: int | None = None) -> Structures:
    """Find the structures of a graph.

    * The **largest component** is the connected component with most rows. Every graph with a node
      has one.
    * An **island** is any other component with at least 10 rows and 0.5 % of all rows. Smaller
      ones are no structures.
    * A **bifurcation** is a node around which the collapsed graph has three or more arms. The arms
      are the connected parts, with at least 2 nodes, of the nodes at most 3 steps from it, without
      the node itself.
    * A **loop** is a cycle of a shortest basis of those cycles of the collapsed graph that
      triangles do not fill. The length of an edge is ``1 - Jaccard``.
    * A **flare** is a path of at least 2 nodes in the collapsed graph. It goes from a node with one
      neighbour, the tip, to the last node before one with three or more neighbours. Such paths of
      a single node, spurs, are removed before.

    The order of the nodes decides between equals. ``least_island`` replaces the smallest number of
    rows of an island.
    """
    if least_island is None:
        least_island = max(ISLAND_ROWS, math.ceil(ISLAND_SHARE * len(graph.lens)))
    kept = collapsed_edges(graph)
    edges = graph.edges[kept]
    neighbours = neighbour_sets(edges, graph.n_nodes)
    loops = shortest_loops(edges, 1 - graph.jaccard[kept], graph.n_nodes)
    found = [
        *_components(graph, neighbours, least_island),
        *_bifurcations(graph, neighbours),
        *(_Found("loop", loop, loop[0]) for loop in loops),
        *(_Found("flare", path, path[0]) for path in _flares(neighbours)),
    ]
    return _sorted(graph, found)


def _n_rows(graph: MapperGraph, nodes: Sequence[int]) -> int:
    return len(np.unique(np.concatenate([graph.members_of(node) for node in nodes])))


def _components(graph: MapperGraph, neighbours: Neighbours, least: int) -> list[_Found]:
    parts = [tuple(sorted(part)) for part in _connected(range(graph.n_nodes), neighbours)]
    largest_first = sorted((-_n_rows(graph, part), part) for part in parts)
    islands = [part for size, part in largest_first[1:] if -size >= least]
    return [
        *(_Found(LARGEST_COMPONENT, part, part[0]) for _, part in largest_first[:1]),
        *(_Found("island", part, part[0]) for part in islands),
    ]


def _connected(nodes: Iterable[int], neighbours: Neighbours) -> list[list[int]]:
    """Return the connected parts of some nodes, each from its first node outwards."""
    left = dict.fromkeys(nodes)
    parts = []
    while left:
        part = [next(iter(left))]
        del left[part[0]]
        for node in part:
            reached = [other for other in sorted(neighbours[node]) if other in left]
            part += reached
            for other in reached:
                del left[other]
        parts.append(part)
    return parts


def _bifurcations(graph: MapperGraph, neighbours: Neighbours) -> list[_Found]:
    found = []
    for centre in range(graph.n_nodes):
        if len(neighbours[centre]) < ARMS:
            continue
        parts = _connected(_within_reach(centre, neighbours), neighbours)
        arms = [tuple(sorted(part)) for part in parts if len(part) >= ARM_NODES]
        if len(arms) >= ARMS:
            arms.sort(key=lambda arm: (-_n_rows(graph, arm), arm))
            nodes = (centre, *sorted(node for arm in arms for node in arm))
            found.append(_Found("bifurcation", nodes, centre, tuple(arms)))
    return found


def _within_reach(centre: int, neighbours: Neighbours) -> list[int]:
    """Return the nodes from 1 to ``REACH`` steps from a node, the nearest first."""
    steps = {centre: 0}
    queue = deque([centre])
    while queue:
        node = queue.popleft()
        for other in sorted(neighbours[node]):
            if other not in steps and steps[node] < REACH:
                steps[other] = steps[node] + 1
                queue.append(other)
    return list(steps)[1:]


def _flares(neighbours: Neighbours) -> list[tuple[int, ...]]:
    tips = [node for node, near in enumerate(neighbours) if len(near) == 1]
    spurs = {tip for tip in tips if len(neighbours[next(iter(neighbours[tip]))]) >= ARMS}
    without = [set() if k in spurs else near - spurs for k, near in enumerate(neighbours)]
    paths = (_pendant(tip, without) for tip in range(len(without)) if len(without[tip]) == 1)
    return [path for path in paths if path is not None and len(path) >= ARM_NODES]


def _pendant(tip: int, neighbours: Neighbours) -> tuple[int, ...] | None:
    """Return the nodes from a tip up to the first branching, or None where there is none."""
    path, (node,) = [tip], neighbours[tip]
    while len(neighbours[node]) < ARMS:
        ahead = neighbours[node] - {path[-1]}
        path.append(node)
        if not ahead:
            return None
        (node,) = ahead
    return tuple(path)


def _sorted(graph: MapperGraph, found: Sequence[_Found]) -> Structures:
    rows = [_n_rows(graph, structure.nodes) for structure in found]
    ids = _ids(graph, found)
    order = sorted(
        range(len(found)), key=lambda k: (KINDS.index(found[k].kind), -rows[k], found[k].nodes)
    )
    chosen = [found[k] for k in order]
    arms = [arm for structure in chosen for arm in structure.arms]
    return Structures(
        kind=tuple(structure.kind for structure in chosen),
        id=tuple(ids[k] for k in order),
        rows=np.array([rows[k] for k in order], dtype=np.int64),
        node_offsets=_offsets(structure.nodes for structure in chosen),
        nodes=_flat(structure.nodes for structure in chosen),
        arm_offsets=_offsets(structure.arms for structure in chosen),
        arm_node_offsets=_offsets(arms),
        arm_nodes=_flat(arms),
    )


def _ids(graph: MapperGraph, found: Sequence[_Found]) -> list[str]:
    """Name each structure after its anchor; the second with one anchor gets ``.2``."""
    seen: dict[str, int] = {}
    ids = []
    for structure in found:
        name = f"{structure.kind}-{graph.node_id(structure.anchor)}"
        seen[name] = seen.get(name, 0) + 1
        ids.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return ids


def _offsets(lists: Iterable[Sequence[object]]) -> Int64:
    return np.cumsum([0, *map(len, lists)], dtype=np.int64)


def _flat(lists: Iterable[Sequence[int]]) -> Int32:
    return np.array([node for nodes in lists for node in nodes], dtype=np.int32)
