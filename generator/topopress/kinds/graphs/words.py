"""What pages say about the rows of a graph that another tool has made."""

from collections.abc import Collection
from dataclasses import replace

from topopress.config.schema import Exploration
from topopress.core.language import gettext
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
    what = gettext("One of the things that the graph was made of.")
    if data.row != "row":
        what = gettext(
            "One of the things that the graph was made of, called a {row}.", row=data.row
        )
    if data.vectors:
        vectors = gettext("Its vector is a line of an array; a channel is a column.")
        what = f"{what} {vectors}"
    return replace(
        words,
        source=_source(data),
        rows=((gettext("Row"), what),),
        exemplar=words.exemplar if data.picture or data.text else _card(data),
    )


def _source(data: Graph) -> str:
    file, beside = shown(data.file), [shown(one) for one in (data.metadata, data.vectors) if one]
    if not beside:
        return gettext("{file}, a graph that another tool has made", file=file)
    if len(beside) == 1:
        return gettext(
            "{file}, a graph that another tool has made, with {other}", file=file, other=beside[0]
        )
    metadata, vectors = beside
    return gettext(
        "{file}, a graph that another tool has made, with {metadata} and {vectors}",
        file=file,
        metadata=metadata,
        vectors=vectors,
    )


def _card(data: Graph) -> str:
    """Return how pages show a row without a picture and without a text."""
    if data.metadata:
        return gettext("Pages show what the table says of it.")
    return gettext("Pages show its name, or its number.")
