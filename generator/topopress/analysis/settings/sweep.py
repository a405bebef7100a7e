"""Figures of the graphs of one layer over a grid of intervals, overlaps and radii."""

from collections.abc import Iterator, Sequence
from itertools import product

from topopress.analysis.nodes.quality import graph_quality
from topopress.analysis.settings.types import SweepAxes, SweptGraph
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32
from topopress.core.progress import SILENT, Progress
from topopress.mapper.lens import Columns
from topopress.mapper.sweep import sweep

INTERVAL_FACTORS = (0.5, 0.75, 1.0, 1.5, 2.0)
"""Factors of a layer's own number of intervals."""
OVERLAP_STEPS = (-0.1, 0.0, 0.1, 0.2)
"""Steps of its own overlap."""
RADIUS_FACTORS = (0.7, 0.85, 1.2, 1.4)
"""Factors of its own radius, which is among the radii too."""
LARGEST_OVERLAP = 0.9


def swept_settings(mapper: Mapper, axes: SweepAxes) -> tuple[Mapper, ...]:
    """Return the settings of every graph of a sweep.

    The mapper has the settings of a layer's graph, settled, with its radius as a number. A
    clusterer without a radius, or with one in each interval, has no axis of radii.
    """
    count, overlap = int(mapper.cover.n_intervals), mapper.cover.overlap
    counts = axes.n_intervals or {max(round(count * factor), 1) for factor in INTERVAL_FACTORS}
    overlaps = axes.overlaps or {
        min(max(round(overlap + step, 6), 0.0), LARGEST_OVERLAP) for step in OVERLAP_STEPS
    }
    clusterer = mapper.clusterer
    given, variants = clusterer.radius_setting, [clusterer]
    if isinstance(given, float):
        around = {float(f"{given * factor:.4g}") for factor in RADIUS_FACTORS}
        radii = axes.radii or {given, *around}
        variants = [
            clusterer.model_copy(update={clusterer.radius_name: radius}) for radius in sorted(radii)
        ]
    settings = []
    for n_intervals, share, variant in product(sorted(counts), sorted(overlaps), variants):
        change = {"n_intervals": n_intervals, "overlap": share}
        second = mapper.second_cover and mapper.second_cover.model_copy(update=change)
        update = {"cover": mapper.cover.model_copy(update=change), "second_cover": second}
        settings.append(mapper.model_copy(update={**update, "clusterer": variant}))
    return tuple(settings)


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
                n_intervals=int(member.cover.n_intervals),
                overlap=member.cover.overlap,
                radius=given if isinstance(given, float) else None,
                n_nodes=graph.n_nodes,
                n_edges=len(graph.edges),
                quality=graph_quality(graph),
            ),
        )
    progress.finish()
