"""The settings a choice is made among: clusterings of the same rows, and how they compare.

A family is every combination of some metrics, numbers of intervals and quantiles for eps. One
spanning tree per metric and cover serves all quantiles. What makes a candidate good is written out
in ``docs/choice.md``; nothing here can see a label.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from topopress.analysis.nodes.quality import BRANCHING_DEGREE, blob_share, count_components
from topopress.analysis.settings.types import Candidate
from topopress.config.automatic import settled, unresolved
from topopress.config.schema import Clusterer, Dbscan, Mapper
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.core.progress import SILENT, Progress
from topopress.core.seeds import rng_for
from topopress.mapper.clustering import CLUSTERERS
from topopress.mapper.cover import cover_lenses, cover_rows
from topopress.mapper.cut import cut
from topopress.mapper.hierarchical import choose_radius
from topopress.mapper.lens import Columns
from topopress.mapper.metrics import METRICS
from topopress.mapper.nerve import nerve
from topopress.mapper.nodes import Nodes, number_nodes
from topopress.mapper.spanning import SpanningTrees, spanning_trees

METRIC_NAMES = ("cosine", "euclidean")
COUNTS = (10, 15, 20, 30, 40, 50, 70)
"""Numbers of intervals that are tried, up to TopoAct's."""
COUNTS_OF_TWO = (3, 4, 6, 8, 10, 15)
"""The same where two lenses make boxes of them."""
QUANTILES = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
"""Quantiles that are tried; the last is the usual recipe."""
PAIRS = 30_000
"""Pairs of rows by which neighbouring settings are compared."""

Flags = NDArray[np.bool_]
Lenses = tuple[Float64, ...]
Key = tuple[str, int, float | None]
"""Metric, number of intervals and quantile of a candidate."""


@dataclass(frozen=True, slots=True)
class Family:
    """Every combination of these is a candidate; an open setting has several values.

    Attributes:
        settings: The author's, with "auto" where the family differs.
        metrics: Metrics that are tried.
        counts: Numbers of intervals, ascending.
        quantiles: Quantiles from which eps is read off, ascending; (None,) where none is.
    """

    settings: Mapper
    metrics: tuple[str, ...]
    counts: tuple[int, ...]
    quantiles: tuple[float | None, ...]

    @classmethod
    def of(cls, settings: Mapper) -> "Family":
        """Return the family that the settings leave open; a single candidate if they do not."""
        missing = unresolved(settings)
        count, clusterer = settings.cover.n_intervals, settings.clusterer
        counts = COUNTS if len(settings.lenses) == 1 else COUNTS_OF_TWO
        quantile = getattr(clusterer, "eps_quantile", None)
        # A quantile beside a given radius is read by nobody.
        is_read = "clusterer.eps_quantile" in unresolved(_opened(settings))
        own = quantile if is_read and isinstance(quantile, float) else None
        return cls(
            settings,
            METRIC_NAMES if clusterer.metric == "auto" else (clusterer.metric,),
            counts if any("n_intervals" in path for path in missing) else (int(count),),
            QUANTILES if "clusterer.eps_quantile" in missing else (own,),
        )

    @classmethod
    def around(cls, settings: Mapper) -> "Family":
        """Return the whole family, the author's own values among its values."""
        own, whole = cls.of(settings), cls.of(_opened(settings))
        read_off = whole.quantiles != (None,)
        quantiles = {*whole.quantiles, *(q for q in own.quantiles if read_off)}
        return replace(
            whole,
            counts=tuple(sorted({*whole.counts, *own.counts})),
            quantiles=tuple(sorted(quantiles, key=lambda quantile: quantile or 0.0)),
        )

    def __len__(self) -> int:
        """Number of candidates."""
        return len(self.metrics) * len(self.counts) * len(self.quantiles)

    def at(self, metric: str, count: int, quantile: float | None) -> Mapper:
        """Return the settings of one candidate, nothing of them open."""
        return settled(
            self.settings,
            metric=metric,
            n_intervals=count,
            eps_quantile=QUANTILES[0] if quantile is None else quantile,
        )


def _opened(settings: Mapper) -> Mapper:
    """Return the settings with "auto" for all that can be chosen.

    Two covers of different numbers of intervals stay as they are: a family has one number.
    """
    given = settings.clusterer
    quantile = {"eps_quantile": "auto"} if hasattr(given, "eps_quantile") else {}
    changes: dict[str, object] = {
        "clusterer": given.model_copy(update={"metric": "auto", **quantile})
    }
    if len({cover.n_intervals for cover in settings.covers}) == 1:
        for name in ("cover", "second_cover"):
            own = getattr(settings, name)
            changes[name] = own and own.model_copy(update={"n_intervals": "auto"})
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


@dataclass(frozen=True, slots=True, eq=False)
class Clustering:
    """One candidate's clusters.

    Attributes:
        metric: Its metric.
        count: Its number of intervals.
        quantile: Its quantile, if eps is read off one.
        rows: Rows of each element of the cover.
        labels: Cluster of each of those rows, -1 for noise.
    """

    metric: str
    count: int
    quantile: float | None
    rows: Sequence[Int64]
    labels: Sequence[Int32]

    @property
    def nodes(self) -> Nodes:
        """The clusters, numbered through."""
        return number_nodes(self.rows, self.labels)


def clusterings(
    cloud: Cloud, family: Family, *, seed: int, progress: Progress = SILENT
) -> Iterator[Clustering]:
    """Cluster the rows under each candidate: metric by metric, cover by cover, quantiles ascending.

    Args:
        cloud: The rows.
        family: The candidates.
        seed: Seed of the query rows where eps is not read off trees.
        progress: Advances by a candidate at a time.
    """
    for metric, count in product(family.metrics, family.counts):
        covers = family.at(metric, count, None).covers
        rows = cover_rows(cloud.lenses[metric], cover_lenses(cloud.ranges[metric], covers))
        settings = [family.at(metric, count, q).clusterer for q in family.quantiles]
        cuttable = [one for one in settings if isinstance(one, Dbscan)]
        if cuttable:
            labels = _cut_each(cloud.vectors, rows, cuttable, seed)
        else:
            labels = (_cluster(cloud.vectors, rows, one, seed) for one in settings)
        for quantile, own in zip(family.quantiles, labels, strict=True):
            yield Clustering(metric, count, quantile, rows, own)
            progress.advance()


def evaluate(
    cloud: Cloud, family: Family, *, seed: int, progress: Progress = SILENT
) -> tuple[Candidate, ...]:
    """Return the figures of every candidate, in the order of ``clusterings``.

    Args:
        cloud: The rows.
        family: The candidates.
        seed: Seed of the pairs by which neighbouring settings are compared.
        progress: Advances by a candidate at a time.
    """
    found: list[Candidate] = []
    apart: dict[Key, _Apart] = {}
    pairs: _Pairs | None = None
    shared: dict[tuple[str, int], _Shared] = {}
    for one in clusterings(cloud, family, seed=seed, progress=progress):
        pairs = pairs or _Pairs.drawn(one.rows, seed)
        cover = (one.metric, one.count)
        if cover not in shared:
            shared[cover] = _Shared.of(pairs, one.rows, len(cloud.vectors))
        found.append(_figures(one, len(cloud.vectors)))
        apart[*cover, one.quantile] = shared[cover].apart(one.labels)
    return tuple(_judged(candidate, _neighbours(candidate, family), apart) for candidate in found)


def _cut_each(
    vectors: Float32, rows: Sequence[Int64], settings: Sequence[Dbscan], seed: int
) -> Iterator[tuple[Int32, ...]]:
    trees = spanning_trees(vectors, rows, settings[0])
    for one in settings:
        yield cut(trees, _radius(trees, vectors, rows, one, seed))


def _radius(
    trees: SpanningTrees, vectors: Float32, rows: Sequence[Int64], settings: Dbscan, seed: int
) -> float | Float64:
    """Return eps; read off the trees, whose core distances are the curve of *all* rows."""
    share = settings.eps_quantile
    if settings.eps != "auto" or settings.min_samples == 1 or share == "auto":
        return choose_radius(vectors, rows, settings, seed=seed)[0]
    core = trees.core[np.isfinite(trees.core)]
    quantile = float(np.quantile(core, share)) if len(core) else 0.0
    longest = float(np.sqrt(np.einsum("ij,ij->i", vectors, vectors, dtype=np.float64).max()))
    return max(quantile, METRICS[settings.metric].resolution(longest))


def _cluster(
    vectors: Float32, rows: Sequence[Int64], settings: Clusterer, seed: int
) -> tuple[Int32, ...]:
    radius, _ = choose_radius(vectors, rows, settings, seed=seed)
    return CLUSTERERS[settings.kind](vectors, rows, radius, settings, SILENT)


def _figures(one: Clustering, n_rows: int) -> Candidate:
    nodes = one.nodes
    edges = nerve(nodes.member_offsets, nodes.members).edges
    sizes = np.diff(nodes.member_offsets)
    degree = np.bincount(edges.ravel(), minlength=len(sizes))
    return Candidate(
        metric=one.metric,
        n_intervals=one.count,
        eps_quantile=one.quantile,
        n_nodes=len(sizes),
        coverage=len(np.unique(nodes.members)) / n_rows,
        components=count_components(edges, len(sizes)),
        branching=int((degree >= BRANCHING_DEGREE).sum()),
        largest=int(sizes.max(initial=0)) / n_rows,
        blob_share=blob_share(sizes, nodes.interval, len(one.rows)),
        separation=separation(one.rows, one.labels),
        stability=0.0,
        score=0.0,
    )


def separation(rows: Sequence[Int64], labels: Sequence[Int32]) -> float:
    """Return the chance that two rows of an element are in different clusters, neither noise.

    A row is drawn from all memberships, the other from the rest of its element. 0 for one cluster
    per element as for noise alone.
    """
    total = sum(map(len, rows))
    apart = 0.0
    for own in labels:
        sizes = np.bincount(own[own >= 0]).astype(np.float64)
        apart += (sizes.sum() ** 2 - (sizes**2).sum()) / max(len(own) - 1, 1)
    return float(apart / total) if total else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Pairs of rows, shape (n_pairs,) each."""

    one: Int64
    other: Int64

    @classmethod
    def drawn(cls, rows: Sequence[Int64], seed: int) -> "_Pairs":
        """Draw rows from all memberships, and a partner of each from its own element."""
        rng = rng_for(seed, "choice", "pairs")
        sizes = np.array([len(each) for each in rows])
        starts = np.cumsum(sizes) - sizes
        members = np.concatenate([np.empty(0, np.int64), *rows])
        drawn = rng.integers(len(members), size=PAIRS)
        element = np.searchsorted(starts + sizes, drawn, side="right")
        step = 1 + (rng.random(PAIRS) * (sizes[element] - 1)).astype(np.int64)
        partner = starts[element] + (drawn - starts[element] + step) % sizes[element]
        return cls(members[drawn], members[partner])


@dataclass(frozen=True, slots=True, eq=False)
class _Apart:
    """Which pairs share an element, and which of these are in different clusters of it."""

    shared: Flags
    apart: Flags


@dataclass(frozen=True, slots=True, eq=False)
class _Shared:
    """Where the memberships of each pair are, in the first element that holds both."""

    shared: Flags
    one: Int64
    other: Int64

    @classmethod
    def of(cls, pairs: _Pairs, rows: Sequence[Int64], n_rows: int) -> "_Shared":
        shared = np.zeros(len(pairs.one), dtype=np.bool_)
        one, other = (np.zeros(len(pairs.one), dtype=np.int64) for _ in range(2))
        place = np.full(n_rows, -1, dtype=np.int64)
        start = 0
        for own in rows:
            place[own] = start + np.arange(len(own))
            new = (place[pairs.one] >= start) & (place[pairs.other] >= start) & ~shared
            one[new], other[new] = place[pairs.one[new]], place[pairs.other[new]]
            shared |= new
            start += len(own)
        return cls(shared, one, other)

    def apart(self, labels: Sequence[Int32]) -> _Apart:
        flat = np.concatenate([np.full(1, -1, np.int32), *labels])
        one, other = flat[self.one + 1], flat[self.other + 1]
        return _Apart(self.shared, self.shared & (one >= 0) & (other >= 0) & (one != other))


def _neighbours(candidate: Candidate, family: Family) -> list[Key]:
    """Return the settings one step away in the number of intervals or in the quantile."""
    count, quantile = candidate.n_intervals, candidate.eps_quantile
    counts = [b if a == count else a for a, b in pairwise(family.counts) if count in (a, b)]
    quantiles = [
        b if a == quantile else a for a, b in pairwise(family.quantiles) if quantile in (a, b)
    ]
    return [
        *((candidate.metric, other, quantile) for other in counts),
        *((candidate.metric, count, other) for other in quantiles),
    ]


def _judged(
    candidate: Candidate,
    neighbours: Sequence[Key],
    apart: dict[Key, _Apart],
) -> Candidate:
    own = apart[candidate.metric, candidate.n_intervals, candidate.eps_quantile]
    agreements = [_agreement(own, apart[key]) for key in neighbours]
    stability = float(np.mean(agreements)) if agreements else 1.0
    score = candidate.coverage * candidate.separation * stability
    return replace(candidate, stability=stability, score=score)


def _agreement(one: _Apart, other: _Apart) -> float:
    """Return the Jaccard index of the pairs kept apart, among those that share elements in both."""
    both = one.shared & other.shared
    either = int((both & (one.apart | other.apart)).sum())
    return int((both & one.apart & other.apart).sum()) / either if either else 0.0
