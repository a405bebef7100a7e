"""The chunks that only explorations of described rows have: their table, and largest channels.

Its types for the viewer are generated together with those of ``bundle/schema.py``.
"""

from collections.abc import Mapping
from typing import Literal

from topopress.bundle.schema import Document


class DetailsHeader(Document):
    """Header of the chunk of what a table says of samples: a value in each of some columns."""

    kind: Literal["details"]
    columns: list[str]
    """Names of the columns, in the order of the table."""
    values: list[str]
    """The distinct values, sorted; the first is empty."""
    links: list[str]
    """Address of each sample that is there, with https:// or http://, empty for none; or an empty
    list where no sample has one."""


class ChannelsHeader(Document):
    """Header of a layer's chunk of the largest channels of its exemplars."""

    kind: Literal["channels"]
    layer: str
    shown: int
    """Channels of each row."""


CHUNK_ARRAYS: Mapping[str, Mapping[str, str]] = {
    "details": {
        "sample": "uint32",  # (n,) ascending
        "value": "uint32",  # (n * n_columns,) index into the values, sample by sample
    },
    "channels": {
        "row": "uint32",  # (n,) ascending
        "channel": "uint32",  # (n * shown,) the largest absolute value first
        "size": "float32",  # (n * shown,) the value itself
    },
}
