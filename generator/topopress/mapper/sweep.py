"""A whole family of graphs of the same rows, sharing what can be shared; each exactly as alone.

The projection of the rows is computed once. An interval starts from what was found for a part
of its rows and for smaller eps: with the centred cover, interval k at 20 % overlap lies inside
interval k at 30 %.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from topopress.artifacts import Float32, Float64, Int32, Int64, MapperGraph
from topopress.config.schema import Dbscan, Mapper
from topopress.mapper.clustering import dbscan_each, is_small
from topopress.mapper.exact.outcome import Outcome, is_part
from topopress.mapper.exact.parallel import Check, side_by_side, single_threaded
from topopress.mapper.exact.points import POINTS
from topopress.mapper.exact.projection import Projection, project
from topopress.mapper.graph import build_graph
from topopress.mapper.lens import Columns
from topopress.mapper.metrics import METRICS
from topopress.progress import SILENT, Progress
from topopress.seeds import rng_for

KEPT = 6
"""Graphs whose outcomes are kept for later ones; some 30 bytes per membership each."""


def sweep(
    vectors: Float32,
    members: Sequence[Mapper],
    *,
    seed: int,
    columns: Columns | None = None,
    progress: Progress = SILENT,
) -> Iterator[tuple[Mapper, MapperGraph]]:
    """Yield the graph of each member of a family, one at a time.

    A caller that resumes leaves out the members it has. Graphs come in an order that lets later
    ones use earlier ones, by metric, ``min_samples``, eps and overlap; not in that given.

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.
        members: Settings without an open "auto", as ``build_graph`` takes them.
        seed: As in ``build_graph``.
        columns: As in ``build_graph``.
        progress: Told of every clustered interval of every graph.

    Yields:
        Each member with its graph, equal to what ``build_graph`` returns for it.
    """
    shared: dict[tuple[str, int], SharedDbscan] = {}
    for settings in sorted(members, key=_order):
        own = settings.clusterer
        clusterer = None
        if isinstance(own, Dbscan):
            # One after the other, so that no more than one projection is held.
            key = own.metric, own.min_samples
            shared = shared if key in shared else {key: SharedDbscan()}
            clusterer = shared[key]
        yield (
            settings,
            build_graph(
                vectors,
                settings,
                seed=seed,
                columns=columns,
                progress=progress,
                clusterer=clusterer,
            ),
        )


@dataclass(slots=True, eq=False)
class SharedDbscan:
    """A ``Clusterer`` for the same rows again and again, with one metric and ``min_samples``.

    Remembers the projection and the outcomes of its last calls.
    """

    _projection: Projection | None = None
    _kept: list[dict[int, Outcome]] = field(default_factory=list)

    def __call__(
        self,
        vectors: Float32,
        interval_rows: Sequence[Int64],
        eps: Float64,
        settings: Dbscan,
        progress: Progress,
    ) -> tuple[Int32, ...]:
        """Return labels as ``dbscan_each`` does; see ``clustering.Clusterer``."""
        if self._projection is None and is_small(interval_rows, vectors.shape[1]):
            return dbscan_each(vectors, interval_rows, eps, settings, progress)
        return self.labels(vectors, interval_rows, eps, settings, progress)

    def labels(
        self,
        vectors: Float32,
        interval_rows: Sequence[Int64],
        eps: Float64,
        settings: Dbscan,
        progress: Progress,
    ) -> tuple[Int32, ...]:
        """Return the labels by the engine, however few the rows."""
        # Imports numba, which a small site has no use for.
        from topopress.mapper.exact.blocks import opened
        from topopress.mapper.exact.engine import DEFAULT_TILING, labels, look_at_all_pairs
        from topopress.mapper.exact.resume import outcome

        if self._projection is None:
            with single_threaded():
                points = POINTS[settings.metric](vectors)
                self._projection = project(points, rng=rng_for(0, "projection"))
        projection, found = self._projection, {}

        def cluster(index: int, check: Check) -> Int32:
            rows = interval_rows[index]
            if len(rows) < settings.min_samples:
                return np.full(len(rows), -1, dtype=np.int32)
            radius = METRICS[settings.metric].to_euclidean(float(eps[index]))
            interval = opened(
                projection,
                rows,
                radius,
                settings.min_samples,
                tiling=DEFAULT_TILING,
                check=check,
            )
            look_at_all_pairs(interval, self._earlier(index, rows, radius))
            found[index] = outcome(interval)
            return labels(interval)

        result = side_by_side(cluster, interval_rows, progress)
        self._kept = [*self._kept, found][-KEPT:]
        return result

    def _earlier(self, index: int, rows: Int64, eps: float) -> list[Outcome]:
        """Return what helps an interval: the most rows at its eps, the most at any smaller."""
        usable = [
            found
            for kept in self._kept
            if (found := kept.get(index)) and found.eps <= eps and is_part(found.rows, rows)
        ]
        same = [found for found in usable if found.eps == eps]
        less = [found for found in usable if found.eps < eps]
        chosen = [max(same, key=lambda found: len(found.rows), default=None)]
        chosen.append(max(less, key=lambda found: (len(found.rows), found.eps), default=None))
        return [found for found in chosen if found is not None]


def _order(settings: Mapper) -> tuple[object, ...]:
    own = settings.clusterer
    if not isinstance(own, Dbscan):
        return (1, own.model_dump_json(), 0, 0.0, "", 0.0)
    given = isinstance(own.eps, float)
    eps = float(own.eps if given else own.eps_quantile)
    return (0, own.metric, own.min_samples, str(own.eps) * (not given), eps, settings.cover.overlap)
