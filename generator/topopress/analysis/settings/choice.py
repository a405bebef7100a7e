"""Settings chosen from the data by a criterion that uses no labels, compared with the null model.

``docs/choice.md`` defines the criterion and says what it was tested on.
"""

from dataclasses import replace

import numpy as np

from topopress.analysis.settings.candidates import (
    CandidateGrid,
    Cloud,
    candidate_graphs,
    evaluate,
)
from topopress.analysis.settings.types import Choice
from topopress.analysis.shuffling import shuffled
from topopress.config.lenses import parse_lens
from topopress.core.arrays import Float32, Float64, Int32
from topopress.core.progress import SILENT, Progress
from topopress.core.seeds import rng_for
from topopress.mapper.lens import Columns, lens_values
from topopress.mapper.published_sample import published_sample

SAMPLE = 3000
"""Largest number of rows on which the candidates are evaluated."""
SHUFFLES = 3
"""Shuffled copies with which the data is compared."""
FEW = 7
SHUFFLES_OF_FEW = 19
"""The same for fewer candidates, whose best score varies more."""
DISTANCE_LENSES = ("eccentricity", "knn_distance", "density")
"""Lenses that measure distances, in the metric of the clusterer."""


def choose_among(
    vectors: Float32,
    grid: CandidateGrid,
    *,
    seed: int,
    columns: Columns | None = None,
    progress: Progress = SILENT,
) -> Choice:
    """Choose the candidate with the largest score, and compare the data with its shuffled copies.

    Of equal scores the one with the larger coverage is chosen, then the first.

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.
        grid: The candidates.
        seed: Seed of the sample, the pairs and the shuffles.
        columns: Values of lenses that are no function of the vectors, each of shape (n_rows,).
        progress: Advances by a candidate at a time.

    Raises:
        ActivationError: if there is no row, or a row is not finite.
    """
    cloud = sampled(vectors, grid, seed=seed, columns=columns)
    copies = SHUFFLES if len(grid) >= FEW else SHUFFLES_OF_FEW
    progress.start("choosing settings", (1 + copies) * len(grid))
    candidates = evaluate(cloud, grid, seed=seed, progress=progress)
    nulls = [
        max(c.score for c in evaluate(copy, grid, seed=seed, progress=progress))
        for copy in (_shuffled(cloud, grid, seed=seed, copy=k) for k in range(copies))
    ]
    progress.finish()
    ranks = [(candidate.score, candidate.quality.coverage) for candidate in candidates]
    return Choice(
        candidates=candidates,
        chosen=ranks.index(max(ranks)),
        n_rows=len(cloud.vectors),
        null_scores=tuple(nulls),
    )


def sampled(
    vectors: Float32, grid: CandidateGrid, *, seed: int, columns: Columns | None = None
) -> Cloud:
    """Return the rows on which candidates are evaluated: all, or a sample along the first lens.

    The covers are those of the lens values of all rows, so that intervals are as long as in the
    graph. The arguments are those of ``choose_among``.
    """
    ranges = _lenses(vectors, grid, seed, columns or {})
    rows = published_sample(ranges[grid.metrics[0]][0], SAMPLE, seed)
    return Cloud(
        vectors=np.asarray(vectors[rows]),
        lenses={name: tuple(lens[rows] for lens in each) for name, each in ranges.items()},
        ranges=ranges,
        columns={name: values[rows] for name, values in (columns or {}).items()},
        rows=rows,
    )


def purities(
    cloud: Cloud, grid: CandidateGrid, labels: Int32, *, seed: int, progress: Progress = SILENT
) -> tuple[float | None, ...]:
    """Return the mean label purity of each candidate's nodes, None where no member has a label.

    It is for readers of the table; the choice does not use it. Seed and order are those of
    ``evaluate``. ``labels`` are those of the cloud's rows, -1 for none, shape (n_rows,).
    """
    found: list[float | None] = []
    for candidate in candidate_graphs(cloud, grid, seed=seed, progress=progress):
        graph = candidate.graph
        label = labels[graph.members]
        node = np.repeat(np.arange(graph.n_nodes), np.diff(graph.member_offsets))
        counts = np.zeros((graph.n_nodes, int(labels.max(initial=-1)) + 1), np.int64)
        np.add.at(counts, (node[label >= 0], label[label >= 0]), 1)
        known = counts[counts.any(axis=1)]
        shares = known.max(axis=1, initial=0) / known.sum(axis=1)
        found.append(float(shares.mean()) if len(shares) else None)
    return tuple(found)


def _shuffled(cloud: Cloud, grid: CandidateGrid, *, seed: int, copy: int) -> Cloud:
    """Return a shuffled copy; lenses of the vectors are computed anew, columns stay as they are."""
    vectors = shuffled(cloud.vectors, rng_for(seed, "choice", "shuffle", copy))
    lenses = _lenses(vectors, grid, seed, cloud.columns)
    return replace(cloud, vectors=vectors, lenses=lenses, ranges=lenses)


def _lenses(
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
