"""The forms in which files hold a graph, told apart by their keys."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from topopress.exchange.content import READ
from topopress.exchange.raw import (
    MOST_EDGES,
    MOST_NODES,
    RawEdge,
    RawGraph,
    RawNode,
    at,
    list_at,
    object_at,
    require_few,
    shown,
    wrong,
)
from topopress.exchange.write import FORMAT, KEPLER_SAID, VERSION

MEMBERS = {
    "members": "networkx",
    "membership": "KeplerMapper",
    "node_elements": "giotto-tda",
    "ids": "tda-mapper",
    "vertices": "Mapper Interactive",
}
"""Keys of a node that hold its rows, with the tool that calls them so."""
_ENDS = ("source", "target")
_OTHERS = {
    "adjacency": "adjacency data of networkx; export networkx.node_link_data(graph) instead",
    "elements": "JSON of Cytoscape; export node-link data of networkx instead",
    "graph": "JSON Graph Format; export node-link data of networkx instead",
}
"""Keys of forms that are known and not read."""


def raw_graph(document: object, file: str) -> RawGraph:
    """Return what a JSON document says of a graph.

    Raises:
        DataError: it has none of the forms that are read.
    """
    if isinstance(document, dict) and isinstance(document.get("mapper"), dict):
        document = document["mapper"]  # what Mapper Interactive's server answers
    if not isinstance(document, dict):
        raise wrong(file, "", f"is {shown(document)}, no graph. {READ}")
    if document.get("format") == FORMAT:
        return _own(document, file)
    if "nodes" in document:
        return _by_nodes(document, file)
    for key, what in _OTHERS.items():
        if key in document:
            raise wrong(file, "", f"is {what}")
    raise wrong(file, "", f"has no key 'nodes'. {READ}")


def _by_nodes(document: Mapping[str, object], file: str) -> RawGraph:
    nodes = document["nodes"]
    if isinstance(nodes, dict):
        return _kepler(document, file)
    if isinstance(nodes, list):
        return _node_link(document, file)
    raise wrong(file, "nodes", f"must be an object or a list, and is {shown(nodes)}")


def _own(document: Mapping[str, object], file: str) -> RawGraph:
    if document.get("version") != VERSION:
        raise wrong(
            file,
            "version",
            f"must be {VERSION}, and is {shown(document.get('version'))}; a later version needs a "
            "later Topopress",
        )
    listed = list_at(file, "nodes", document.get("nodes"), MOST_NODES, "nodes")
    nodes = [_listed_node(file, at("nodes", k), one, "name") for k, one in enumerate(listed)]
    edges = _listed_edges(file, "edges", document.get("edges"))
    return _with_rows(RawGraph(file, nodes, edges), document)


def _kepler(document: Mapping[str, object], file: str) -> RawGraph:
    """Read KeplerMapper's dictionary, or Mapper Interactive's, which calls the links edges."""
    given = object_at(file, "nodes", document["nodes"])
    require_few(file, len(given), MOST_NODES, "nodes")
    key = next((key for key in ("links", "edges") if key in document), None)
    if key is None:
        raise wrong(file, "", "has nodes and no key 'links'; without edges write an empty object")
    edges = list(_linked(file, key, object_at(file, key, document[key])))
    nodes = [_keyed_node(file, name, one) for name, one in given.items()]
    vertices = any(isinstance(one, dict) for one in given.values())
    return RawGraph(
        file,
        nodes,
        edges,
        row_names=document.get("row_names"),
        said=_kepler_said(document.get("meta_data")),
        format="Mapper Interactive" if vertices or key == "edges" else "KeplerMapper",
    )


def _keyed_node(file: str, name: str, value: object) -> RawNode:
    place = at("nodes", name)
    if isinstance(value, dict):
        return _with_members(file, place, name, value)
    return RawNode(place, name, value, place)


def _linked(file: str, key: str, links: Mapping[str, object]) -> Iterator[RawEdge]:
    count = 0
    for source, targets in links.items():
        place = at(key, source)
        count += len(list_at(file, place, targets, MOST_EDGES, "edges"))
        require_few(file, count, MOST_EDGES, "edges")
        for k, target in enumerate(list_at(file, place, targets, MOST_EDGES, "edges")):
            yield RawEdge(f"{place}[{k}]", source, target)


def _kepler_said(meta: object) -> object:
    if not isinstance(meta, dict):
        return meta
    words = {"projection": "lens"} | KEPLER_SAID
    return {words.get(key, key): value for key, value in meta.items()}


def _node_link(document: Mapping[str, object], file: str) -> RawGraph:
    """Read networkx's node-link data; networkx 2 calls the edges links, networkx 3.6 edges."""
    listed = list_at(file, "nodes", document["nodes"], MOST_NODES, "nodes")
    key = next((key for key in ("links", "edges") if key in document), None)
    if key is None:
        raise wrong(file, "", "has nodes and neither 'links' nor 'edges'; give a list of edges")
    if document.get("directed") is True:
        raise wrong(
            file,
            "directed",
            "must be false: the edges of a Mapper graph have no direction; "
            "export an undirected graph",
        )
    graph = document.get("graph")
    of_graph = graph if isinstance(graph, dict) else {}
    described = _columns(of_graph.get("node_metadata"), len(listed))
    nodes = [
        _listed_node(file, at("nodes", k), one, "id", described(k)) for k, one in enumerate(listed)
    ]
    edges = _listed_edges(file, key, document[key])
    raw = RawGraph(file, nodes, edges, place="graph", format=_tool(nodes))
    return _with_rows(raw, _of_graph(of_graph))


def _of_graph(attributes: Mapping[str, object]) -> dict[str, object]:
    """Return attributes of a graph of networkx; the plain ones say how it was made."""
    rows = {"n_rows", "row_names"}
    if isinstance(attributes.get("lens"), list):
        rows.add("lens")
    plain = {
        k: v for k, v in attributes.items() if k not in rows and not isinstance(v, list | dict)
    }
    nested = attributes.get("said")
    said = plain | (nested if isinstance(nested, dict) else {})
    return {key: attributes.get(key) for key in rows} | {"said": said}


def _with_rows(raw: RawGraph, said: Mapping[str, object]) -> RawGraph:
    """Add what our own writers say of the rows and of the graph."""
    return replace(
        raw,
        n_rows=said.get("n_rows"),
        row_names=said.get("row_names") or None,
        lens=said.get("lens"),
        said=said.get("said"),
    )


def _columns(metadata: object, n_nodes: int) -> Callable[[int], Mapping[str, object]]:
    """Return what giotto-tda before version 0.4 says of each node in an attribute of the graph."""
    columns = metadata if isinstance(metadata, dict) else {}
    usable = {k: v for k, v in columns.items() if isinstance(v, list) and len(v) == n_nodes}
    return lambda node: {key: values[node] for key, values in usable.items()}


def _tool(nodes: list[RawNode]) -> str:
    keys = set(chain.from_iterable(node.others for node in nodes[:1]))
    if "top_classes" in keys:
        return "TopoAct"
    place = nodes[0].members_place if nodes else ""
    return next((tool for key, tool in MEMBERS.items() if place.endswith(f"['{key}']")), "networkx")


def _listed_node(
    file: str, place: str, value: object, name: str, more: Mapping[str, object] | None = None
) -> RawNode:
    node = {**(more or {}), **object_at(file, place, value)}
    if name not in node:
        raise wrong(file, place, f"has no key {name!r}; each node needs a name")
    return _with_members(file, place, node.pop(name), node)


def _with_members(file: str, place: str, name: object, node: Mapping[str, object]) -> RawNode:
    key = next((key for key in MEMBERS if key in node), None)
    if key is None:
        raise wrong(
            file,
            place,
            "has no list of its rows; give each node one, under one of the keys "
            f"{', '.join(MEMBERS)}",
        )
    others = {word: value for word, value in node.items() if word != key}
    return RawNode(place, name, node[key], at(place, key), others)


def _listed_edges(file: str, key: str, value: object) -> list[RawEdge]:
    listed = list_at(file, key, value, MOST_EDGES, "edges")
    return [_listed_edge(file, at(key, k), one) for k, one in enumerate(listed)]


def _listed_edge(file: str, place: str, value: object) -> RawEdge:
    """Read an edge: an object with source and target, or a list of the two."""
    if isinstance(value, list) and len(value) == len(_ENDS):
        return RawEdge(place, *value)
    edge = dict(object_at(file, place, value))
    if missing := [end for end in _ENDS if end not in edge]:
        raise wrong(file, place, f"has no key {missing[0]!r}; each edge needs two nodes")
    return RawEdge(place, edge.pop("source"), edge.pop("target"), edge)
