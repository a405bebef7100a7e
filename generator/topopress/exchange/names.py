"""Names of nodes that say which element of a cover and which of its clusters a node is."""

import re
from collections.abc import Iterable

from topopress.exchange.types import GivenGraph

CUBE = "cube"
"""Node value with KeplerMapper's number of the cover element, which counts no empty ones."""
LARGEST = 2**31 - 1

_KEPLER = re.compile(r"cube([0-9]{1,10})_cluster[0-9]+")
_OWN = re.compile(r"i([0-9]{1,10})c[0-9]+")


def intervals_of(names: Iterable[str]) -> list[int]:
    """Return the cover elements that all names state, such as 3 for ``cube3_cluster0`` or ``i3c0``.

    A node that KeplerMapper has merged, ``cube3_cluster0-cube4_cluster1``, counts by its first
    name. The list is empty if a name states none.
    """
    found = []
    for name in names:
        match = _KEPLER.match(name) or _OWN.fullmatch(name)
        if match is None or int(match[1]) > LARGEST:
            return []
        found.append(int(match[1]))
    return found


def kepler_names(graph: GivenGraph) -> list[str]:
    """Return ``cubeX_clusterY`` for each node; where no cover is known, names stay as they are.

    KeplerMapper numbers the elements of a cover after it has dropped the empty ones. The value
    ``cube`` of the nodes has this number; without it the interval counts.
    """
    if all(_KEPLER.match(name) for name in graph.nodes) or not len(graph.interval):
        return list(graph.nodes)
    cubes = graph.node_values.get(CUBE, graph.interval)
    names, clusters = [], dict[int, int]()
    for cube in cubes.astype(int).tolist():
        cluster = clusters.get(cube, 0)
        clusters[cube] = cluster + 1
        names.append(f"cube{cube}_cluster{cluster}")
    return names
