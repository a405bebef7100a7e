"""The chunk that only explorations of texts have: the texts, and where each sample is in them.

Its types for the viewer are generated together with those of ``bundle/schema.py``.
"""

from collections.abc import Mapping
from typing import Literal

from topopress.bundle.schema import Document


class TextsHeader(Document):
    """Header of the chunk of texts."""

    kind: Literal["texts"]
    texts: list[str]
    """The distinct texts, in the order of their first sample."""


CHUNK_ARRAYS: Mapping[str, Mapping[str, str]] = {
    "texts": {
        "text": "uint32",  # (n_samples,) index into the texts
        "start": "uint32",  # (n_samples,) of the word in its text, in UTF-16 units
        "end": "uint32",  # exclusive; equal to the start where the sample is the whole text
    },
}
