"""Predictions of a language head, for words and for nodes."""

from dataclasses import dataclass
from typing import Literal

from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.network.language_head import HeadKind

Source = Literal["state", "place"]
"""Read from the mean vector of a node, or predicted in the place of its words."""


@dataclass(frozen=True, slots=True)
class NetworkDigest:
    """Digest of the files of a network."""

    digest: str


@dataclass(frozen=True, slots=True, eq=False)
class WordPredictions:
    """The tokens that a head finds likeliest in the place of each word.

    Attributes:
        key: Ids of tokens, the likeliest first, shape (n_samples, n_kept).
        share: Probability of each; all 0 for a word that has no prediction.
        tokens: The tokens of all ids that occur, as readers see them.
        ids: These ids, ascending.
    """

    key: Int32
    share: Float32
    tokens: tuple[str, ...]
    ids: Int32


@dataclass(frozen=True, slots=True, eq=False)
class NodePredictions:
    """The likeliest tokens of each node of a layer, and how far nodes of its size differ.

    Arrays are empty where nothing can be predicted.

    Attributes:
        source: Where the predictions come from.
        kind: What the head predicts.
        draws: Shuffled nodes for each node.
        tokens: The distinct tokens of all nodes, sorted.
        token: Indices into ``tokens``, the likeliest first, shape (n_nodes, n_shown).
        share: Probability of each.
        usual: Its probability for all rows of the layer together.
        rows: Rows whose predictions are averaged, shape (n_nodes,).
        distance: Jensen-Shannon divergence of the node's distribution from that of all rows of the
            layer, in bits.
        chance: Largest such distance of shuffled nodes as large as each node.
        within: The same of shuffled nodes with as many rows of each group; NaN where such nodes
            tell nothing.
    """

    source: Source
    kind: HeadKind
    draws: int
    tokens: tuple[str, ...]
    token: Int32
    share: Float64
    usual: Float64
    rows: Int64
    distance: Float64
    chance: Float64
    within: Float64

    @property
    def is_made(self) -> bool:
        """Whether there are predictions."""
        return bool(len(self.token))
