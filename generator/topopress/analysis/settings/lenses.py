"""The lenses of the rows that settings are chosen on, by metric."""

from topopress.analysis.settings.candidates import CandidateGrid
from topopress.config.lenses import parse_lens
from topopress.core.arrays import Float32, Float64
from topopress.mapper.lens import Columns, lens_values

DISTANCE_LENSES = ("eccentricity", "knn_distance", "density")
"""Lenses that measure distances, in the metric of the clusterer."""


def lenses_by_metric(
    vectors: Float32, grid: CandidateGrid, seed: int, columns: Columns
) -> dict[str, tuple[Float64, ...]]:
    """Return the values of each lens by metric; computed once where the metric does not matter."""
    names = grid.settings.lenses
    measures = any(parse_lens(name).kind in DISTANCE_LENSES for name in names)
    found = {
        metric: tuple(
            lens_values(vectors, name, metric=metric, seed=seed, columns=columns) for name in names
        )
        for metric in (grid.metrics if measures else grid.metrics[:1])
    }
    return {metric: found.get(metric, found[grid.metrics[0]]) for metric in grid.metrics}
