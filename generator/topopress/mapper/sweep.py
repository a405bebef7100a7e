"""Many graphs of the same rows, each exactly as ``build_graph`` makes it, with shared work.

The projection of the rows is computed once, and each pair of rows once for several eps of the same
intervals. An interval starts from the results for a part of its rows and for smaller eps: with the
centred cover, interval k at 20 % overlap is a part of interval k at 30 %.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from topopress.config.schema import Mapper
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.core.progress import SILENT, Progress
from topopress.mapper.clusterers.base import Labels
from topopress.mapper.clusterers.dbscan import Dbscan, is_small, plain_each, projected
from topopress.mapper.exact.parallel import Check, side_by_side
from topopress.mapper.exact.state import Outcome
from topopress.mapper.graph import build_graph
from topopress.mapper.lens import Columns
from topopress.mapper.metrics import METRICS
from topopress.mapper.types import CoreRule, MapperGraph, Rows

if TYPE_CHECKING:
    from topopress.mapper.exact.projection import Projection

AT_ONCE = 8
"""eps at which intervals are clustered together; each takes the memory of a state."""
KEPT = 3
"""Covers whose results are kept for later ones; some 30 bytes per membership and eps."""


def sweep(
    vectors: Float32,
    members: Sequence[Mapper],
    *,
    seed: int,
    columns: Columns | None = None,
    progress: Progress = SILENT,
) -> Iterator[tuple[Mapper, MapperGraph]]:
    """Yield the graph of each of some settings, one at a time.

    Later graphs use the results of earlier ones. For this they are ordered by metric,
    ``min_samples``, overlap and eps. The arguments are those of ``build_graph``.
    """
    build = partial(build_graph, vectors, seed=seed, columns=columns, progress=progress)
    for _, alike in groupby(sorted(members, key=_order), key=_projected):
        # One group after the other, so that only one projection is in memory.
        covers = [list(group) for _, group in groupby(alike, key=_intervals)]
        first = covers[0][0].clusterer
        if not isinstance(first, Dbscan):
            yield from ((settings, build(settings)) for graphs in covers for settings in graphs)
            continue
        shared = SharedDbscan(vectors, first.core_rule, len(covers), progress)
        for graphs in covers:
            shared.expect(settings.clusterer.radius_setting for settings in graphs)
            for settings in graphs:
                given = settings.clusterer.radius_setting
                yield settings, build(settings, cluster_each=partial(shared.labels, given))


@dataclass(slots=True, eq=False)
class SharedDbscan:
    """DBSCAN of the same rows with one ``CoreRule``, for several covers and eps in turn.

    It keeps the projection, the results of its last calls, and labels for calls that it expects.

    ``n_covers``, about the number of different covers to come, decides between the two paths.
    """

    vectors: Float32
    rule: CoreRule
    n_covers: int = 1
    progress: Progress = SILENT
    _projection: "Projection | None" = None
    _kept: list[dict[int, list[Outcome]]] = field(default_factory=list)
    _expected: list[float] = field(default_factory=list)
    _ready: dict[float, Labels] = field(default_factory=dict)

    def expect(self, radii: Iterable[float | str | None]) -> None:
        """Announce the eps of the next calls, all over the same intervals; only numbers count."""
        self._expected = sorted({radius for radius in radii if isinstance(radius, float)})
        self._ready = {}

    def labels(self, given: float | str | None, interval_rows: Rows, eps: Float64) -> Labels:
        """Return what ``Dbscan.labels`` does; ``given`` is the eps of the settings."""
        if not isinstance(given, float):
            return self._labels_at(interval_rows, [eps])[0]
        if given not in self._ready:
            radii = [given, *(each for each in self._expected if each > given)][:AT_ONCE]
            levels = [np.full(len(interval_rows), each) for each in radii]
            found = self._labels_at(interval_rows, levels)
            self._ready = dict(zip(radii, found, strict=True))
        else:
            self.progress.advance(sum(map(len, interval_rows)))
        return self._ready.pop(given)

    def _labels_at(self, interval_rows: Rows, levels: Sequence[Float64]) -> list[Labels]:
        """Return the labels at each of some eps, ascending in each interval."""
        euclidean = METRICS[self.rule.metric].to_euclidean
        radii = [[euclidean(eps) for eps in each] for each in np.transpose(levels).tolist()]
        few = is_small(interval_rows, self.vectors.shape[1], graphs=self.n_covers)
        if self._projection is None and few:
            found = plain_each(self.vectors, interval_rows, radii, self.rule, self.progress)
        else:
            found = self.by_engine(interval_rows, radii)
        return [tuple(labels[level] for labels in found) for level in range(len(levels))]

    def by_engine(self, interval_rows: Rows, radii: Sequence[Sequence[float]]) -> list[list[Int32]]:
        """Return the labels of each interval at each of its Euclidean radii, ascending."""
        # Imports numba, which a small site does not need.
        from topopress.mapper.exact.blocks import Interval
        from topopress.mapper.exact.engine import DEFAULT_TILING, labels, look_at_all_pairs
        from topopress.mapper.exact.resume import outcomes

        if self._projection is None:
            self._projection = projected(self.vectors, self.rule.metric)
        projection, min_samples = self._projection, self.rule.min_samples
        found: dict[int, list[Outcome]] = {}

        def cluster(index: int, check: Check) -> list[Int32]:
            rows, levels = interval_rows[index], radii[index]
            if len(rows) < min_samples:
                return [np.full(len(rows), -1, dtype=np.int32) for _ in levels]
            interval = Interval(projection, rows, levels, min_samples, DEFAULT_TILING, check)
            look_at_all_pairs(interval, self._earlier(index, rows, interval.radii))
            found[index] = outcomes(interval)
            return labels(interval)

        result = side_by_side(cluster, interval_rows, self.progress)
        self._kept.append(found)
        del self._kept[:-KEPT]
        return list(result)

    def _earlier(self, index: int, rows: Int64, radii: Sequence[float]) -> list[Outcome]:
        """Return results to start from: of most rows, at each eps and at a smaller one."""
        usable = [
            outcome
            for kept in self._kept
            for outcome in kept.get(index, ())
            if outcome.eps <= radii[-1] and np.isin(outcome.rows, rows).all()
        ]
        same = [[found for found in usable if found.eps == eps] for eps in radii]
        less = [found for found in usable if found.eps < radii[0]]
        chosen = [max(found, key=lambda found: len(found.rows), default=None) for found in same]
        chosen.append(max(less, key=lambda found: (len(found.rows), found.eps), default=None))
        return [found for found in chosen if found is not None]


def _projected(settings: Mapper) -> tuple[str, ...]:
    """Return the settings that graphs with a common projection have in common."""
    clusterer = settings.clusterer
    if isinstance(clusterer, Dbscan):
        return clusterer.kind, clusterer.metric, str(clusterer.min_samples)
    return clusterer.kind, clusterer.model_dump_json()


def _intervals(settings: Mapper) -> tuple[float, str]:
    """Return the settings that graphs with the same intervals, or balls, have in common."""
    named = settings.model_dump(mode="json", include={"lens", "cover", "second_cover"})
    overlap = settings.covers[0].overlap if settings.covers else 0.0
    return overlap, json.dumps(named, sort_keys=True)


def _order(settings: Mapper) -> tuple[object, ...]:
    given, quantile = settings.clusterer.radius_setting, settings.clusterer.quantile
    word, number = ("", given) if isinstance(given, float) else (given or "", quantile or 0.0)
    return _projected(settings), _intervals(settings), word, number
