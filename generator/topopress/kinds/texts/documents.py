"""The chunks that only explorations of texts have: the texts, and what sets nodes apart.

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


class TermClassHeader(Document):
    """A class of terms: words of contexts, labels, or the values of another column."""

    source: Literal["context", "label", "column"]
    name: str
    """Name of the column; empty for contexts and labels."""


class PredictionHeader(Document):
    """Predictions of the network's language head for the nodes of a layer."""

    source: Literal["state", "place"]
    """Read from the mean vector of a node, or predicted in the place of its words."""
    head: Literal["masked", "causal"]
    draws: int
    """Number of shuffled nodes that each node is compared with."""
    shown: int
    """Tokens of each node."""


class LanguageHeader(Document):
    """Header of a layer's chunk of what its nodes are in words."""

    kind: Literal["language"]
    layer: str
    classes: list[TermClassHeader]
    terms: list[str]
    """The distinct terms, sorted."""
    draws: int
    """Number of shuffled nodes that each node is compared with."""
    group: str | None
    """Column by which rows are in groups; None where they are in none."""
    predictions: list[PredictionHeader]
    tokens: list[str]
    """The distinct tokens that are predicted, sorted."""


CHUNK_ARRAYS: Mapping[str, Mapping[str, str]] = {
    "texts": {
        "text": "uint32",  # (n_samples,) index into the texts
        "start": "uint32",  # (n_samples,) of the word in its text, in UTF-16 units
        "end": "uint32",  # exclusive; equal to the start where the sample is the whole text
    },
    "language": {  # node by node, and class by class within a node
        "units": "uint32",  # (n_nodes * n_classes,) texts of the node; of columns, places in them
        "rest": "uint32",  # the same of the rows outside of the node
        "chance": "float32",  # largest z of any term in shuffled nodes of its size
        "within": "float32",  # the same with as many rows of each group, -1 where not known
        "offsets": "uint32",  # (n_nodes * n_classes + 1,) of the terms, largest z first
        "term": "uint32",  # index into the terms
        "z": "float32",
        "here": "uint32",  # units of the node that have the term
        "elsewhere": "uint32",  # units of the rest that have it
        # Of each kind of predictions one after the other; node by node within.
        "predicted": "uint32",  # (sum of n_nodes * shown,) index into tokens, the likeliest first
        "predicted_share": "float32",  # probability
        "predicted_usual": "float32",  # probability for all rows of the layer together
        "prediction_rows": "uint32",  # (sum of n_nodes,) rows of the node that are averaged
        "prediction_distance": "float32",  # divergence from all rows of the layer, in bits
        "prediction_chance": "float32",  # the largest of shuffled nodes of its size
        "prediction_within": "float32",  # with as many rows of each group, -1 where not known
    },
}
