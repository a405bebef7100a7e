"""A whole family of graphs of the same rows, sharing what can be shared; each exactly as alone.

The projection of the rows is computed once. Graphs over the same intervals with several given eps
are clustered together, from one look at each pair. An interval starts from what was found for a
part of its rows and for smaller eps: with the centred cover, interval k at 20 % overlap lies
inside interval k at 30 %.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from topopress.config.schema import Clusterer, Dbscan, Mapper
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.core.progress import SILENT, Progress
from topopress.core.seeds import rng_for
from topopress.mapper.clustering import is_small, plain_each
from topopress.mapper.exact.outcome import Outcome, is_part
from topopress.mapper.exact.parallel import Check, side_by_side, single_threaded
from topopress.mapper.exact.points import POINTS
from topopress.mapper.exact.projection import Projection, project
from topopress.mapper.graph import build_graph
from topopress.mapper.lens import Columns
from topopress.mapper.metrics import METRICS
from topopress.mapper.types import MapperGraph

DBSCAN = "dbscan"
AT_ONCE = 8
"""eps at which intervals are clustered together; each takes the memory of a state."""
KEPT = 3
"""Covers whose outcomes are kept for later ones; some 30 bytes per membership and eps."""


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
    ones use earlier ones, by metric, ``min_samples``, overlap and eps; not in that given.

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.
        members: Settings without an open "auto", as ``build_graph`` takes them.
        seed: As in ``build_graph``.
        columns: As in ``build_graph``.
        progress: Told of every clustered interval of every graph.

    Yields:
        Each member with its graph, equal to what ``build_graph`` returns for it.
    """
    families = groupby(sorted(members, key=_order), key=_family)
    for (kind, *_), family in families:
        # One after the other, so that no more than one projection is held.
        covers = [list(group) for _, group in groupby(family, key=_intervals)]
        shared = SharedDbscan(n_covers=len(covers)) if kind == DBSCAN else None
        for graphs in covers:
            if shared:
                shared.expect(own.clusterer for own in graphs)
            for settings in graphs:
                graph = build_graph(
                    vectors,
                    settings,
                    seed=seed,
                    columns=columns,
                    progress=progress,
                    clusterer=shared,
                )
                yield settings, graph


@dataclass(slots=True, eq=False)
class SharedDbscan:
    """A ``Clusterer`` for the same rows again and again, with one metric and ``min_samples``.

    Remembers the projection and the outcomes of its last calls, and labels that it was told to
    expect a call for.

    Attributes:
        n_covers: About how many different covers are to come; decides between the two paths.
    """

    n_covers: int = 1
    _projection: Projection | None = None
    _kept: list[dict[int, list[Outcome]]] = field(default_factory=list)
    _expected: list[float] = field(default_factory=list)
    _ready: dict[float, tuple[Int32, ...]] = field(default_factory=dict)

    def expect(self, settings: Iterable[Clusterer]) -> None:
        """Say what the next calls will be, all over the same intervals; only a given eps counts."""
        eps = {own.eps for own in settings if isinstance(own, Dbscan)}
        self._expected = sorted(each for each in eps if isinstance(each, float))
        self._ready = {}

    def __call__(
        self,
        vectors: Float32,
        interval_rows: Sequence[Int64],
        eps: Float64,
        settings: Dbscan,
        progress: Progress,
    ) -> tuple[Int32, ...]:
        """Return labels as ``dbscan_each`` does; see ``clustering.Clusterer``."""
        given = settings.eps
        if not isinstance(given, float):
            return self._labels(vectors, interval_rows, [eps], settings, progress)[0]
        if given not in self._ready:
            radii = [given, *(each for each in self._expected if each > given)][:AT_ONCE]
            levels = [np.full(len(interval_rows), each) for each in radii]
            found = self._labels(vectors, interval_rows, levels, settings, progress)
            self._ready = dict(zip(radii, found, strict=True))
        else:
            progress.advance(sum(map(len, interval_rows)))
        return self._ready.pop(given)

    def _labels(
        self,
        vectors: Float32,
        interval_rows: Sequence[Int64],
        levels: Sequence[Float64],
        settings: Dbscan,
        progress: Progress,
    ) -> list[tuple[Int32, ...]]:
        """Return the labels at each of some eps, ascending in each interval."""
        metric = METRICS[settings.metric]
        radii = [[metric.to_euclidean(eps) for eps in own] for own in np.transpose(levels).tolist()]
        few = is_small(interval_rows, vectors.shape[1], graphs=self.n_covers)
        if self._projection is None and few:
            found = plain_each(vectors, interval_rows, radii, settings, progress)
        else:
            found = self.by_engine(vectors, interval_rows, radii, settings, progress)
        return [tuple(own[level] for own in found) for level in range(len(levels))]

    def by_engine(
        self,
        vectors: Float32,
        interval_rows: Sequence[Int64],
        radii: Sequence[Sequence[float]],
        settings: Dbscan,
        progress: Progress,
    ) -> list[list[Int32]]:
        """Return the labels of each interval at each of its radii, however few the rows."""
        # Imports numba, which a small site has no use for.
        from topopress.mapper.exact.blocks import opened
        from topopress.mapper.exact.engine import DEFAULT_TILING, labels, look_at_all_pairs
        from topopress.mapper.exact.resume import outcomes

        if self._projection is None:
            with single_threaded():
                points = POINTS[settings.metric](vectors)
                self._projection = project(points, rng=rng_for(0, "projection"))
        projection = self._projection
        found: dict[int, list[Outcome]] = {}

        def cluster(index: int, check: Check) -> list[Int32]:
            rows, own = interval_rows[index], radii[index]
            if len(rows) < settings.min_samples:
                return [np.full(len(rows), -1, dtype=np.int32) for _ in own]
            interval = opened(
                projection, rows, own, settings.min_samples, tiling=DEFAULT_TILING, check=check
            )
            look_at_all_pairs(interval, self._earlier(index, rows, interval.radii))
            found[index] = outcomes(interval)
            return labels(interval)

        result = side_by_side(cluster, interval_rows, progress)
        self._kept.append(found)
        del self._kept[:-KEPT]
        return list(result)

    def _earlier(self, index: int, rows: Int64, radii: Sequence[float]) -> list[Outcome]:
        """Return what helps an interval: at each eps the most rows, and the most at any smaller."""
        usable = [
            outcome
            for kept in self._kept
            for outcome in kept.get(index, ())
            if outcome.eps <= radii[-1] and is_part(outcome.rows, rows)
        ]
        same = [[found for found in usable if found.eps == eps] for eps in radii]
        less = [found for found in usable if found.eps < radii[0]]
        chosen = [max(found, key=lambda found: len(found.rows), default=None) for found in same]
        chosen.append(max(less, key=lambda found: (len(found.rows), found.eps), default=None))
        return [found for found in chosen if found is not None]


def _family(settings: Mapper) -> tuple[str, ...]:
    """Return what graphs have in common that share a projection."""
    own = settings.clusterer
    if isinstance(own, Dbscan):
        return DBSCAN, own.metric, str(own.min_samples)
    return own.kind, own.model_dump_json()


def _intervals(settings: Mapper) -> tuple[float, str]:
    """Return what graphs of a family have in common that have the same intervals."""
    named = settings.model_dump(mode="json", include={"lens", "cover", "second_cover"})
    return settings.cover.overlap, json.dumps(named, sort_keys=True)


def _order(settings: Mapper) -> tuple[object, ...]:
    own = settings.clusterer
    eps = ("", 0.0)
    if isinstance(own, Dbscan):
        given = isinstance(own.eps, float)
        eps = str(own.eps) * (not given), float(own.eps if given else own.eps_quantile)
    return _family(settings), _intervals(settings), eps
