"""Bootstrap resamples of a Mapper graph: the same cover and radius, rows drawn with replacement.

They show what of a graph depends on the rows that happened to be sampled. A row that was drawn
several times is one row of the graph, so that member sets can be compared with the reference.
"""

from collections.abc import Iterator

import numpy as np

from topopress.analysis.shape.stability import OtherGraph
from topopress.config.base import ClustererSettings
from topopress.core.arrays import Float32, Int32
from topopress.core.progress import SILENT, Progress
from topopress.core.seeds import rng_for
from topopress.mapper.clusterers.base import clusterer_of
from topopress.mapper.graph import CoveredRows, graph_of
from topopress.mapper.types import MapperGraph


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
    """Draw as many rows as there are, with replacement, for each resample.

    Returns:
        How often each row was drawn, shape (n_rows, resamples).
    """
    counts = [
        np.bincount(rng_for(seed, "bootstrap", k).integers(n_rows, size=n_rows), minlength=n_rows)
        for k in range(resamples)
    ]
    return np.array(counts, dtype=np.int32).reshape(resamples, n_rows).T
