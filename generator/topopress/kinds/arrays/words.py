"""What pages say about rows that come from arrays."""

from collections.abc import Collection

from topopress.config.schema import Exploration
from topopress.kinds.arrays.nouns import plural_of
from topopress.kinds.arrays.settings import DescribedRows
from topopress.kinds.texts.words import apart_term
from topopress.kinds.words import KindWords
from topopress.network.types import NetworkInfo


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
        source="arrays in files",
        rows=(
            (
                "Row",
                f"One line of an array: the numbers of one {data.row}. All layers have the same "
                f"{rows} in the same order. A channel is a column of the array.",
            ),
        ),
        exemplar=_exemplar(data),
        pictures=(apart_term(words=False),) if data.text and not data.picture else (),
    )


def _exemplar(data: DescribedRows) -> str:
    if data.picture:
        return "Pages show the picture of each."
    if data.text:
        return "Pages show the text of each."
    return "Pages show what the table says of each, and its largest channels."
