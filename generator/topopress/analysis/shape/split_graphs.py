"""The graphs that a graph of split rows is compared with.

Perturbed settings have a little less or more overlap, spread, neighbours or rows of a part. In
resamples the nearest neighbours are sought among the rows that were drawn.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from topopress.analysis.shape.stability import OtherGraph
from topopress.config.limits import MOST_NEIGHBOURS
from topopress.config.schema import Mapper
from topopress.config.splits import LARGEST_OVERLAP, SplitCover
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.core.progress import Progress
from topopress.mapper.graph import CoveredRows, graph_of
from topopress.mapper.splits import DEEPER, SplitRows
from topopress.mapper.types import MapperGraph

FACTORS = (0.8, 1.25)
"""Factors of the neighbours, of the rows of a part and of the spread."""
STEPS = (-0.05, 0.05)
"""Steps of the overlap."""


@dataclass(frozen=True, slots=True, eq=False)
class SplitGraphs:
    """Makes graphs of the same rows under other settings, and of some of the rows.

    Attributes:
        rows: The rows, with as many nearest others as any of the graphs asks for.
        lenses: Values of the lens, shape (n_rows,).
        settings: Those of the reference.
    """

    rows: SplitRows
    lenses: tuple[Float64, ...]
    settings: Mapper

    @classmethod
    def of(
        cls, vectors: Float32, graph: MapperGraph, settings: Mapper, probabilities: Float64
    ) -> "SplitGraphs":
        """Look up the neighbours of the rows of a graph; ``settings`` are its settled ones."""
        cover = _cover(settings)
        most = max(each.neighbours for each in (cover, *perturbed_covers(cover)))
        depth = max(most, DEEPER * cover.neighbours)
        metric = settings.clusterer.metric
        return cls(SplitRows.of(vectors, metric, probabilities, depth), graph.lenses, settings)

    def perturbed(self, progress: Progress) -> Iterator[OtherGraph]:
        """Yield the graph of each perturbed setting; the progress advances by a graph."""
        covers = perturbed_covers(_cover(self.settings))
        progress.start("perturbed settings", len(covers))
        for cover in covers:
            yield OtherGraph(self._graph(self.rows.parts(cover)))
            progress.advance()
        progress.finish()

    def resampled(self, counts: Int32, progress: Progress) -> Iterator[OtherGraph]:
        """Yield the graph of each resample; ``counts`` says how often each row is drawn."""
        cover = _cover(self.settings)
        progress.start("resampling", counts.shape[1])
        for times in counts.T:
            drawn = np.flatnonzero(times)
            yield OtherGraph(self._graph(self.rows.parts(cover, drawn)), drawn)
            progress.advance()
        progress.finish()

    def _graph(self, parts: Sequence[Int64]) -> MapperGraph:
        covered = CoveredRows.by_splits(self.lenses, parts)
        whole = [np.zeros(len(rows), np.int32) for rows in covered.rows]
        return graph_of(covered, whole, contract=self.settings.contracts)


def perturbed_covers(cover: SplitCover) -> tuple[SplitCover, ...]:
    """Return covers close to one, without it."""
    changes: list[dict[str, float]] = []
    for factor in FACTORS:
        near = min(max(round(cover.neighbours * factor), 1), MOST_NEIGHBOURS)
        changes += [
            {"neighbours": near},
            {"rows": max(round(cover.rows * factor), 1)},
            {"spread": min(cover.spread * factor, (1 + cover.spread) / 2)},
        ]
    changes += [
        {"overlap": min(max(round(cover.overlap + step, 6), 0.0), LARGEST_OVERLAP)}
        for step in STEPS
    ]
    others = [cover.model_copy(update=change) for change in changes]
    distinct = {other.model_dump_json(): other for other in others if other != cover}
    return tuple(distinct.values())


def _cover(settings: Mapper) -> SplitCover:
    if settings.splits is None:
        raise TypeError("the rows are not split along class probabilities")
    return settings.splits
