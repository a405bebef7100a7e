"""Writers of graphs: KeplerMapper's dictionary, networkx, and JSON of our own.

Numbers of nodes and edges that are unknown are left out. What a graph says comes out sorted, so
the same graph gives the same bytes.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import orjson

from topopress.core.arrays import Float64
from topopress.exchange.names import kepler_names
from topopress.exchange.overlap import jaccard_of, shared_rows
from topopress.exchange.types import GivenGraph

FORMAT, VERSION = "topopress-graph", 1
KEPLER_SAID = {
    "n_cubes": "intervals",
    "perc_overlap": "overlap",
    "clusterer": "clusterer",
    "scaler": "scaler",
    "nerve_min_intersection": "min_intersection",
}
"""KeplerMapper's words in ``meta_data``, with ours in ``GivenGraph.said``; and projection, lens."""


def to_kmapper(graph: GivenGraph) -> dict[str, Any]:
    """Return the dictionary that ``kmapper.KeplerMapper.map`` returns and ``visualize`` takes.

    Nodes are called ``cubeX_clusterY`` where the elements of the cover are known. It has no place
    for values of nodes; ``row_names`` is there only if the rows have names.
    """
    names = kepler_names(graph)
    links: dict[str, list[str]] = {}
    for source, target in graph.edges.tolist():
        links.setdefault(names[source], []).append(names[target])
    pairs = [[source, target] for source, targets in links.items() for target in targets]
    made: dict[str, Any] = {
        "nodes": {name: graph.members_of(node).tolist() for node, name in enumerate(names)},
        "links": links,
        "simplices": [[name] for name in names] + pairs,
        "meta_data": _meta_data(graph.said),
        "meta_nodes": {},
    }
    return made | ({"row_names": list(graph.row_names)} if graph.row_names else {})


def to_node_link(graph: GivenGraph) -> dict[str, Any]:
    """Return the node-link data of ``networkx``, to be read with ``edges="edges"``.

    A node has ``id``, ``members``, ``size``, ``interval`` if known and its values by their names;
    an edge ``source``, ``target``, ``shared``, ``jaccard`` and its values. The graph has
    ``n_rows`` and, if known, ``row_names``, ``lens`` and ``said``. A value whose name is one of
    these words is left out.
    """
    known = {"row_names": list(graph.row_names), "lens": _numbers(graph.lens)}
    known["said"] = dict(sorted(graph.said.items()))
    return {
        "directed": False,
        "multigraph": False,
        "graph": {"n_rows": graph.n_rows} | {word: each for word, each in known.items() if each},
        "nodes": list(_nodes(graph)),
        "edges": list(_edges(graph)),
    }


def to_networkx(graph: GivenGraph) -> Any:  # noqa: ANN401 - networkx has no types
    """Return a ``networkx.Graph`` with the attributes that ``to_node_link`` lists.

    Raises:
        ImportError: networkx is not installed.
    """
    try:
        from networkx import node_link_graph
    except ImportError as error:
        raise ImportError(
            "networkx is not installed; `pip install 'topopress[networkx]'` installs it"
        ) from error
    return node_link_graph(to_node_link(graph), edges="edges")


def to_json(graph: GivenGraph) -> bytes:
    """Return all of the graph in JSON of our own, which docs/import.md describes."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "n_rows": graph.n_rows,
        "nodes": [
            {"name": node.pop("id"), "members": node.pop("members")}
            | ({"interval": node["interval"]} if len(graph.interval) else {})
            | _with_values(graph.node_values, index)
            for index, node in enumerate(_nodes(graph))
        ],
        "edges": [
            {word: edge[word] for word in ("source", "target", "shared", "jaccard")}
            | _with_values(graph.edge_values, index)
            for index, edge in enumerate(_edges(graph))
        ],
        "row_names": list(graph.row_names),
        "lens": _numbers(graph.lens),
        "said": dict(sorted(graph.said.items())),
    }
    return orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE)


def values_at(values: Mapping[str, Float64], index: int) -> dict[str, float]:
    """Return the known values of one node or edge, by their names in order."""
    found = {name: float(each[index]) for name, each in sorted(values.items())}
    return {name: value for name, value in found.items() if np.isfinite(value)}


def _nodes(graph: GivenGraph) -> Iterator[dict[str, Any]]:
    for index, name in enumerate(graph.nodes):
        members = graph.members_of(index).tolist()
        node = {"id": name, "members": members, "size": len(members)}
        if len(graph.interval):
            node["interval"] = int(graph.interval[index])
        yield node | {k: v for k, v in values_at(graph.node_values, index).items() if k not in node}


def _edges(graph: GivenGraph) -> Iterator[dict[str, Any]]:
    shared = shared_rows(graph)
    jaccard = jaccard_of(graph, shared)
    for index, (source, target) in enumerate(graph.edges.tolist()):
        edge = {"source": graph.nodes[source], "target": graph.nodes[target]}
        edge |= {"shared": int(shared[index]), "jaccard": float(jaccard[index])}
        yield edge | {k: v for k, v in values_at(graph.edge_values, index).items() if k not in edge}


def _with_values(values: Mapping[str, Float64], index: int) -> dict[str, dict[str, float]]:
    found = values_at(values, index)
    return {"values": found} if found else {}


def _meta_data(said: Mapping[str, str | float]) -> dict[str, str | float]:
    known = {word: said[ours] for word, ours in KEPLER_SAID.items() if ours in said}
    return {"projection": str(said.get("lens", "custom"))} | known


def _numbers(values: Float64) -> list[float | None]:
    return [value if np.isfinite(value) else None for value in values.tolist()]
