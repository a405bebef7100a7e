"""Settings chosen from the data against fixed ones: InceptionV1, nine layers, ten classes.

No fixed setting may have both more coverage and more label purity than the chosen ones, which
saw no label; and of shuffled channels the choice must say that there is no structure. Needs the
development models and photographs beside the checkout.
"""

from pathlib import Path
from statistics import fmean
from time import process_time

import numpy as np
from tables import table

from topopress.activations.collect import collect_chunk
from topopress.activations.types import Rows
from topopress.analysis.nodes.quality import graph_quality
from topopress.analysis.nodes.statistics import node_statistics
from topopress.analysis.nodes.types import GraphQuality
from topopress.analysis.settings.candidates import METRIC_NAMES, CandidateGrid
from topopress.analysis.settings.choice import choose_among
from topopress.analysis.settings.verdict import contrast, no_structure, resolved
from topopress.analysis.shuffling import shuffled
from topopress.config.schema import Activations, Mapper, Network, UniformCover
from topopress.kinds.images.reading import open_pictures
from topopress.kinds.images.settings import ImageFolder
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.graph import build_graph
from topopress.network.loading import load_network

SHARED = Path(__file__).resolve().parents[3] / "shared"
DATA = ImageFolder(kind="images", folder="data/imagenette-train-subset")
LAYERS = tuple(f"mixed{name}" for name in ("3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b"))
NETWORK = Network(
    name="lucent:inceptionv1", weights="models/inceptionv1-lucent.safetensors", layers=LAYERS
)
PER_SAMPLE = 3
"""Random interior positions of each photograph; there are 100 photographs of each class."""
COVERS = ((20, 0.3), (40, 0.3), (70, 0.5))
QUANTILES = (0.5, 0.75, 0.95)
CHOSEN = "chosen from the data"


def activations() -> tuple[dict[str, Rows], np.ndarray]:
    """Return the rows of each layer, and the label of each sample."""
    samples = open_pictures(DATA, base=SHARED).survey(seed=0)
    network = load_network(NETWORK, base=SHARED, seed=0)
    found = {layer.name: layer for layer in network.info.layers}
    matrices = collect_chunk(
        network,
        open_pictures(DATA, base=SHARED),
        samples.samples,
        layers=[found[name] for name in LAYERS],
        settings=Activations(per_sample=PER_SAMPLE),
        seed=0,
    )
    labels = [samples.labels.index(sample.label) for sample in samples.samples]
    return {rows.layer.name: rows for rows in matrices}, np.array(labels, dtype=np.int32)


def fixed_settings() -> dict[str, Mapper]:
    """Return the grid: metric, quantile, cover."""
    return {
        f"{metric}, {quantile}, {count} at {overlap:.0%}": Mapper(
            cover=UniformCover(n_intervals=count, overlap=overlap),
            clusterer=Dbscan(metric=metric, eps_quantile=quantile),
        )
        for metric in METRIC_NAMES
        for quantile in QUANTILES
        for count, overlap in COVERS
    }


def judged(matrix: Rows, labels: np.ndarray, settings: Mapper) -> tuple[GraphQuality, int]:
    """Return the quality of a layer's graph, and its number of nodes."""
    graph = build_graph(matrix.vectors, settings, seed=0)
    statistics = node_statistics(matrix, graph, labels, n_labels=int(labels.max()) + 1)
    return graph_quality(graph, statistics), graph.n_nodes


def means(found: list[tuple[GraphQuality, int]]) -> list[str]:
    """Return a row's figures, averaged over the layers."""
    qualities = [quality for quality, _ in found]
    return [
        f"{fmean(q.coverage for q in qualities):.3f}",
        f"{fmean(q.purity or 0.0 for q in qualities):.3f}",
        f"{fmean(q.branching for q in qualities):.1f}",
        f"{fmean(q.largest for q in qualities):.2f}",
        f"{fmean(q.dominant_share for q in qualities):.2f}",
        f"{fmean(n_nodes for _, n_nodes in found):.0f}",
    ]


def layer_row(matrix: Rows, labels: np.ndarray) -> tuple[list[str], tuple[GraphQuality, int]]:
    """Choose for a layer and for its shuffled copy: both in a row, and the figures of the graph."""
    began = process_time()
    grid = CandidateGrid.of(Mapper())
    choice = choose_among(matrix.vectors, grid, seed=0)
    seconds = process_time() - began
    mixed = choose_among(
        shuffled(matrix.vectors, np.random.default_rng(7)), CandidateGrid.of(Mapper()), seed=0
    )
    quality, n_nodes = judged(matrix, labels, resolved(Mapper(), choice))
    best = choice.best
    row = [
        matrix.layer.name,
        f"{best.metric}, {best.eps_quantile}, {best.n_intervals}",
        f"{quality.coverage:.2f}",
        f"{quality.purity:.2f}",
        str(quality.branching),
        f"{contrast(choice):.1f}" + ("" if no_structure(choice) is None else ": nothing"),
        f"{contrast(mixed):.1f}" + ("" if no_structure(mixed) is None else ": nothing"),
        f"{seconds:.1f}",
    ]
    return row, (quality, n_nodes)


def report() -> str:
    """Compare the chosen settings with every fixed one, and with shuffled channels."""
    if not SHARED.is_dir():
        return "Not run: no development models and photographs beside the checkout."
    matrices, labels = activations()
    rows, automatic = zip(*(layer_row(matrices[name], labels) for name in LAYERS), strict=True)
    own = means(list(automatic))
    fixed = {
        name: means([judged(matrices[layer], labels, settings) for layer in LAYERS])
        for name, settings in fixed_settings().items()
    }
    better = [name for name, row in fixed.items() if row[0] > own[0] and row[1] > own[1]]
    head = ["settings", "coverage", "purity", "branching", "largest", "dominant share", "nodes"]
    layer_head = ["layer", "chosen", "coverage", "purity", "branching", "contrast", "shuffled"]
    return (
        f"{len(labels):,} photographs of {labels.max() + 1} classes, {PER_SAMPLE} positions each; "
        f"means over {len(LAYERS)} layers. Fixed settings: metric, quantile of eps, intervals at "
        f"overlap. With both more coverage and more purity than the chosen ones: "
        f"{', '.join(better) or 'none'}.\n\n"
        + table(head, [[f"**{CHOSEN}**", *own], *([name, *row] for name, row in fixed.items())])
        + "\n\n"
        + table([*layer_head, "CPU s"], rows)
    )
