"""Positions of the nodes of a graph in its drawing, computed once for all readers.

Each connected component is laid out by stress, turned so that the lens grows from left to right
(without a lens, so that it is widest), freed of overlaps, and put on a landscape page. The largest
comes first; single nodes come last, in rows ordered by lens. Nodes with a common edge are about 1
apart.
"""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from topopress.core.arrays import Float32, Float64, Int64
from topopress.core.seeds import rng_for
from topopress.mapper.packing import ASPECT, pack
from topopress.mapper.stress import stress_positions
from topopress.mapper.types import MapperGraph

LARGEST_RADIUS = 0.45
SMALLEST_RADIUS = 0.12
SHORTEST_GAP = 0.25
"""Length of an edge between the circles of two nodes with the same rows."""
LONGEST_GAP = 1.0
"""The same for two nodes with almost no row in common."""
NODE_MARGIN = 0.1
COMPONENT_MARGIN = 0.6
SINGLE_SPACING = 1.0
ROUNDING = 1e-9


_Part = tuple[Int64, Float64]
"""Nodes that are laid out together, a component or all single nodes, and their positions."""


def layout(graph: MapperGraph, *, seed: int) -> Float32:
    """Return the position of each node, y downwards, shape (n_nodes, 2).

    Nodes drawn with ``node_radius`` do not overlap, nor do the rectangles around components.
    """
    position = np.zeros((graph.n_nodes, 2))
    radius = node_radius(np.diff(graph.member_offsets))
    components = connected_nodes(graph)
    parts = [_component(graph, nodes, radius, seed) for nodes in components if len(nodes) > 1]
    singles = [nodes for nodes in components if len(nodes) == 1]
    if singles:
        parts.append(_rows(graph, np.concatenate(singles), parts, radius))
    boxes = np.array([_box(part, radius) for part in parts]).reshape(-1, 2, 2)
    corners = pack(boxes[:, 1] - boxes[:, 0])
    for (nodes, own), box, corner in zip(parts, boxes, corners, strict=True):
        position[nodes] = own - box[0] + corner
    return position.round(3).astype(np.float32)


def node_radius(sizes: Int64) -> Float64:
    """Return the radius of nodes as drawn: ``0.45 sqrt(size / largest)``, at least 0.12."""
    share = sizes / max(int(sizes.max(initial=1)), 1)
    return np.maximum(LARGEST_RADIUS * np.sqrt(share), SMALLEST_RADIUS)


def edge_lengths(graph: MapperGraph, radius: Float64) -> Float64:
    """Return the wanted distance of the nodes of each edge, shape (n_edges,)."""
    gap = SHORTEST_GAP + (LONGEST_GAP - SHORTEST_GAP) * (1 - graph.jaccard)
    return np.asarray(radius[graph.edges].sum(axis=1) + gap, np.float64)


def connected_nodes(graph: MapperGraph) -> list[Int64]:
    """Return the nodes of each connected component, the largest first."""
    ends = (graph.edges[:, 0], graph.edges[:, 1])
    linked = coo_array((np.ones(len(graph.edges)), ends), shape=(graph.n_nodes, graph.n_nodes))
    count, component = connected_components(linked, directed=False)
    found = [np.flatnonzero(component == index) for index in range(count)]
    return sorted(found, key=lambda nodes: (-len(nodes), nodes[0]))


def _component(graph: MapperGraph, nodes: Int64, radius: Float64, seed: int) -> _Part:
    inside = np.isin(graph.edges[:, 0], nodes)
    edges = np.searchsorted(nodes, graph.edges[inside])
    lengths = edge_lengths(graph, radius)[inside]
    rng = rng_for(seed, "layout", int(nodes[0]))
    position = stress_positions(edges, lengths, len(nodes), rng=rng)
    position = _oriented(position, _mean_lens(graph)[nodes], radius[nodes])
    return nodes, separated(position, radius[nodes] + NODE_MARGIN / 2)


def _mean_lens(graph: MapperGraph) -> Float64:
    """Return the mean lens of each node, shape (n_nodes,); 0 in a graph without a lens."""
    sums = np.add.reduceat(np.nan_to_num(graph.lens[graph.members]), graph.member_offsets[:-1])
    return np.asarray(sums / np.diff(graph.member_offsets), dtype=np.float64)


def _oriented(position: Float64, lens: Float64, radius: Float64) -> Float64:
    """Turn the positions so that the lens grows to the right, and mirror large nodes to the top."""
    position = position - position.mean(axis=0)
    cosine, sine = _rightward(position, lens - lens.mean())
    turned: Float64 = position @ np.array([[cosine, -sine], [sine, cosine]])
    if turned[:, 1] @ (radius - radius.mean()) > 0:
        turned[:, 1] *= -1
    return turned


def _rightward(position: Float64, lens: Float64) -> Float64:
    """Return the unit vector along which the lens grows most; both arguments are centred."""
    direction: Float64 = position.T @ lens
    length = float(np.hypot(direction[0], direction[1]))
    if length > ROUNDING * np.abs(lens).max() * np.abs(position).max():
        return direction / length
    longest: Float64 = np.linalg.eigh(position.T @ position)[1][:, -1]
    return -longest if position[0] @ longest > 0 else longest


def separated(position: Float64, radius: Float64) -> Float64:
    """Push nodes apart until no two overlap; the radius includes half the margin."""
    position = position.copy()
    for _ in range(300):
        pairs, away, missing = _overlaps(position, radius)
        if len(pairs) == 0:
            return position
        push = away * (0.5 * missing * 1.01 + 1e-6)[:, None]
        np.add.at(position, pairs[:, 0], push)
        np.add.at(position, pairs[:, 1], -push)
    # Pushing was not enough: scale the whole drawing by the factor that the worst pair needs.
    pairs, _, missing = _overlaps(position, radius)
    reach = radius[pairs].sum(axis=1)
    return position * float((reach / np.maximum(reach - missing, 1e-3)).max(initial=1.0)) * 1.001


def _overlaps(position: Float64, radius: Float64) -> tuple[Int64, Float64, Float64]:
    """Return overlapping pairs, unit vectors from second to first, and the missing distances."""
    pairs = KDTree(position).query_pairs(2 * float(radius.max()), output_type="ndarray")
    difference = position[pairs[:, 0]] - position[pairs[:, 1]]
    distance = np.hypot(difference[:, 0], difference[:, 1])
    missing = radius[pairs].sum(axis=1) - distance
    difference[distance == 0] = (0.0, 1.0)
    close = missing > ROUNDING
    unit = difference[close] / np.maximum(distance[close], 1e-12)[:, None]
    unit /= np.hypot(unit[:, 0], unit[:, 1])[:, None]
    return pairs[close], unit, missing[close]


def _rows(graph: MapperGraph, nodes: Int64, parts: list[_Part], radius: Float64) -> _Part:
    """Put single nodes in rows, ordered by lens."""
    nodes = nodes[np.argsort(_mean_lens(graph)[nodes], kind="stable")]
    area = sum(float(np.ptp(_box(part, radius), axis=0).prod()) for part in parts)
    columns = int(np.ceil(np.sqrt(ASPECT * (area + len(nodes)))))
    line, column = np.divmod(np.arange(len(nodes)), columns)
    return nodes, SINGLE_SPACING * np.column_stack([column, line]).astype(np.float64)


def _box(part: _Part, radius: Float64) -> Float64:
    """Return the upper left and lower right corner of a part with its margin, shape (2, 2)."""
    nodes, position = part
    reach = radius[nodes][:, None] + COMPONENT_MARGIN / 2
    return np.array([(position - reach).min(axis=0), (position + reach).max(axis=0)])
