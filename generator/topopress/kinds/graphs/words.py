"""What pages say about the rows of a graph that another tool has made."""

from collections.abc import Collection
from dataclasses import replace

from topopress.config.schema import Exploration
from topopress.kinds.arrays.words import row_words
from topopress.kinds.graphs.settings import Graph
from topopress.kinds.words import KindWords
from topopress.network.types import NetworkInfo
from topopress.samples.labels import shown


def graph_words(
    settings: Exploration, network: NetworkInfo | None, origins: Collection[str]
) -> KindWords:
    """Return the words of an exploration; rows are called as the settings say."""
    words, data = row_words(settings, network, origins), settings.data
    if not isinstance(data, Graph):
        raise TypeError(f"data of kind {data.kind!r} are no graph")
    files = " and ".join(shown(name) for name in (data.metadata, data.vectors) if name)
    beside = f", with {files}" if files else ""
    what = "" if data.row == "row" else f", called a {data.row}"
    vectors = " Its vector is a line of an array; a channel is a column." if data.vectors else ""
    return replace(
        words,
        source=f"{shown(data.file)}, a graph that another tool has made{beside}",
        rows=(("Row", f"One of the things that the graph was made of{what}.{vectors}"),),
        exemplar=words.exemplar if data.picture or data.text else _card(data),
    )


def _card(data: Graph) -> str:
    """Return how pages show a row without a picture and without a text."""
    said = "what the table says of it" if data.metadata else "its name, or its number"
    return f"Pages show {said}."
