"""Bootstrap resamples of a Mapper graph: the same cover and eps, rows drawn with replacement.

What a graph says should not hang on the rows that happened to be sampled. A row drawn k times
counts k times towards ``min_samples``; in the graph it is one row, so that member sets can be
compared with those of the reference.
"""

import dataclasses
from collections.abc import Iterator, Sequence

import numpy as np

from topopress.analysis.shape.neighbourhoods import neighbourhoods
from topopress.analysis.shape.stability import Resample
from topopress.config.schema import Clusterer, Dbscan
from topopress.core.arrays import Float32, Int32, Int64
from topopress.core.progress import SILENT, Progress
from topopress.core.seeds import rng_for
from topopress.mapper.clustering import CLUSTERERS
from topopress.mapper.cover import cover_rows
from topopress.mapper.metrics import METRICS
from topopress.mapper.nerve import nerve
from topopress.mapper.nodes import number_nodes
from topopress.mapper.types import MapperGraph


def bootstrap_graphs(
    vectors: Float32,
    graph: MapperGraph,
    settings: Clusterer,
    counts: Int32,
    *,
    progress: Progress = SILENT,
) -> Iterator[Resample]:
    """Return the graph of each resample, with the cover and eps of a reference graph.

    For DBSCAN the pairs within eps are found once for all resamples; other clusterers run on the
    drawn rows, those drawn k times given k times.

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels).
        graph: The reference, made of these vectors.
        settings: Its clusterer, settled.
        counts: How often each row is drawn, shape (n_rows, n_resamples); see ``draw``.
        progress: Advances by a membership at a time.
    """
    lenses = [graph.lens, graph.second_lens] if len(graph.second_lens) else [graph.lens]
    rows = cover_rows(lenses, graph.intervals)
    progress.start("resampling", sum(map(len, rows)))
    if isinstance(settings, Dbscan):
        labels = [
            _resampled(vectors, own, (settings, eps), counts, progress)
            for own, eps in zip(rows, graph.eps.tolist(), strict=True)
        ]
    else:
        labels = _repeated(vectors, rows, graph, settings, counts)
    progress.finish()
    for place in range(counts.shape[1]):
        chosen = [own[:, place] for own in labels]
        yield Resample(_graph(graph, rows, chosen), np.flatnonzero(counts[:, place]))


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


def _resampled(
    vectors: Float32,
    rows: Int64,
    density: tuple[Dbscan, float],
    counts: Int32,
    progress: Progress,
) -> Int32:
    """Return the labels of the rows of one interval, shape (n, n_resamples)."""
    settings, eps = density
    metric = METRICS[settings.metric]
    labels = np.full((len(rows), counts.shape[1]), -1, dtype=np.int32)
    if len(rows):
        (near,) = neighbourhoods(metric.points(vectors[rows]), [metric.to_euclidean(eps)])
        own = counts[rows]
        drawn = own > 0
        core = drawn & (near.counts(own.astype(np.float64)) >= settings.min_samples)
        for place in np.flatnonzero(core.any(axis=0)).tolist():
            labels[:, place] = near.clusters(core[:, place], drawn[:, place])
    progress.advance(len(rows))
    return labels


def _repeated(
    vectors: Float32,
    rows: Sequence[Int64],
    graph: MapperGraph,
    settings: Clusterer,
    counts: Int32,
) -> list[Int32]:
    """Return the labels of the rows of each interval, by a clusterer that gets copies of rows."""
    labels = [np.full((len(own), counts.shape[1]), -1, dtype=np.int32) for own in rows]
    cluster_each = CLUSTERERS[settings.kind]
    for place, times in enumerate(counts.T):
        drawn = [np.repeat(own, times[own]) for own in rows]
        found = cluster_each(vectors, drawn, graph.eps, settings, SILENT)
        for own, target, chosen, label in zip(rows, labels, drawn, found, strict=True):
            # Copies of one row may differ in their label; the smallest counts, noise last.
            order = np.lexsort((np.where(label < 0, len(label), label), chosen))
            once, first = np.unique(chosen[order], return_index=True)
            target[np.searchsorted(own, once), place] = label[order][first]
    return labels


def _graph(reference: MapperGraph, rows: Sequence[Int64], labels: Sequence[Int32]) -> MapperGraph:
    nodes = number_nodes(rows, labels)
    edges = nerve(nodes.member_offsets, nodes.members)
    return dataclasses.replace(
        reference,
        node_interval=nodes.interval,
        node_cluster=nodes.cluster,
        member_offsets=nodes.member_offsets,
        members=nodes.members,
        edges=edges.edges,
        shared=edges.shared,
        jaccard=edges.jaccard,
    )
