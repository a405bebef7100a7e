"""Assess the shape of a graph: its structures, their stability, and the same under the null model.

One call per layer finds the structures of the graph; compares it with graphs of perturbed settings
and of bootstrap resamples; does the same for shuffled copies of the rows (``analysis.shuffling``);
and decides which structures are stable.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from topopress.analysis.shape.matching import Mask
from topopress.analysis.shape.null_model import collected, noise_bounds, null_settings
from topopress.analysis.shape.other_graphs import (
    bootstrap_graphs,
    draw,
    perturbed_graphs,
    perturbed_settings,
)
from topopress.analysis.shape.ranking import strength
from topopress.analysis.shape.stability import restricted, stability
from topopress.analysis.shape.structures import find_structures
from topopress.analysis.shape.types import (
    LARGEST_COMPONENT,
    LayerShape,
    NullStability,
    Stability,
    Structures,
)
from topopress.analysis.shuffling import shuffled
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32, Int64
from topopress.core.progress import SILENT, Progress
from topopress.core.seeds import rng_for
from topopress.mapper.published_sample import published_sample
from topopress.mapper.types import MapperGraph

BOUND = 0.8
"""Strength from which a structure can be called stable."""
SHUFFLES = 4
"""Shuffled copies that a graph is compared with."""

Build = Callable[[Float32, Mapper, Int64], MapperGraph]
"""Makes the graph of vectors under settings, given which rows of the layer the vectors are."""


def assess(
    vectors: Float32,
    graph: MapperGraph,
    settings: Mapper,
    build: Build,
    *,
    seed: int,
    progress: Progress = SILENT,
) -> LayerShape:
    """Find the structures of a graph and decide which are stable.

    With more than ``settings.stability.sample`` rows, stability is that of a sample of the rows
    (``published_sample``): the nodes keep the rows of the sample alone, and are compared with the
    nodes of graphs of the sample.

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.
        graph: Their graph.
        settings: Its settings, settled.
        build: Makes a graph of other rows in the same way.
        seed: Seed of everything random.
        progress: Advances with resamples and perturbed settings.
    """
    structures = find_structures(graph)
    rows = published_sample(graph.lens, settings.stability.sample, seed)
    whole = len(rows) == len(graph.lens)
    chosen = np.asarray(vectors if whole else vectors[rows])
    base = graph if whole else build(chosen, settings, rows)
    reference = graph if whole else restricted(graph, rows)
    found = _Run(settings, seed, progress).stability(chosen, base, reference, structures)
    run = _Run(null_settings(settings, base, chosen, seed=seed), seed, progress)
    null = []
    for copy in range(SHUFFLES):
        noise = shuffled(chosen, rng_for(seed, "null", copy))
        noisy = build(noise, run.settings, rows)
        parts = find_structures(noisy)
        null.append((parts, run.stability(noise, noisy, noisy, parts)))
    summary = collected(null)
    return LayerShape(structures, found, summary, stable_structures(structures, found, summary))


def stable_structures(structures: Structures, found: Stability, null: NullStability) -> Mask:
    """Return which structures are stable, shape (n_structures,).

    A structure is stable if its strength, the smaller of its two shares, is at least 0.8 and
    above ``noise_bounds``. The largest component never counts: every graph has one.
    """
    reached = strength(found.structure_family, found.structure_bootstrap)
    clear = (reached >= BOUND) & (reached > noise_bounds(structures, null))
    return clear & np.array([kind != LARGEST_COMPONENT for kind in structures.kind], dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class _Run:
    settings: Mapper
    seed: int
    progress: Progress

    def stability(
        self, vectors: Float32, base: MapperGraph, reference: MapperGraph, structures: Structures
    ) -> Stability:
        """Return the stability of a reference in graphs made like ``base``."""
        mapper = self.settings.stability
        counts = draw(len(vectors), mapper.resamples, self.seed)
        clusterer = self.settings.clusterer
        settings = perturbed_settings(self.settings, base)
        return stability(
            reference,
            structures,
            perturbed_graphs(vectors, base, settings, seed=self.seed, progress=self.progress),
            bootstrap_graphs(vectors, base, clusterer, counts, progress=self.progress),
            threshold=mapper.match,
        )
