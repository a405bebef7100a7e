"""The figures of balls by which a radius is chosen: ``docs/choice.md``.

There is no interval within which rows could be apart, and each ball is one node. So pairs of all
rows are looked at, and whether they share a ball; and since balls depend on the order in which rows
became their landmarks, whether they share one with other landmarks too.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from topopress.analysis.nodes.quality import graph_quality
from topopress.analysis.settings.types import Candidate, CandidateGraph
from topopress.config.schema import Mapper
from topopress.core.arrays import Flags, Float32, Int64
from topopress.core.seeds import rng_for
from topopress.mapper.balls import cover_by_balls, drawn_order
from topopress.mapper.pair_distances import share_within

LEAST = 5
"""Rows of a ball that counts: rows in smaller ones alone are not covered."""
PAIRS = 100_000
"""Pairs of rows that are looked at."""
OTHERS = 2
"""Further orders of the rows, hence other landmarks."""
SHARES = (1e-6, 1 - 1e-6)
"""Smallest and largest share of pairs that a given radius counts as."""


def by_share(mapper: Mapper, vectors: Float32, *, seed: int) -> Mapper:
    """Return settings with the share of the pairs of rows within it in place of a given radius.

    With one radius, copies of the rows would all be in a ball each, or all in one ball.
    """
    balls = mapper.balls
    if balls is None or balls.radius == "auto":
        return mapper
    share = share_within(vectors, mapper.clusterer.metric, balls.radius, seed=seed)
    share = min(max(share, SHARES[0]), SHARES[1])
    cover = balls.model_copy(update={"radius": "auto", "radius_quantile": share})
    return mapper.model_copy(update={"cover": cover})


def ball_candidate(vectors: Float32, candidate: CandidateGraph, *, seed: int) -> Candidate:
    """Return the figures of balls that are one node each.

    Args:
        vectors: The rows that the candidate covers, shape (n_rows, n_channels).
        candidate: The candidate.
        seed: Draws pairs of rows, and the orders of other landmarks.
    """
    n, radius = len(vectors), candidate.graph.ball_radius
    if radius is None:
        raise ValueError("the candidate has no balls")
    covers = [candidate.rows]
    for other in range(OTHERS):
        order = drawn_order(n, seed, "others", other)
        covers.append(cover_by_balls(vectors, candidate.metric, radius, order).rows)
    incidences = [_incidence(rows, n) for rows in covers]
    pairs = _pairs(n, seed)
    shared = [_shared(incidence, pairs) for incidence in incidences]
    coverage = float(np.mean([incidence.any(axis=1).mean() for incidence in incidences]))
    separation = 1 - float(np.mean(shared)) if pairs.size else 0.0
    stability = float(np.mean([_agreement(*two) for two in combinations(shared, 2)]))
    quality = replace(graph_quality(candidate.graph), coverage=coverage)
    return Candidate(
        metric=candidate.metric,
        n_intervals=len(candidate.rows),
        eps_quantile=None,
        n_nodes=candidate.graph.n_nodes,
        quality=quality,
        separation=separation,
        stability=stability,
        score=coverage * separation * stability,
        radius_quantile=candidate.share,
        radius=radius,
    )


def _incidence(rows: Sequence[Int64], n_rows: int) -> Flags:
    """Return which rows are in which ball that counts, shape (n_rows, n_balls)."""
    large = [inside for inside in rows if len(inside) >= LEAST]
    found = np.zeros((n_rows, len(large)), np.bool_)
    for ball, inside in enumerate(large):
        found[inside, ball] = True
    return found


def _pairs(n_rows: int, seed: int) -> Int64:
    """Draw pairs of different rows, shape (2, n); none of a single row."""
    rng = rng_for(seed, "choice", "pairs of balls")
    if n_rows == 1:
        return np.empty((2, 0), np.int64)
    first = rng.integers(n_rows, size=PAIRS)
    return np.array([first, (first + rng.integers(1, n_rows, size=PAIRS)) % n_rows])


def _shared(incidence: Flags, pairs: Int64) -> Flags:
    """Return which pairs of rows are in a ball together."""
    bits = np.packbits(incidence, axis=1)
    return np.asarray((bits[pairs[0]] & bits[pairs[1]]).any(axis=1))


def _agreement(first: Flags, second: Flags) -> float:
    """Return the Jaccard index of two sets of pairs; 0 if both are empty."""
    either = int((first | second).sum())
    return int((first & second).sum()) / either if either else 0.0
