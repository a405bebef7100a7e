"""The graphs that a graph is compared with: of perturbed settings, and of bootstrap resamples.

Perturbed settings have another cover or another radius, and the same rows and lens. Resamples have
the same cover and radius, and rows drawn with replacement. A row that was drawn several times is
one row of the graph, so that member sets can be compared with the reference.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from topopress.analysis.shape.stability import OtherGraph
from topopress.config.base import ClustererSettings
from topopress.config.schema import BalancedCover, Mapper, UniformCover
from topopress.core.arrays import Float32, Int32
from topopress.core.progress import SILENT, Progress
from topopress.core.seeds import rng_for
from topopress.mapper.clusterers.base import clusterer_of
from topopress.mapper.graph import CoveredRows, graph_of
from topopress.mapper.types import MapperGraph

COVER_CHANGES = ((1.0, 0.0), (0.8, 0.0), (1.25, 0.0), (1.0, -0.1), (1.0, 0.1))
"""Factors of the number of intervals, and steps of the overlap."""
LARGEST_OVERLAP = 0.9


def perturbed_settings(mapper: Mapper, graph: MapperGraph) -> tuple[Mapper, ...]:
    """Return settings close to those of a graph, without these themselves.

    The cover is the graph's own, or has 0.8 or 1.25 times as many intervals, or 0.1 less or more
    overlap. Each goes with eps as it is, a tenth smaller and a tenth larger. Where each interval
    has an eps of its own, the quantile is 0.05 smaller or larger instead. These are at most 14
    settings, and fewer where rounding or the bounds make two of them equal. A clusterer without a
    radius gives four.

    Args:
        mapper: The settings of the graph, settled.
        graph: The graph, for the radius that "auto" gave.
    """
    given = clusterer_of(mapper.clusterer).with_radius(graph.eps)
    settings = [
        cover.model_copy(update={"clusterer": clusterer})
        for cover in _perturbed_covers(mapper)
        for clusterer in given.perturbed()
    ]
    distinct = {variant.model_dump_json(): variant for variant in settings}
    distinct.pop(mapper.model_copy(update={"clusterer": given}).model_dump_json(), None)
    return tuple(distinct.values())


def perturbed_graphs(
    vectors: Float32,
    graph: MapperGraph,
    settings: Sequence[Mapper],
    *,
    seed: int,
    progress: Progress = SILENT,
) -> Iterator[OtherGraph]:
    """Yield the graph of each of some settings, with the lens of a reference graph.

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels).
        graph: The reference, made of these vectors.
        settings: Settled settings, such as ``perturbed_settings`` returns. Those with equal covers
            must follow each other: they share what the clusterer can share.
        seed: Seed of the rows from which a radius is read off.
        progress: Advances by a graph at a time.
    """
    progress.start("perturbed settings", len(settings))
    for covers, group in groupby(settings, key=lambda variant: variant.covers):
        variants = [clusterer_of(variant.clusterer) for variant in group]
        covered = CoveredRows.over(graph.lenses, covers)
        for labels in variants[0].labels_of_each(vectors, covered.rows, variants, seed=seed):
            yield OtherGraph(graph_of(covered, labels))
            progress.advance()
    progress.finish()


def distinct_covers(mapper: Mapper) -> list[UniformCover | BalancedCover]:
    """Return the distinct covers of the first lens in perturbed settings, the graph's own first."""
    return list(dict.fromkeys(variant.cover for variant in _perturbed_covers(mapper)))


def _perturbed_covers(mapper: Mapper) -> Iterator[Mapper]:
    """Yield settled settings with each perturbed cover, the graph's own first."""
    for factor, step in COVER_CHANGES:
        second = mapper.second_cover and _perturbed_cover(mapper.second_cover, factor, step)
        cover = _perturbed_cover(mapper.cover, factor, step)
        yield mapper.model_copy(update={"cover": cover, "second_cover": second})


def _perturbed_cover(
    cover: UniformCover | BalancedCover, factor: float, step: float
) -> UniformCover | BalancedCover:
    n_intervals = max(round(int(cover.n_intervals) * factor), 1)
    overlap = cover.overlap
    if step:
        overlap = min(max(round(overlap + step, 6), 0.0), max(LARGEST_OVERLAP, overlap))
    return cover.model_copy(update={"n_intervals": n_intervals, "overlap": overlap})


def bootstrap_graphs(
    vectors: Float32,
    graph: MapperGraph,
    settings: ClustererSettings,
    counts: Int32,
    *,
    progress: Progress = SILENT,
) -> Iterator[OtherGraph]:
    """Yield the graph of each resample, with the cover and the radii of a reference graph.

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels).
        graph: The reference, made of these vectors.
        settings: Its clusterer, settled.
        counts: How often each row is drawn, shape (n_rows, n_resamples); see ``draw``.
        progress: Advances by a membership at a time.
    """
    covered = CoveredRows.within(graph.lenses, graph.intervals)
    progress.start("resampling", sum(map(len, covered.rows)))
    clusterer = clusterer_of(settings)
    labels = clusterer.resampled_labels(vectors, covered.rows, graph.eps, counts, progress)
    progress.finish()
    for resample in range(counts.shape[1]):
        resampled = graph_of(covered, [each[:, resample] for each in labels], graph.eps)
        yield OtherGraph(resampled, np.flatnonzero(counts[:, resample]))


def draw(n_rows: int, resamples: int, seed: int) -> Int32:
    """Draw all rows anew with replacement; return their counts, shape (n_rows, resamples)."""
    counts = [
        np.bincount(rng_for(seed, "bootstrap", k).integers(n_rows, size=n_rows), minlength=n_rows)
        for k in range(resamples)
    ]
    return np.array(counts, dtype=np.int32).reshape(resamples, n_rows).T
