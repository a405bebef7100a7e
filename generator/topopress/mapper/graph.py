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
from topopress.mapper.clusterers.base import clusterer_of
from topopress.mapper.cover import CoverSettings, cover_lenses, cover_rows
from topopress.mapper.lens import Columns, lens_values
from topopress.mapper.nerve import nerve
from topopress.mapper.nodes import number_nodes
from topopress.mapper.types import Interval, MapperGraph

ClusterEach = Callable[[Sequence[Int64], Float64], Sequence[Int32]]
"""Returns the labels of each interval, given the rows of each and the radius in each."""


@dataclass(frozen=True, slots=True, eq=False)
class CoveredRows:
    """Rows sorted into the elements of a cover.

    Attributes:
        lenses: Value of each lens of each row, each of shape (n_rows,).
        intervals: The cover.
        rows: Rows of each element, ascending.
    """

    lenses: tuple[Float64, ...]
    intervals: tuple[Interval, ...]
    rows: list[Int64]

    @classmethod
    def over(
        cls,
        lenses: tuple[Float64, ...],
        covers: Sequence[CoverSettings],
        ranges: tuple[Float64, ...] | None = None,
    ) -> "CoveredRows":
        """Cover the range of each lens.

        Args:
            lenses: Value of each lens of each row.
            covers: How each lens is covered.
            ranges: Lens values whose range is covered, if it is not that of ``lenses``.
        """
        return cls.within(lenses, cover_lenses(ranges or lenses, covers))

    @classmethod
    def within(cls, lenses: tuple[Float64, ...], intervals: tuple[Interval, ...]) -> "CoveredRows":
        """Sort rows into the elements of a given cover."""
        return cls(lenses, intervals, cover_rows(lenses, intervals))


def graph_of(
    covered: CoveredRows, labels: Sequence[Int32], radii: Float64 | None = None
) -> MapperGraph:
    """Return the graph whose nodes are the clusters of each element of a cover.

    Args:
        covered: The rows of each element.
        labels: Cluster of each of these rows, -1 for noise; no number below the largest is unused.
        radii: Radius in each element, if the clusterer has one.
    """
    nodes = number_nodes(covered.rows, labels)
    edges = nerve(nodes.member_offsets, nodes.members)
    return MapperGraph(
        lens=covered.lenses[0],
        intervals=covered.intervals,
        eps=np.empty(0) if radii is None else radii,
        node_interval=nodes.interval,
        node_cluster=nodes.cluster,
        member_offsets=nodes.member_offsets,
        members=nodes.members,
        edges=edges.edges,
        shared=edges.shared,
        jaccard=edges.jaccard,
        second_lens=covered.lenses[1] if len(covered.lenses) > 1 else np.empty(0),
    )


def build_graph(
    vectors: Float32,
    settings: Mapper,
    *,
    seed: int,
    columns: Columns | None = None,
    progress: Progress = SILENT,
    cluster_each: ClusterEach | None = None,
) -> MapperGraph:
    """Summarise the rows of a layer as a graph.

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.
        settings: Lens, cover and clusterer.
        seed: Seed of the rows from which a radius is read off, and of the rows with which some
            lenses compare.
        columns: Values of the lenses that are no function of the vectors, each of shape (n_rows,),
            by the lens's name.
        progress: Advances by a membership at a time.
        cluster_each: Clusters in place of the settings' clusterer, with the same labels.

    Raises:
        ActivationError: if there is no row, or a row or its lens is not finite.
        ConfigError: if the settings do not fit the rows.
        ValueError: if a setting still says "auto" that has to be chosen before, or a column lacks.
    """
    if missing := unresolved(settings):
        raise ValueError(f"{', '.join(missing)}: must be chosen before a graph is made")
    lenses = graph_lenses(vectors, settings, seed=seed, columns=columns)
    covered = CoveredRows.over(lenses, settings.covers)
    clusterer = clusterer_of(settings.clusterer)
    radii = clusterer.radii(vectors, covered.rows, seed=seed)
    progress.start("clustering", sum(map(len, covered.rows)))
    if cluster_each is None:
        labels: Sequence[Int32] = clusterer.labels(vectors, covered.rows, radii, progress)
    else:
        labels = cluster_each(covered.rows, radii)
    progress.finish()
    return graph_of(covered, labels, radii)


def graph_lenses(
    vectors: Float32, settings: Mapper, *, seed: int, columns: Columns | None = None
) -> tuple[Float64, ...]:
    """Return the value of each lens of a graph for each row; see ``build_graph``.

    Lenses that measure distances use the clusterer's metric.
    """
    metric = settings.clusterer.metric
    return tuple(
        lens_values(vectors, name, metric=metric, seed=seed, columns=columns)
        for name in settings.lenses
    )
