"""Figures of the graphs of one layer over a grid of covers and radii."""

from collections.abc import Iterator, Sequence
from itertools import product

from topopress.analysis.nodes.quality import graph_quality
from topopress.analysis.settings.types import SweepAxes, SweptGraph
from topopress.config.balls import BallCover
from topopress.config.schema import Cover, IntervalCover, Mapper
from topopress.core.arrays import Float32
from topopress.core.progress import SILENT, Progress
from topopress.mapper.lens import Columns
from topopress.mapper.sweep import sweep
from topopress.mapper.types import MapperGraph

INTERVAL_FACTORS = (0.5, 0.75, 1.0, 1.5, 2.0)
"""Factors of a layer's own number of intervals."""
OVERLAP_STEPS = (-0.1, 0.0, 0.1, 0.2)
"""Steps of its own overlap."""
RADIUS_FACTORS = (0.7, 0.85, 1.2, 1.4)
"""Factors of its own radius, which is among the radii too."""
LARGEST_OVERLAP = 0.9


def swept_settings(mapper: Mapper, axes: SweepAxes) -> tuple[Mapper, ...]:
    """Return the settings of every graph of a sweep.

    The mapper has the settings of a layer's graph, settled, with its radii as numbers. A
    clusterer without a radius, or with one in each interval, has no axis of radii.
    """
    clusterer = mapper.clusterer
    given, variants = clusterer.radius_setting, [clusterer]
    if isinstance(given, float):
        variants = [
            clusterer.model_copy(update={clusterer.radius_name: radius})
            for radius in sorted(axes.radii or _around(given))
        ]
    return tuple(
        mapper.model_copy(update={**covers, "clusterer": variant})
        for covers, variant in product(_swept_covers(mapper, axes), variants)
    )


def _swept_covers(mapper: Mapper, axes: SweepAxes) -> Iterator[dict[str, Cover | None]]:
    """Yield the first and the second cover of each combination, as settings of the mapper."""
    cover, second = mapper.cover, mapper.second_cover
    if isinstance(cover, BallCover):
        for radius in sorted(axes.ball_radii or _around(float(cover.radius))):
            yield {"cover": cover.model_copy(update={"radius": radius}), "second_cover": None}
        return
    if not isinstance(cover, IntervalCover):
        raise TypeError(f"a cover of kind {cover.kind!r} has nothing to sweep")
    count, overlap = int(cover.n_intervals), cover.overlap
    counts = axes.n_intervals or {max(round(count * factor), 1) for factor in INTERVAL_FACTORS}
    overlaps = axes.overlaps or {
        min(max(round(overlap + step, 6), 0.0), LARGEST_OVERLAP) for step in OVERLAP_STEPS
    }
    for n_intervals, share in product(sorted(counts), sorted(overlaps)):
        change = {"n_intervals": n_intervals, "overlap": share}
        yield {
            "cover": cover.model_copy(update=change),
            "second_cover": second and second.model_copy(update=change),
        }


def _around(radius: float) -> set[float]:
    """Return a radius and others around it."""
    return {radius, *(float(f"{radius * factor:.4g}") for factor in RADIUS_FACTORS)}


def swept_graphs(
    vectors: Float32,
    settings: Sequence[Mapper],
    *,
    seed: int,
    columns: Columns | None = None,
    progress: Progress = SILENT,
) -> Iterator[tuple[int, SweptGraph]]:
    """Yield the figures of the graph of each of some settings, with its index.

    The order is that of ``mapper.sweep``, which takes the same arguments. The progress advances by
    a graph at a time.
    """
    indices = {member: index for index, member in enumerate(settings)}
    progress.start("graphs", len(settings))
    for member, graph in sweep(vectors, settings, seed=seed, columns=columns):
        given = member.clusterer.radius_setting
        progress.advance()
        yield (
            indices[member],
            SweptGraph(
                n_intervals=_n_elements(member, graph),
                overlap=member.covers[0].overlap if member.covers else None,
                radius=given if isinstance(given, float) else None,
                n_nodes=graph.n_nodes,
                n_edges=len(graph.edges),
                quality=graph_quality(graph),
                ball_radius=graph.ball_radius,
            ),
        )
    progress.finish()


def _n_elements(member: Mapper, graph: MapperGraph) -> int:
    """Return the number of intervals that is set, or the number of balls."""
    return int(member.covers[0].n_intervals) if member.covers else len(graph.intervals)
