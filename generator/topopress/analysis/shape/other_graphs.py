"""The graphs that a graph is compared with: of perturbed settings, and of bootstrap resamples.

Perturbed settings have another cover or another radius, and the same rows and lens. Resamples have
the same cover and radius, and rows drawn with replacement; balls are found anew, in an order of the
rows that is drawn for each resample, because a landmark may not be among the rows. A row that was
drawn several times is one row of the graph, so that member sets can be compared with the reference.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from topopress.analysis.shape.stability import OtherGraph
from topopress.config.schema import Cover, IntervalCover, Mapper
from topopress.core.arrays import Float32, Int32, Int64
from topopress.core.progress import SILENT, Progress
from topopress.core.seeds import rng_for
from topopress.mapper.balls import drawn_order
from topopress.mapper.clusterers.base import clusterer_of
from topopress.mapper.family import changed_cover
from topopress.mapper.graph import CoveredRows, covered_rows, graph_of
from topopress.mapper.types import MapperGraph

COVER_CHANGES = ((1.0, 0.0), (0.8, 0.0), (1.25, 0.0), (1.0, -0.1), (1.0, 0.1))
"""Factors of the number of intervals, and steps of the overlap."""
BALL_FACTORS = (1.0, 0.9, 0.95, 1.05, 1.1)
"""Factors of the radius of balls."""


def perturbed_settings(mapper: Mapper, graph: MapperGraph) -> tuple[Mapper, ...]:
    """Return settings close to those of a graph, without these themselves.

    The cover is the graph's own, or has 0.8 or 1.25 times as many intervals, or 0.1 less or more
    overlap; balls have a radius a twentieth or a tenth smaller or larger. Each goes with eps as it
    is, a tenth smaller and a tenth larger. Where each interval has an eps of its own, the quantile
    is 0.05 smaller or larger instead. These are at most 14 settings, and fewer where rounding or
    the bounds make two of them equal. A clusterer without a radius gives four. The settings of the
    graph are settled; it has the radius that "auto" gave.
    """
    given = clusterer_of(mapper.clusterer).with_radius(graph.eps)
    mapper = with_ball_radius(mapper, graph.ball_radius)
    settings = [
        cover.model_copy(update={"clusterer": clusterer})
        for cover in _perturbed_covers(mapper)
        for clusterer in given.perturbed()
    ]
    distinct = {variant.model_dump_json(): variant for variant in settings}
    distinct.pop(mapper.model_copy(update={"clusterer": given}).model_dump_json(), None)
    return tuple(distinct.values())


def with_ball_radius(mapper: Mapper, radius: float | None) -> Mapper:
    """Return the settings with the radius that balls have in place of "auto"."""
    if mapper.balls is None:
        return mapper
    return mapper.model_copy(update={"cover": mapper.balls.model_copy(update={"radius": radius})})


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
    for _, group in groupby(settings, key=lambda variant: (variant.cover, variant.second_cover)):
        alike = list(group)
        variants = [clusterer_of(variant.clusterer) for variant in alike]
        covered = covered_rows(vectors, graph.lenses, alike[0], seed=seed)
        for labels in variants[0].labels_of_each(vectors, covered.rows, variants, seed=seed):
            yield OtherGraph(graph_of(covered, labels, contract=alike[0].contracts))
            progress.advance()
    progress.finish()


def _perturbed_covers(mapper: Mapper) -> Iterator[Mapper]:
    """Yield settled settings with each perturbed cover, the graph's own first."""
    balls = mapper.balls
    if balls is not None and balls.radius != "auto":
        for factor in BALL_FACTORS:
            other = balls.model_copy(update={"radius": balls.radius * factor})
            yield mapper.model_copy(update={"cover": other})
        return
    for factor, step in COVER_CHANGES:
        second = mapper.second_cover and _perturbed_cover(mapper.second_cover, factor, step)
        cover = _perturbed_cover(mapper.cover, factor, step)
        yield mapper.model_copy(update={"cover": cover, "second_cover": second})


def _perturbed_cover(cover: Cover, factor: float, step: float) -> IntervalCover:
    if not isinstance(cover, IntervalCover):
        raise TypeError(f"a cover of kind {cover.kind!r} has no intervals")
    return changed_cover(cover, factor, step)


def bootstrap_graphs(
    vectors: Float32,
    graph: MapperGraph,
    settings: Mapper,
    counts: Int32,
    *,
    seed: int = 0,
    progress: Progress = SILENT,
) -> Iterator[OtherGraph]:
    """Yield the graph of each resample, with the cover and the radii of a reference graph.

    The reference is made of the vectors, shape (n_rows, n_channels), under settled settings.
    ``counts`` says how often each row is drawn, shape (n_rows, n_resamples); see ``draw``. The
    seed draws the order of the rows for balls. The progress advances by a membership at a time.
    """
    if graph.ball_radius is not None:
        yield from _bootstrap_balls(vectors, graph, settings, counts, seed, progress)
        return
    covered = CoveredRows.within(graph.lenses, graph.intervals)
    progress.start("resampling", sum(map(len, covered.rows)))
    clusterer = clusterer_of(settings.clusterer)
    labels = clusterer.resampled_labels(vectors, covered.rows, graph.eps, counts, progress)
    progress.finish()
    for resample in range(counts.shape[1]):
        chosen = [each[:, resample] for each in labels]
        resampled = graph_of(covered, chosen, graph.eps, contract=settings.contracts)
        yield OtherGraph(resampled, np.flatnonzero(counts[:, resample]))


def _bootstrap_balls(
    vectors: Float32,
    graph: MapperGraph,
    settings: Mapper,
    counts: Int32,
    seed: int,
    progress: Progress,
) -> Iterator[OtherGraph]:
    clusterer = clusterer_of(settings.clusterer)
    progress.start("resampling", counts.shape[1])
    for resample, times in enumerate(counts.T):
        drawn = np.flatnonzero(times)
        covered = _covered_again(vectors, graph, clusterer.metric, drawn, (seed, resample))
        radii = np.full(len(covered.rows), graph.eps[0]) if len(graph.eps) else graph.eps
        labels = clusterer.resampled_labels(vectors, covered.rows, radii, times[:, None])
        chosen = [each[:, 0] for each in labels]
        yield OtherGraph(graph_of(covered, chosen, radii, contract=settings.contracts), drawn)
        progress.advance()
    progress.finish()


def _covered_again(
    vectors: Float32, graph: MapperGraph, metric: str, drawn: Int64, resample: tuple[int, int]
) -> CoveredRows:
    """Cover some rows by balls of a graph's radius, in an order of their own."""
    seed, number = resample
    order = drawn_order(len(drawn), seed, "resample", number)
    lenses = (graph.lens[drawn],)
    found = CoveredRows.by_balls(vectors[drawn], lenses, metric, graph.ball_radius or 0.0, order)
    rows = [drawn[inside] for inside in found.rows]
    return CoveredRows(graph.lenses, found.intervals, rows, found.radius)


def draw(n_rows: int, resamples: int, seed: int) -> Int32:
    """Draw all rows anew with replacement; return their counts, shape (n_rows, resamples)."""
    counts = [
        np.bincount(rng_for(seed, "bootstrap", k).integers(n_rows, size=n_rows), minlength=n_rows)
        for k in range(resamples)
    ]
    return np.array(counts, dtype=np.int32).reshape(resamples, n_rows).T
