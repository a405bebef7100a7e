"""What pages say about rows that come from arrays."""

from collections.abc import Collection
from pathlib import PurePath

from topopress.config.schema import Exploration
from topopress.core.language import gettext
from topopress.kinds.arrays.nouns import plural_of
from topopress.kinds.arrays.settings import Arrays, DescribedRows
from topopress.kinds.texts.words import apart_term
from topopress.kinds.words import KindWords
from topopress.network.types import NetworkInfo
from topopress.samples.arrays.reading import ArrayPlace
from topopress.samples.labels import shown

MOST_FILES = 5
"""Files of arrays that pages name."""


def row_words(
    settings: Exploration, network: NetworkInfo | None, origins: Collection[str]
) -> KindWords:
    """Return the words of an exploration; rows are called as the settings say."""
    data = settings.data
    if not isinstance(data, DescribedRows):
        raise TypeError(f"data of kind {data.kind!r} have no table of rows")
    rows = plural_of(data.row)
    return KindWords(
        sample=data.row,
        samples=rows,
        origins="",
        vectors=rows,
        source=_source(data),
        rows=(
            (
                gettext("Row"),
                gettext(
                    "One line of an array: the numbers of one {row}. All layers have the same "
                    "{rows} in the same order. A channel is a column of the array.",
                    row=data.row,
                    rows=rows,
                ),
            ),
        ),
        exemplar=_exemplar(data),
        pictures=(apart_term(words=False),) if data.text and not data.picture else (),
    )


def _source(data: DescribedRows) -> str:
    """Return the names of the files, five arrays at most; empty for other data than arrays."""
    if not isinstance(data, Arrays):
        return ""
    files = list(dict.fromkeys(ArrayPlace.of(name).file for name in data.layers.values()))
    arrays = ", ".join(map(_name, files[:MOST_FILES]))
    if len(files) > MOST_FILES:
        more = len(files) - MOST_FILES
        arrays = gettext("{files} and {number} more", files=arrays, number=more)
    if data.metadata:
        table = _name(data.metadata)
        return gettext("arrays in {files}, with {table}", files=arrays, table=table)
    return gettext("arrays in {files}", files=arrays)


def _name(file: str) -> str:
    return shown(PurePath(file).name)


def _exemplar(data: DescribedRows) -> str:
    if data.picture:
        return gettext("Pages show the picture of each.")
    if data.text:
        return gettext("Pages show the text of each.")
    return gettext("Pages show what the table says of each, and its largest channels.")
