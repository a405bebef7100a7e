"""Writer of GraphML, which Gephi, Cytoscape, igraph and networkx read."""

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from topopress.exchange.types import GivenGraph
from topopress.exchange.write import to_node_link

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns
  http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
# What XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPES = {"members": "string", "size": "long", "interval": "long", "shared": "long"}
"""Types of attributes; the others of nodes and edges are ``double``."""


def to_graphml(graph: GivenGraph) -> bytes:
    """Return the graph as GraphML in UTF-8, with the attributes that ``to_node_link`` lists.

    ``members`` is a text of row numbers with spaces between them. Of the graph itself it has
    ``n_rows`` and what is said of it; names and lens values of rows have no place in GraphML.
    """
    data = to_node_link(graph)
    of_graph = {"n_rows": graph.n_rows} | data["graph"].get("said", {})
    nodes = [each | {"members": " ".join(map(str, each["members"]))} for each in data["nodes"]]
    words = {
        "graph": dict.fromkeys(of_graph),
        "node": {word: None for node in nodes for word in node if word != "id"},
        "edge": {w: None for edge in data["edges"] for w in edge if w not in ("source", "target")},
    }
    keys = {(of, word): f"{of[0]}{k}" for of in words for k, word in enumerate(words[of])}
    lines = [_HEAD.rstrip(), *_declared(keys, of_graph), '<graph edgedefault="undirected">']
    lines += _data("graph", of_graph, keys)
    for node in nodes:
        lines += [f"<node id={_quoted(node.pop('id'))}>", *_data("node", node, keys), "</node>"]
    for edge in data["edges"]:
        ends = f"source={_quoted(edge.pop('source'))} target={_quoted(edge.pop('target'))}"
        lines += [f"<edge {ends}>", *_data("edge", edge, keys), "</edge>"]
    return "\n".join([*lines, "</graph>", "</graphml>", ""]).encode()


def _declared(keys: Mapping[tuple[str, str], str], of_graph: Mapping[str, object]) -> Iterator[str]:
    for (of, word), key in keys.items():
        kind = _TYPES.get(word, "double")
        if of == "graph":
            kind = {str: "string", int: "long"}.get(type(of_graph[word]), "double")
        yield f'<key id="{key}" for="{of}" attr.name={_quoted(word)} attr.type="{kind}"/>'


def _data(
    of: str, values: Mapping[str, object], keys: Mapping[tuple[str, str], str]
) -> Iterator[str]:
    for word, value in values.items():
        yield f'<data key="{keys[of, word]}">{escape(_allowed(str(value)))}</data>'


def _quoted(text: str) -> str:
    return quoteattr(_allowed(text))


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
