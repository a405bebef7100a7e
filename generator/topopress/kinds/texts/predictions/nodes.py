"""The predictions of each node of a layer, beside those of shuffled nodes of its size."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float64, Int32, Int64
from topopress.core.progress import SILENT, Progress
from topopress.core.seeds import rng_for
from topopress.kinds.texts.predictions.types import NodePredictions, Source
from topopress.kinds.texts.terms.counting import Sets
from topopress.kinds.texts.terms.shuffled import drawn, drawn_within, sets_of
from topopress.mapper.types import MapperGraph
from topopress.network.language_head import HeadKind

DRAWS = 19
"""Shuffled nodes for each node: a node like them exceeds all of them once in twenty times."""
SHOWN = 10
Distributions = Callable[[Sets], Float64]
"""Returns the distribution over tokens of each set of rows, shape (n_sets, n_tokens + 1).

The last column is what is left for all other tokens.
"""


def divergence(one: Float64, other: Float64) -> Float64:
    """Return the Jensen-Shannon divergence in bits of distributions over the last axis."""
    middle = (one + other) / 2
    found = _entropy(middle) - (_entropy(one) + _entropy(other)) / 2
    return np.clip(found, 0.0, 1.0)


def _entropy(distribution: Float64) -> Float64:
    safe = np.where(distribution > 0, distribution, 1.0)
    return -np.asarray(np.sum(distribution * np.log2(safe), axis=-1))


@dataclass(frozen=True, slots=True, eq=False)
class Predictor:
    """What predicts tokens for sets of rows of a layer.

    Attributes:
        source: Where the predictions come from.
        kind: What the head predicts.
        distributions: See ``Distributions``.
        token: Returns a token as readers see it, by its column.
        has: 1 for each row that has a prediction, else 0, shape (n_rows,).
    """

    source: Source
    kind: HeadKind
    distributions: Distributions
    token: Callable[[int], str]
    has: Int64

    def farthest(self, sets: Sets, layer: Float64) -> float:
        """Return the largest divergence of the distributions of some sets from the layer's."""
        return float(divergence(self.distributions(sets), layer).max())


def predictions_of(
    predictor: Predictor,
    graph: MapperGraph,
    group: Int32 | None,
    *,
    seed: int,
    progress: Progress = SILENT,
) -> NodePredictions:
    """Return the likeliest tokens of each node, and how far its distribution is from the layer's.

    Args:
        predictor: What predicts.
        graph: The graph of the layer.
        group: Group of each row, -1 for none, shape (n_rows,); None without groups.
        seed: Decides which rows shuffled nodes have.
        progress: Is told of each node.
    """
    n_rows, n_nodes = len(predictor.has), graph.n_nodes
    layer = predictor.distributions(sets_of([np.arange(n_rows)], n_rows))[0]
    shown = min(SHOWN, len(layer) - 1)
    best, share = np.zeros((n_nodes, shown), np.int64), np.zeros((n_nodes, shown))
    figures = np.zeros((3, n_nodes))
    chance_of: dict[int, float] = {}
    progress.start("predictions of nodes", n_nodes)
    for node in range(n_nodes):
        members = graph.members_of(node)
        size = len(members)
        if size not in chance_of:
            rng = rng_for(seed, "shuffled nodes", size)
            chance_of[size] = predictor.farthest(drawn(size, n_rows, DRAWS, rng), layer)
        own = predictor.distributions(sets_of([members.astype(np.int64)], n_rows))[0]
        best[node] = np.argsort(-own[:-1], kind="stable")[:shown]
        share[node] = own[best[node]]
        rng = rng_for(seed, "within groups", graph.node_id(node))
        within = None if group is None else drawn_within(members, group, DRAWS, rng)
        limit = np.nan if within is None else predictor.farthest(within, layer)
        figures[:, node] = divergence(own, layer), chance_of[size], limit
        progress.advance()
    progress.finish()
    names, token = _named(best, predictor.token)
    rows = np.add.reduceat(predictor.has[graph.members], graph.member_offsets[:-1])
    return NodePredictions(
        predictor.source, predictor.kind, DRAWS, names, token, share, layer[best], rows, *figures
    )


def _named(best: Int64, tokens: Callable[[int], str]) -> tuple[tuple[str, ...], Int32]:
    written = {key: tokens(key) for key in np.unique(best).tolist()}
    names = sorted(set(written.values()))
    place = {name: k for k, name in enumerate(names)}
    flat = [place[written[key]] for key in best.ravel().tolist()]
    return tuple(names), np.array(flat, np.int32).reshape(best.shape)


def nothing(source: Source, kind: HeadKind) -> NodePredictions:
    """Return what is said of nodes where nothing can be predicted."""
    none, table = np.empty(0), np.empty((0, SHOWN))
    token, rows = table.astype(np.int32), none.astype(np.int64)
    return NodePredictions(source, kind, DRAWS, (), token, table, table, rows, none, none, none)
