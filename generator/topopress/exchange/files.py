"""The files in which a graph is handed to other tools: their endings and their writers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import orjson

from topopress.exchange.graphml import to_graphml
from topopress.exchange.types import GivenGraph
from topopress.exchange.write import to_json, to_kmapper, to_node_link


@dataclass(frozen=True, slots=True)
class GraphFile:
    """A format of files.

    Attributes:
        ending: What its file names end with.
        beginning: What each file that Topopress writes begins with.
        write: Returns the content.
    """

    ending: str
    beginning: bytes
    write: Callable[[GivenGraph], bytes]


def _dump(document: object) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE)


GRAPH_FILES: Mapping[str, GraphFile] = {
    "json": GraphFile(".json", b'{"format":"topopress-graph"', to_json),
    "graphml": GraphFile(
        ".graphml", b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml', to_graphml
    ),
    "networkx": GraphFile(
        ".networkx.json",
        b'{"directed":false,"multigraph":false,"graph":{"n_rows"',
        lambda graph: _dump(to_node_link(graph)),
    ),
    "kmapper": GraphFile(".kmapper.json", b'{"nodes":{"', lambda graph: _dump(to_kmapper(graph))),
}
"""The formats of ``topopress export --graph``."""
