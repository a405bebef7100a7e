"""The Mapper construction: lenses, cover, clusters, nerve (Singh, Mémoli and Carlsson 2007).

All graphs are assembled by ``graph_of``: that of a layer, and those it is compared with.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from topopress.config.automatic import unresolved
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.core.progress import SILENT, Progress
from topopress.mapper.balls import cover_by_balls, drawn_order
from topopress.mapper.clusterers.base import clusterer_of
from topopress.mapper.contained import without_contained
from topopress.mapper.cover import CoverSettings, cover_lenses, cover_rows
from topopress.mapper.lens import Columns, lens_values
from topopress.mapper.nerve import nerve
from topopress.mapper.pair_distances import radius_at
from topopress.mapper.splits import PROBABILITIES, SplitRows
from topopress.mapper.types import Interval, MapperGraph

ClusterEach = Callable[[Sequence[Int64], Float64], Sequence[Int32]]
"""Returns the labels of each interval, given the rows of each and the radius in each."""


@dataclass(frozen=True, slots=True, eq=False)
class CoveredRows:
    """Rows sorted into the elements of a cover.

    Attributes:
        lenses: Values of each lens, shape (n_rows,).
        intervals: The cover.
        rows: Rows of each element, ascending.
        radius: Radius of the elements, if these are balls.
    """

    lenses: tuple[Float64, ...]
    intervals: tuple[Interval, ...]
    rows: list[Int64]
    radius: float | None = None

    @classmethod
    def over(
        cls,
        lenses: tuple[Float64, ...],
        covers: Sequence[CoverSettings],
        ranges: tuple[Float64, ...] | None = None,
    ) -> "CoveredRows":
        """Cover the range of each lens, or that of the values in ``ranges``."""
        return cls.within(lenses, cover_lenses(ranges or lenses, covers))

    @classmethod
    def within(cls, lenses: tuple[Float64, ...], intervals: tuple[Interval, ...]) -> "CoveredRows":
        """Sort rows into the elements of a given cover."""
        return cls(lenses, intervals, cover_rows(lenses, intervals))

    @classmethod
    def by_balls(
        cls,
        vectors: Float32,
        lenses: tuple[Float64, ...],
        metric: str,
        radius: float,
        order: Int64,
    ) -> "CoveredRows":
        """Cover rows by balls, numbered by the lens of their landmarks; see ``cover_by_balls``."""
        balls = cover_by_balls(vectors, metric, radius, order)
        lens = lenses[0]
        ascending = np.lexsort((balls.landmark, lens[balls.landmark])).tolist()
        rows = [balls.rows[ball] for ball in ascending]
        intervals = tuple(
            Interval(index, ((float(lens[inside].min()), float(lens[inside].max())),))
            for index, inside in enumerate(rows)
        )
        return cls(lenses, intervals, rows, radius)

    @classmethod
    def by_splits(cls, lenses: tuple[Float64, ...], parts: Sequence[Int64]) -> "CoveredRows":
        """Take parts of the rows, numbered by the median of their lens; equal ones stay in order.

        They have no bounds: which rows they have is not said by the lens.
        """
        middles = [float(np.median(lenses[0][rows])) for rows in parts]
        rows = [parts[k] for k in np.argsort(middles, kind="stable").tolist()]
        return cls(lenses, tuple(Interval(index, ()) for index in range(len(rows))), rows)


def covered_rows(
    vectors: Float32,
    lenses: tuple[Float64, ...],
    settings: Mapper,
    *,
    seed: int,
    ranges: tuple[Float64, ...] | None = None,
    columns: Columns | None = None,
) -> CoveredRows:
    """Cover rows as settled settings say.

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.
        lenses: Values of each lens, shape (n_rows,).
        settings: The cover, and the metric of balls and of nearest neighbours.
        seed: Draws the order in which rows become landmarks of balls.
        ranges: Lens values whose range intervals cover, if not those of the rows.
        columns: Has the class probabilities, where the rows are split along these.
    """
    balls, metric = settings.balls, settings.clusterer.metric
    if (cover := settings.splits) is not None:
        given = (columns or {})[PROBABILITIES]
        split = SplitRows.of(vectors, metric, given, cover.neighbours)
        return CoveredRows.by_splits(lenses, split.parts(cover))
    if balls is None:
        return CoveredRows.over(lenses, settings.covers, ranges)
    radius = balls.radius
    if radius == "auto":
        radius = radius_at(vectors, metric, float(balls.radius_quantile), seed=seed)
    return CoveredRows.by_balls(vectors, lenses, metric, radius, drawn_order(len(vectors), seed))


def graph_of(
    covered: CoveredRows,
    labels: Sequence[Int32],
    radii: Float64 | None = None,
    *,
    contract: bool = False,
) -> MapperGraph:
    """Return the graph whose nodes are the clusters of each element of a cover.

    Args:
        covered: The rows of each element.
        labels: Cluster of each of these rows, -1 for noise; every number up to the largest is used.
        radii: Radius in each element, if the clusterer has one.
        contract: Whether a node contained in a neighbour is merged into it.
    """
    counts = [int(clusters.max(initial=-1)) + 1 for clusters in labels]
    firsts = np.cumsum([0, *counts], dtype=np.int64)
    interval = np.repeat(np.arange(len(counts)), counts)
    offsets, members = _members(covered.rows, labels, firsts)
    edges, shared, jaccard = nerve(offsets, members)
    graph = MapperGraph(
        lens=covered.lenses[0],
        intervals=covered.intervals,
        eps=np.empty(0) if radii is None else radii,
        node_interval=interval.astype(np.int32),
        node_cluster=(np.arange(firsts[-1]) - firsts[interval]).astype(np.int32),
        member_offsets=offsets,
        members=members,
        edges=edges,
        shared=shared,
        jaccard=jaccard,
        second_lens=covered.lenses[1] if len(covered.lenses) > 1 else np.empty(0),
        ball_radius=covered.radius,
    )
    return without_contained(graph) if contract else graph


def _members(rows: Sequence[Int64], labels: Sequence[Int32], firsts: Int64) -> tuple[Int64, Int32]:
    """Return the rows of each node as a compressed list, given the first node of each interval."""
    node = np.concatenate(
        [np.where(each < 0, -1, each + first) for each, first in zip(labels, firsts, strict=False)]
        or [np.empty(0, np.int64)]
    )
    row = np.concatenate([np.empty(0, np.int64), *rows])
    clustered = np.flatnonzero(node >= 0)
    # Stable, so that the rows of a node stay ascending.
    by_node = clustered[np.argsort(node[clustered], kind="stable")]
    sizes = np.bincount(node[clustered], minlength=firsts[-1])
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), row[by_node].astype(np.int32)


def build_graph(
    vectors: Float32,
    settings: Mapper,
    *,
    seed: int,
    columns: Columns | None = None,
    progress: Progress = SILENT,
    cluster_each: ClusterEach | None = None,
) -> MapperGraph:
    """Summarise the rows of a layer as a graph; lenses use the clusterer's metric.

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.
        settings: Lens, cover and clusterer.
        seed: Draws the rows from which a radius is read off, and those of distance lenses.
        columns: Values of the lenses that are no function of the vectors, by the lens's name, and
            the class probabilities where the rows are split along these.
        progress: Advances by a membership at a time.
        cluster_each: Clusters in place of the settings' clusterer, with the same labels.

    Raises:
        ActivationError: if there is no row, or a row or its lens is not finite.
        ConfigError: if the settings do not fit the rows.
        ValueError: if a setting still says "auto" that has to be chosen before, or a column lacks.
    """
    if missing := unresolved(settings):
        raise ValueError(f"{', '.join(missing)}: must be chosen before a graph is made")
    clusterer = clusterer_of(settings.clusterer)
    lenses = tuple(
        lens_values(vectors, name, metric=clusterer.metric, seed=seed, columns=columns)
        for name in settings.lenses
    )
    covered = covered_rows(vectors, lenses, settings, seed=seed, columns=columns)
    radii = clusterer.radii(vectors, covered.rows, seed=seed)
    progress.start("clustering", sum(map(len, covered.rows)))
    if cluster_each is None:
        labels: Sequence[Int32] = clusterer.labels(vectors, covered.rows, radii, progress)
    else:
        labels = cluster_each(covered.rows, radii)
    progress.finish()
    return graph_of(covered, labels, radii, contract=settings.contracts)
