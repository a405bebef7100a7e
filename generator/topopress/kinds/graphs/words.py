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
    beside = [name for name in (data.metadata, data.vectors) if name]
    files = " and ".join([f"{shown(data.file)}, a graph that another tool has made", *beside])
    vectors = " Its vector is a line of an array; a channel is a column." if data.vectors else ""
    return replace(
        words,
        source=files,
        rows=(("Row", f"One of the things that the graph was made of: a {data.row}.{vectors}"),),
    )
