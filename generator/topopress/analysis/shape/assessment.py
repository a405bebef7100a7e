"""Assess the shape of a graph: its structures, their stability, and the same under the null model.

One call per layer finds the structures of the graph; compares it with graphs of perturbed settings
and of bootstrap resamples; does the same for copies of the rows that show what chance gives
(``analysis.null_model``); and decides which structures are stable.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from topopress.analysis.null_model import copies
from topopress.analysis.settings.ball_scores import by_share
from topopress.analysis.shape.other_graphs import (
    bootstrap_graphs,
    draw,
    perturbed_graphs,
    perturbed_settings,
)
from topopress.analysis.shape.ranking import strength
from topopress.analysis.shape.split_graphs import SplitGraphs
from topopress.analysis.shape.stability import restricted, stability
from topopress.analysis.shape.structures import find_structures
from topopress.analysis.shape.types import (
    LARGEST_COMPONENT,
    LayerShape,
    NullStability,
    Stability,
    Structures,
)
from topopress.config.schema import Mapper
from topopress.core.arrays import Flags, Float32, Float64, Int64
from topopress.core.progress import SILENT, Progress
from topopress.core.seeds import rng_for
from topopress.mapper.clusterers.base import clusterer_of
from topopress.mapper.cover import cover_rows
from topopress.mapper.graph import covered_rows
from topopress.mapper.published_sample import published_sample
from topopress.mapper.types import MapperGraph, NullModel

BOUND = 0.8
"""Strength from which a structure can be called stable."""
COPIES = 4
"""Copies of the null model that a graph is compared with."""

Build = Callable[[Float32, Mapper, Int64], MapperGraph]
"""Makes the graph of vectors under settings, given which rows of the layer the vectors are."""


@dataclass(frozen=True, slots=True, eq=False)
class _Manner:
    """How other graphs are made; ``probabilities`` are those along which the rows are split."""

    settings: Mapper
    probabilities: Float64 | None
    seed: int
    progress: Progress


def assess(  # noqa: PLR0913 - the last three by name
    vectors: Float32,
    graph: MapperGraph,
    settings: Mapper,
    build: Build,
    *,
    probabilities: Float64 | None = None,
    seed: int,
    progress: Progress = SILENT,
) -> LayerShape:
    """Find the structures of a graph and decide which are stable.

    With more than ``settings.stability.sample`` rows, stability is that of a sample of the rows
    (``published_sample``): the nodes keep the rows of the sample alone, and are compared with the
    nodes of graphs of the sample.

    The graph is that of the vectors, shape (n_rows, n_channels), which may be memory-mapped, under
    settled settings. ``build`` makes a graph of other rows in the same way. A cover that splits
    rows along class ``probabilities`` needs these, shape (n_rows, n_classes).
    """
    structures = find_structures(graph)
    rows = published_sample(graph.lens, settings.stability.sample, seed)
    whole = len(rows) == len(graph.lens)
    chosen = np.asarray(vectors if whole else vectors[rows])
    base = graph if whole else build(chosen, settings, rows)
    reference = graph if whole else restricted(graph, rows)
    given = None if probabilities is None else probabilities[rows]
    manner = _Manner(settings, given, seed, progress)
    found = _stability(chosen, base, (reference, structures), manner)
    relative = null_settings(settings, base, chosen, seed=seed)
    manner = replace(manner, settings=relative)
    model = clusterer_of(settings.clusterer).verdict.null
    draw, null = copies(model, chosen), []
    for copy in range(COPIES):
        noise = draw(rng_for(seed, "null", copy))
        noisy = build(noise, relative, rows)
        parts = find_structures(noisy)
        judged = _stability(noise, noisy, (noisy, parts), manner)
        null.append((parts, judged))
    summary = collected(model, null)
    return LayerShape(structures, found, summary, stable_structures(structures, found, summary))


def stable_structures(structures: Structures, found: Stability, null: NullStability) -> Flags:
    """Return which structures are stable, shape (n_structures,).

    A structure is stable if its strength, the smaller of its two shares, is at least 0.8 and
    above ``noise_bounds``. The largest component never counts: every graph has one.
    """
    reached = strength(found.structure_family, found.structure_bootstrap)
    clear = (reached >= BOUND) & (reached > noise_bounds(structures, null))
    return clear & np.array([kind != LARGEST_COMPONENT for kind in structures.kind], dtype=np.bool_)


def _stability(
    vectors: Float32,
    base: MapperGraph,
    reference: tuple[MapperGraph, Structures],
    manner: _Manner,
) -> Stability:
    """Return the stability of a reference in graphs made like ``base``."""
    settings, seed, progress = manner.settings, manner.seed, manner.progress
    counts = draw(len(vectors), settings.stability.resamples, seed)
    if manner.probabilities is not None:
        again = SplitGraphs.of(vectors, base, settings, manner.probabilities)
        others = again.perturbed(progress), again.resampled(counts, progress)
    else:
        perturbed = perturbed_settings(settings, base)
        others = (
            perturbed_graphs(vectors, base, perturbed, seed=seed, progress=progress),
            bootstrap_graphs(vectors, base, settings, counts, seed=seed, progress=progress),
        )
    return stability(*reference, *others, threshold=settings.stability.match)


def null_settings(mapper: Mapper, graph: MapperGraph, vectors: Float32, *, seed: int) -> Mapper:
    """Return the settings under which copies of the rows can be compared with a graph.

    They are the graph's own settled ones, with a given eps as a quantile (``Dbscan.relative_to``),
    and a given radius of balls as a share of pairs of rows.
    """
    if mapper.splits is not None:
        return mapper
    rows = covered_as(graph, vectors, mapper, seed=seed)
    relative = clusterer_of(mapper.clusterer).relative_to(vectors, rows, seed=seed)
    shared = by_share(mapper, vectors, seed=seed)
    if relative is mapper.clusterer:
        return shared
    return shared.model_copy(update={"clusterer": relative})


def covered_as(
    graph: MapperGraph, vectors: Float32, mapper: Mapper, *, seed: int
) -> Sequence[Int64]:
    """Return the rows of each element of a graph's cover; the arguments are ``null_settings``'."""
    if graph.ball_radius is None:
        return cover_rows(graph.lenses, graph.intervals)
    return covered_rows(vectors, graph.lenses, mapper, seed=seed).rows


def collected(model: NullModel, runs: Sequence[tuple[Structures, Stability]]) -> NullStability:
    """Collect the structures and their stability in the copies of one layer."""
    found, stabilities = [one for one, _ in runs], [one for _, one in runs]
    nothing = np.empty(0)
    return NullStability(
        model=model,
        copies=len(runs),
        kind=tuple(kind for structures in found for kind in structures.kind),
        rows=np.concatenate([np.empty(0, np.int64), *(structures.rows for structures in found)]),
        structure_family=np.concatenate([nothing, *(s.structure_family for s in stabilities)]),
        structure_bootstrap=np.concatenate(
            [nothing, *(s.structure_bootstrap for s in stabilities)]
        ),
        node_family=np.array([_mean(s.node_family) for s in stabilities]),
        node_bootstrap=np.array([_mean(s.node_bootstrap) for s in stabilities]),
    )


def noise_bounds(structures: Structures, null: NullStability) -> Float64:
    """Return the strength that each structure has to exceed: what chance reaches.

    That is the largest strength among the copies' structures of its kind with at least
    half its rows; 0 where there is none. Smaller ones do not count: a few rows that happen to lie
    close are stable by chance as well, and tell nothing about a large structure.
    """
    found = strength(null.structure_family, null.structure_bootstrap)
    kinds = np.array(null.kind, dtype=object)
    return np.array(
        [
            found[(kinds == kind) & (2 * null.rows >= rows)].max(initial=0.0)
            for kind, rows in zip(structures.kind, structures.rows.tolist(), strict=True)
        ],
        dtype=np.float64,
    )


def _mean(shares: Float64) -> float:
    return float(shares.mean()) if len(shares) else 0.0
