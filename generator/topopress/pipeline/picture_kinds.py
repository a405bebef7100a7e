"""The kinds of optimised pictures: of which nodes, arms and rows, and what they respond to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float32, Int64
from topopress.network.types import LayerInfo
from topopress.pipeline.bench import Bench
from topopress.pipeline.graphs import LayerGraph
from topopress.pipeline.records import read_record
from topopress.store.artifact import Artifact
from topopress.visuals.targets import (
    Targets,
    towards_activations,
    towards_differences,
    towards_distinct_means,
    towards_means,
    towards_whitened,
    whitening_matrix,
)
from topopress.visuals.types import Exemplars


@dataclass(frozen=True, slots=True, eq=False)
class PicturedLayer:
    """A layer whose optimised pictures are to be made."""

    layer: LayerInfo
    graph: LayerGraph
    exemplars: Artifact
    attribution: Artifact | None


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One kind of picture.

    Attributes:
        stage: Name of the stage, and of what it is in the records.
        what: Name of the work, for the progress.
        of_nodes: Whether they are of nodes.
        rests_on: What decides what the pictures are aimed at: keys of ``LayerGraph.digests``.
        subjects: What the pictures of a layer are of, the most important first.
        aims: What the pictures of some subjects are to respond to; costly, so that a finished
            build does not ask.
    """

    stage: str
    what: str
    of_nodes: bool
    rests_on: tuple[str, ...]
    subjects: Callable[[Bench, PicturedLayer], Int64]
    aims: Callable[[Bench, PicturedLayer, Int64], Targets]


def _nodes(_bench: Bench, pictured: PicturedLayer) -> Int64:
    """Return the nodes, by rows times the share of resamples they are found in."""
    graph, stability = pictured.graph.graph, pictured.graph.shape.stability
    weight = np.diff(graph.member_offsets).astype(np.float64)
    if stability is not None:
        weight *= np.nan_to_num(stability.node_bootstrap, nan=1.0)
    return np.argsort(-weight, kind="stable")


def _node_aims(bench: Bench, pictured: PicturedLayer, nodes: Int64) -> Targets:
    settings = bench.settings.visuals.feature_visualisation
    means = np.ascontiguousarray(pictured.graph.statistics.mean)
    if settings.objective == "distinct":
        aims = towards_distinct_means(means, settings.cosine_power)
    elif settings.objective == "direction":
        aims = towards_means(means, settings.cosine_power)
    else:
        whitening = whitening_matrix(pictured.graph.matrix.vectors)
        aims = towards_whitened(means, whitening, settings.cosine_power)
    return aims.at(nodes)


def _arms(bench: Bench, pictured: PicturedLayer) -> Int64:
    """Return the arms of the first bifurcations, counted through all structures."""
    from topopress.bundle.shape import structure_documents

    shape = pictured.graph.shape
    listed = structure_documents(shape.structures, shape.stability, shape.stable)
    most = bench.settings.visuals.feature_visualisation.contrasts
    chosen = [one.id for one in listed if one.kind == "bifurcation"][:most]
    offsets = shape.structures.arm_offsets
    places = [shape.structures.id.index(name) for name in chosen]
    arms = [np.arange(offsets[place], offsets[place + 1]) for place in places]
    return np.concatenate([np.empty(0, np.int64), *arms]).astype(np.int64)


def _arm_aims(bench: Bench, pictured: PicturedLayer, arms: Int64) -> Targets:
    """Aim at what the rows of each arm have on average and those of its sisters lack."""
    structures = pictured.graph.shape.structures
    structure = np.searchsorted(structures.arm_offsets, arms, side="right") - 1
    own, others = [], []
    for arm, place in zip(arms.tolist(), structure.tolist(), strict=True):
        first, last = structures.arm_offsets[place : place + 2].tolist()
        own.append(_mean_of(pictured, [arm]))
        others.append(_mean_of(pictured, [k for k in range(first, last) if k != arm]))
    channels = pictured.layer.channels
    power = bench.settings.visuals.feature_visualisation.cosine_power
    return towards_differences(
        np.array(own, np.float32).reshape(-1, channels),
        np.array(others, np.float32).reshape(-1, channels),
        power,
    )


def _mean_of(pictured: PicturedLayer, arms: Sequence[int]) -> Float32:
    """Return the mean activation of the rows in any node of some arms."""
    structures, graph = pictured.graph.shape.structures, pictured.graph.graph
    ends = structures.arm_node_offsets
    nodes = [node for arm in arms for node in structures.arm_nodes[ends[arm] : ends[arm + 1]]]
    rows = np.unique(np.concatenate([graph.members_of(int(node)) for node in nodes]))
    mean: Float32 = pictured.graph.matrix.vectors[rows].mean(axis=0, dtype=np.float64)
    return mean.astype(np.float32)


def _rows(bench: Bench, pictured: PicturedLayer) -> Int64:
    """Return the rows nearest to the means, node by node in the order of ``_nodes``."""
    exemplars = read_record(pictured.exemplars, Exemplars)
    most = bench.settings.visuals.feature_visualisation.activations
    chosen = [
        exemplars.row[exemplars.of_kind(int(node), "nearest")][:most]
        for node in _nodes(bench, pictured)
    ]
    rows = np.concatenate([np.empty(0, np.int32), *chosen])
    _, first = np.unique(rows, return_index=True)
    return rows[np.sort(first)].astype(np.int64)


def _row_aims(bench: Bench, pictured: PicturedLayer, rows: Int64) -> Targets:
    vectors = np.ascontiguousarray(pictured.graph.matrix.vectors[rows], np.float32)
    power = bench.settings.visuals.feature_visualisation.cosine_power
    return towards_activations(vectors, power)


KINDS = (
    Kind("visuals", "feature visualisations", True, ("vectors",), _nodes, _node_aims),
    Kind(
        "contrasts",
        "contrasts of arms",
        False,
        ("vectors", "mapper", "structures"),
        _arms,
        _arm_aims,
    ),
    Kind("inversions", "pictures of single activations", False, ("vectors",), _rows, _row_aims),
)
