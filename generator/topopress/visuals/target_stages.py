"""The stages that say what optimised pictures are to respond to: nodes, arms, single rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from topopress.activations.types import Rows
from topopress.analysis.shape.ranking import ranked
from topopress.analysis.shape.types import LayerShape
from topopress.analysis.stages import Description
from topopress.config.visuals import FeatureVisualisation
from topopress.core.arrays import Float32, Int64
from topopress.mapper.types import MapperGraph
from topopress.visuals.targets import (
    Targets,
    towards_activations,
    towards_differences,
    towards_distinct_means,
    towards_means,
    towards_whitened,
    whitening_matrix,
)
from topopress.visuals.types import ExemplarRows


@dataclass(frozen=True, slots=True, eq=False)
class Subjects:
    """What the pictures of a layer show, the most important first, shape (n,).

    Nodes, rows, or arms counted through all structures.
    """

    subject: Int64


@dataclass(frozen=True, slots=True, eq=False)
class PictureTargets(Subjects):
    """The subjects of pictures, and what each is to respond to."""

    targets: Targets


def node_targets(
    rows: Rows,
    graph: MapperGraph,
    described: Description,
    shape: LayerShape,
    settings: FeatureVisualisation,
) -> PictureTargets:
    """Return the nodes, by rows times the share of resamples that they are found in."""
    nodes = _nodes(graph, shape)
    centroids = np.ascontiguousarray(described.statistics.mean)
    if settings.objective == "distinct":
        targets = towards_distinct_means(centroids, settings.cosine_power)
    elif settings.objective == "direction":
        targets = towards_means(centroids, settings.cosine_power)
    else:
        whitening = whitening_matrix(rows.vectors)
        targets = towards_whitened(centroids, whitening, settings.cosine_power)
    return PictureTargets(nodes, targets.at(nodes))


def arm_targets(
    rows: Rows,
    graph: MapperGraph,
    shape: LayerShape,
    settings: FeatureVisualisation,
) -> PictureTargets:
    """Return the arms of the first bifurcations: the mean of its rows minus that of the others."""
    structures = shape.structures
    chosen = [k for k in ranked(shape) if structures.kind[k] == "bifurcation"][: settings.contrasts]
    arms, means, others = [], [], []
    for place in chosen:
        first, last = structures.arm_offsets[place : place + 2].tolist()
        for arm in range(first, last):
            arms.append(arm)
            means.append(_mean_of(rows, graph, shape, [arm]))
            others.append(_mean_of(rows, graph, shape, [k for k in range(first, last) if k != arm]))
    shaped = (len(arms), rows.layer.channels)
    return PictureTargets(
        np.array(arms, np.int64),
        towards_differences(
            np.array(means, np.float32).reshape(shaped),
            np.array(others, np.float32).reshape(shaped),
            settings.cosine_power,
        ),
    )


def row_targets(
    rows: Rows,
    graph: MapperGraph,
    shape: LayerShape,
    exemplars: ExemplarRows,
    settings: FeatureVisualisation,
) -> PictureTargets:
    """Return the rows nearest to the centroids, in the order of the nodes."""
    chosen = [
        exemplars.row[exemplars.of_kind(int(node), "nearest")][: settings.activations]
        for node in _nodes(graph, shape)
    ]
    found = np.concatenate([np.empty(0, np.int32), *chosen])
    _, first = np.unique(found, return_index=True)
    subject = found[np.sort(first)].astype(np.int64)
    vectors = np.ascontiguousarray(rows.vectors[subject], np.float32)
    return PictureTargets(subject, towards_activations(vectors, settings.cosine_power))


def _nodes(graph: MapperGraph, shape: LayerShape) -> Int64:
    weight = np.diff(graph.member_offsets).astype(np.float64)
    if shape.stability is not None:
        weight *= np.nan_to_num(shape.stability.node_bootstrap, nan=1.0)
    return np.argsort(-weight, kind="stable")


def _mean_of(rows: Rows, graph: MapperGraph, shape: LayerShape, arms: Sequence[int]) -> Float32:
    """Return the mean activation of the rows in any node of some arms."""
    structures = shape.structures
    ends = structures.arm_node_offsets
    nodes = [node for arm in arms for node in structures.arm_nodes[ends[arm] : ends[arm + 1]]]
    members = np.unique(np.concatenate([graph.members_of(int(node)) for node in nodes]))
    mean: Float32 = rows.vectors[members].mean(axis=0, dtype=np.float64).astype(np.float32)
    return mean
