"""The settings a choice is made among: graphs of the same rows, and how they compare.

The candidates are every combination of some metrics, numbers of intervals, radii of balls and
quantiles from which a clusterer's radius is read off. ``docs/choice.md`` defines what makes a
candidate good. Nothing here has access to a label.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

import numpy as np

from topopress.analysis.nodes.quality import graph_quality
from topopress.analysis.settings.ball_scores import ball_candidate
from topopress.analysis.settings.types import Candidate, CandidateGraph
from topopress.config.automatic import settled
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.core.progress import SILENT, Progress
from topopress.core.seeds import rng_for
from topopress.mapper.clusterers.base import clusterer_of
from topopress.mapper.graph import covered_rows, graph_of
from topopress.mapper.lens import Columns

METRIC_NAMES = ("cosine", "euclidean")
COUNTS = (10, 15, 20, 30, 40, 50, 70)
"""Numbers of intervals that are tried, up to TopoAct's."""
COUNTS_OF_TWO = (3, 4, 6, 8, 10, 15)
"""The same where two lenses make boxes of them."""
QUANTILES = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
"""Quantiles that are tried; the last is the usual recipe."""
SHARES = (0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4)
"""Shares of the pairs of rows within the radii of balls that are tried."""
PAIRS = 30_000
"""Pairs of rows by which adjacent settings are compared."""

Lenses = tuple[Float64, ...]
Key = tuple[str, int, float | None]
"""Metric, number of intervals and quantile of a candidate."""


@dataclass(frozen=True, slots=True)
class CandidateGrid:
    """The candidates: every combination of these values. An open setting has several values.

    Attributes:
        settings: The author's, with "auto" where the candidates differ.
        metrics: Metrics that are tried.
        counts: Numbers of intervals, ascending; (1,) for balls.
        quantiles: Quantiles from which a radius is read off, ascending; (None,) where none is.
        shares: Shares of the pairs of rows within the radius of balls, ascending; (None,) for
            other covers and for balls of a given radius.
    """

    settings: Mapper
    metrics: tuple[str, ...]
    counts: tuple[int, ...]
    quantiles: tuple[float | None, ...]
    shares: tuple[float | None, ...] = (None,)

    @classmethod
    def of(cls, settings: Mapper) -> "CandidateGrid":
        """Return the grid that the settings leave open; a single candidate if they do not."""
        clusterer = settings.clusterer
        return cls(
            settings,
            METRIC_NAMES if clusterer.metric == "auto" else (clusterer.metric,),
            _counts(settings),
            _values(clusterer.quantile, QUANTILES),
            (None,) if settings.balls is None else _values(settings.balls.quantile, SHARES),
        )

    @classmethod
    def around(cls, settings: Mapper) -> "CandidateGrid":
        """Return the whole grid, with the author's own values among its values."""
        given, whole = cls.of(settings), cls.of(_opened(settings))
        return replace(
            whole,
            counts=tuple(sorted({*whole.counts, *given.counts})),
            quantiles=_ascending({*whole.quantiles, *given.quantiles}),
            shares=_ascending({*whole.shares, *given.shares}),
        )

    def __len__(self) -> int:
        """Number of candidates."""
        return len(self.metrics) * len(self.counts) * len(self.shares) * len(self.quantiles)

    def at(
        self, metric: str, count: int, quantile: float | None, share: float | None = None
    ) -> Mapper:
        """Return the settings of one candidate, nothing of them open."""
        return settled(
            self.settings,
            metric=metric,
            n_intervals=count,
            eps_quantile=QUANTILES[0] if quantile is None else quantile,
            radius_quantile=SHARES[0] if share is None else share,
        )


def _counts(settings: Mapper) -> tuple[int, ...]:
    counts = [cover.n_intervals for cover in settings.covers]
    if "auto" in counts:
        return COUNTS if len(settings.lenses) == 1 else COUNTS_OF_TWO
    return (int(counts[0]),) if counts else (1,)


def _values(given: float | str | None, tried: tuple[float | None, ...]) -> tuple[float | None, ...]:
    if isinstance(given, float):
        return (given,)
    return tried if given == "auto" else (None,)


def _ascending(values: set[float | None]) -> tuple[float | None, ...]:
    return tuple(sorted(values, key=lambda value: value or 0.0))


def _opened(settings: Mapper) -> Mapper:
    """Return the settings with "auto" for all that can be chosen.

    Two covers of different numbers of intervals stay as they are: a grid has one number. So do
    balls in which rows are clustered, and those whose radius is a number.
    """
    changes: dict[str, object] = {"clusterer": settings.clusterer.opened()}
    balls = settings.balls
    if balls is not None and balls.quantile is not None and settings.clusterer.kind == "none":
        changes["cover"] = balls.model_copy(update={"radius_quantile": "auto"})
    if len({cover.n_intervals for cover in settings.covers}) == 1:
        for name in ("cover", "second_cover"):
            cover = getattr(settings, name)
            changes[name] = cover and cover.model_copy(update={"n_intervals": "auto"})
    return settings.model_copy(update=changes)


@dataclass(frozen=True, slots=True, eq=False)
class Cloud:
    """The rows a choice is made on.

    Attributes:
        vectors: Shape (n_rows, n_channels).
        lenses: By metric, because some lenses measure distances: values of each lens, each of
            shape (n_rows,).
        ranges: By metric: the lens values that covers are laid over, those of all rows where the
            cloud is a sample.
        columns: Values of the lenses that the vectors do not have, each of shape (n_rows,).
        rows: Which of all rows these are, ascending, shape (n_rows,).
    """

    vectors: Float32
    lenses: Mapping[str, Lenses]
    ranges: Mapping[str, Lenses]
    columns: Columns
    rows: Int64


def candidate_graphs(
    cloud: Cloud, grid: CandidateGrid, *, seed: int, progress: Progress = SILENT
) -> Iterator[CandidateGraph]:
    """Yield the graph of each candidate: metric by metric, cover by cover, quantiles ascending.

    Args:
        cloud: The rows.
        grid: The candidates.
        seed: Seed of the query rows where the clusterer reads a radius off such rows.
        progress: Advances by a candidate at a time.
    """
    for metric, count, share in product(grid.metrics, grid.counts, grid.shares):
        settings = [grid.at(metric, count, quantile, share) for quantile in grid.quantiles]
        lenses, ranges = cloud.lenses[metric], cloud.ranges[metric]
        covered = covered_rows(
            cloud.vectors, lenses, settings[0], seed=seed, ranges=ranges, columns=cloud.columns
        )
        variants = [clusterer_of(candidate.clusterer) for candidate in settings]
        each = variants[0].labels_of_candidates(cloud.vectors, covered.rows, variants, seed=seed)
        for quantile, labels in zip(grid.quantiles, each, strict=True):
            graph = graph_of(covered, labels, contract=grid.settings.contracts)
            yield CandidateGraph(metric, count, quantile, share, covered.rows, labels, graph)
            progress.advance()


def evaluate(
    cloud: Cloud, grid: CandidateGrid, *, seed: int, progress: Progress = SILENT
) -> tuple[Candidate, ...]:
    """Return the figures of every candidate, in the order of ``candidate_graphs``.

    Args:
        cloud: The rows.
        grid: The candidates.
        seed: Seed of the pairs by which adjacent settings are compared.
        progress: Advances by a candidate at a time.
    """
    if grid.settings.balls and grid.settings.clusterer.kind == "none":
        return tuple(
            ball_candidate(cloud.vectors, candidate, seed=seed)
            for candidate in candidate_graphs(cloud, grid, seed=seed, progress=progress)
        )
    found: list[Candidate] = []
    apart: dict[Key, Int64] = {}
    pairs: Int64 | None = None
    memberships: dict[tuple[str, int], Int64] = {}
    for candidate in candidate_graphs(cloud, grid, seed=seed, progress=progress):
        pairs = _drawn_pairs(candidate.rows, seed) if pairs is None else pairs
        cover = (candidate.metric, candidate.count)
        if cover not in memberships:
            memberships[cover] = _memberships(pairs, candidate.rows, len(cloud.vectors))
        found.append(_figures(candidate))
        apart[*cover, candidate.quantile] = _apart(memberships[cover], candidate.labels)
    return tuple(_scored(candidate, _adjacent(candidate, grid), apart) for candidate in found)


def _figures(candidate: CandidateGraph) -> Candidate:
    return Candidate(
        metric=candidate.metric,
        n_intervals=candidate.count,
        eps_quantile=candidate.quantile,
        n_nodes=candidate.graph.n_nodes,
        quality=graph_quality(candidate.graph),
        separation=separation(candidate.rows, candidate.labels),
        stability=0.0,
        score=0.0,
        radius_quantile=candidate.share,
        radius=candidate.graph.ball_radius,
    )


def separation(rows: Sequence[Int64], labels: Sequence[Int32]) -> float:
    """Return the probability that two rows of an element are in different clusters, without noise.

    One row is drawn from all memberships, the other from the rest of its element. It is 0 for one
    cluster per element, and for noise alone.
    """
    total = sum(map(len, rows))
    apart = 0.0
    for clusters in labels:
        sizes = np.bincount(clusters[clusters >= 0]).astype(np.float64)
        apart += (sizes.sum() ** 2 - (sizes**2).sum()) / max(len(clusters) - 1, 1)
    return float(apart / total) if total else 0.0


def _drawn_pairs(rows: Sequence[Int64], seed: int) -> Int64:
    """Draw rows from all memberships, and a partner of each from its element; shape (2, n)."""
    rng = rng_for(seed, "choice", "pairs")
    sizes = np.array([len(each) for each in rows])
    starts = np.cumsum(sizes) - sizes
    members = np.concatenate([np.empty(0, np.int64), *rows])
    drawn = rng.integers(len(members), size=PAIRS)
    element = np.searchsorted(starts + sizes, drawn, side="right")
    step = 1 + (rng.random(PAIRS) * (sizes[element] - 1)).astype(np.int64)
    partner = starts[element] + (drawn - starts[element] + step) % sizes[element]
    pairs: Int64 = members[np.array([drawn, partner])]
    return pairs


def _memberships(pairs: Int64, rows: Sequence[Int64], n_rows: int) -> Int64:
    """Return the memberships of pairs in the first element that holds both, else -1."""
    found = np.full(pairs.shape, -1, dtype=np.int64)
    membership = np.full(n_rows, -1, dtype=np.int64)
    start = 0
    for members in rows:
        membership[members] = start + np.arange(len(members))
        here = membership[pairs]
        new = (here >= start).all(axis=0) & (found[0] < 0)
        found[:, new] = here[:, new]
        start += len(members)
    return found


def _apart(memberships: Int64, labels: Sequence[Int32]) -> Int64:
    """Return 1 for pairs in different clusters of an element, 0 for others, -1 without one."""
    flat = np.concatenate([np.full(1, -1, np.int32), *labels])
    first, second = flat[memberships + 1]
    apart = (first >= 0) & (second >= 0) & (first != second)
    return np.where(memberships[0] < 0, -1, apart.astype(np.int64))


def _adjacent(candidate: Candidate, grid: CandidateGrid) -> list[Key]:
    """Return the candidates one step away in the number of intervals or in the quantile."""
    count, quantile = candidate.n_intervals, candidate.eps_quantile
    counts = [b if a == count else a for a, b in pairwise(grid.counts) if count in (a, b)]
    quantiles = [
        b if a == quantile else a for a, b in pairwise(grid.quantiles) if quantile in (a, b)
    ]
    return [
        *((candidate.metric, other, quantile) for other in counts),
        *((candidate.metric, count, other) for other in quantiles),
    ]


def _scored(candidate: Candidate, adjacent: Sequence[Key], apart: dict[Key, Int64]) -> Candidate:
    kept = apart[candidate.metric, candidate.n_intervals, candidate.eps_quantile]
    agreements = [_agreement(kept, apart[key]) for key in adjacent]
    stability = float(np.mean(agreements)) if agreements else 1.0
    score = candidate.quality.coverage * candidate.separation * stability
    return replace(candidate, stability=stability, score=score)


def _agreement(first: Int64, second: Int64) -> float:
    """Return the Jaccard index of the pairs kept apart, among those that share elements in both."""
    both = (first >= 0) & (second >= 0)
    either = int((both & ((first > 0) | (second > 0))).sum())
    return int(((first > 0) & (second > 0)).sum()) / either if either else 0.0
