"""Compares two networks layer by layer, by the mean of each sample that both were shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from topopress.config.schema import Mapper
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.core.progress import Progress
from topopress.core.seeds import rng_for
from topopress.diagnosis.common_rows import CommonRows, LayerNodes, common_rows, exchanged
from topopress.diagnosis.comparison_types import (
    MEASURES,
    ClassAnswers,
    Matrix,
    Measure,
    NetworkComparison,
)
from topopress.diagnosis.drawn import drawn_samples, means_of
from topopress.diagnosis.flow_types import GraphFlow
from topopress.diagnosis.graph_flow import NamedLayer, graph_flow
from topopress.diagnosis.joint.graph import TwoRows, joint_graph
from topopress.diagnosis.joint.types import JointGraph
from topopress.diagnosis.measured_layer import spread
from topopress.diagnosis.measures.channel_match import matched_channels
from topopress.diagnosis.measures.merge_tree import merge_order_similarity, merge_ranks
from topopress.diagnosis.measures.neighbours import NEAREST, overlap
from topopress.diagnosis.measures.node_matching import matched_nodes
from topopress.diagnosis.measures.similarity import debiased_cka, procrustes
from topopress.diagnosis.moved_samples import neighbourhoods
from topopress.diagnosis.nearest import nearest
from topopress.diagnosis.types import SampleMeans
from topopress.diagnosis.verdicts.two_networks import LastLayers, relation

LEAST_SAMPLES = 20
"""Samples that both networks need for a comparison."""


@dataclass(frozen=True, slots=True, eq=False)
class ComparedNetwork:
    """What is compared of a network.

    Attributes:
        means: By layer, in forward order.
        graphs: The nodes of each layer, in the same order.
        ids: Id of each sample.
        said: Its answers, a label for each sample; shape (0,) where unknown.
    """

    means: Mapping[str, SampleMeans]
    graphs: Mapping[str, LayerNodes]
    ids: tuple[str, ...]
    said: Int32


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """One layer on the common samples: vectors, and of few of them neighbours and merge order.

    ``nodes`` are those of its graph, by the rows that all layers have.
    """

    vectors: Float32
    neighbours: Int32
    merges: Float64
    nodes: csr_array


def compare(  # noqa: PLR0913 - each by name
    first: ComparedNetwork,
    second: ComparedNetwork,
    *,
    names: tuple[str, ...],
    label: Int32,
    mapper: Mapper | None = None,
    most: int,
    seed: int,
    progress: Progress,
) -> NetworkComparison:
    """Compare two networks.

    Args:
        first: One network; labels are those of its samples.
        second: The other.
        names: Names of the labels.
        label: Label of each sample of the first, -1 for none.
        mapper: Settled settings of the joint graph; None if these are unknown.
        most: Samples that are compared at most.
        seed: Draws them.
        progress: Is told how far the work is.
    """
    mine, theirs = _common(first, second, most, seed)
    n_first, common = len(first.means), _nodes(first, second)
    layers = [
        *_layers(first, mine, common.nodes[:n_first]),
        *_layers(second, theirs, common.nodes[n_first:]),
    ]
    pair = layers[n_first - 1], layers[-1]
    matrices = tuple(_matrices(layers, pair, seed, progress))
    of_last = {one.measure: float(one.values[n_first - 1, -1]) for one in matrices}
    answers = _answers(first, mine), _answers(second, theirs)
    joint = _joint((first, second), pair, mine, names, label, mapper, seed)
    same_size = pair[0].vectors.shape == pair[1].vectors.shape
    last = LastLayers(
        matched=matched_channels(*(one.vectors for one in pair)) if same_size else np.empty(0),
        procrustes=of_last["procrustes"] if same_size else 0.0,
        cka=of_last["cka"],
        first=answers[0],
        second=answers[1],
        names=names,
    )
    return NetworkComparison(
        n_samples=len(mine),
        first=tuple(first.means),
        second=tuple(second.means),
        matrices=matrices,
        verdicts=relation(last),
        agreement=_agreement(*answers),
        classes=tuple(_classes(answers, label[mine], names, pair)),
        flow=_flow((first, second), common, names, label, seed),
        neighbourhoods=neighbourhoods(
            first=list(first.means)[-1],
            second=list(second.means)[-1],
            near=(pair[0].neighbours, pair[1].neighbours),
            sample=mine[spread(len(mine))],
            label=label[mine[spread(len(mine))]],
            labels=names,
        ),
        joint=joint,
        untested=tuple(_untested(answers, joint, same_size=same_size)),
    )


def _joint(  # noqa: PLR0913, PLR0917 - what is known of both
    networks: tuple[ComparedNetwork, ComparedNetwork],
    pair: tuple[_Layer, _Layer],
    samples: Int32,
    names: tuple[str, ...],
    label: Int32,
    mapper: Mapper | None,
    seed: int,
) -> JointGraph | None:
    if mapper is None:
        return None
    first, second = (list(one.means)[-1] for one in networks)
    rows = TwoRows(
        layers=(first, second),
        first=pair[0].vectors,
        second=pair[1].vectors,
        sample=samples,
        label=label[samples],
        names=names,
    )
    return joint_graph(rows, mapper, seed=seed)


def common_samples(first: ComparedNetwork, second: ComparedNetwork) -> tuple[Int32, Int32]:
    """Return the samples that both networks have a mean of, by the order of the first."""
    means, others = (next(iter(each.means.values())).mean_of for each in (first, second))
    place = {second.ids[k]: k for k in others.tolist()}
    both = [(k, place[first.ids[k]]) for k in means.tolist() if first.ids[k] in place]
    pairs = np.array(both, np.int32).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _common(
    first: ComparedNetwork, second: ComparedNetwork, most: int, seed: int
) -> tuple[Int32, Int32]:
    mine, theirs = common_samples(first, second)
    chosen = drawn_samples(np.arange(len(mine), dtype=np.int32), most, seed)
    return mine[chosen], theirs[chosen]


def _nodes(first: ComparedNetwork, second: ComparedNetwork) -> CommonRows:
    """Return the nodes of all layers by their common rows, with the samples of the first."""
    mine, theirs = common_samples(first, second)
    layers = []
    for network, samples in ((first, mine), (second, theirs)):
        number = np.full(len(network.ids), -1, np.int32)
        number[samples] = mine
        layers += [LayerNodes(one.graph, number[one.sample]) for one in network.graphs.values()]
    return common_rows(layers)


def _flow(
    networks: tuple[ComparedNetwork, ComparedNetwork],
    common: CommonRows,
    names: tuple[str, ...],
    label: Int32,
    seed: int,
) -> GraphFlow:
    """Return what becomes of the nodes of one last layer in the other."""
    last = [list(one.graphs.items())[-1] for one in networks]
    first, second = (NamedLayer(name, nodes.graph.names) for name, nodes in last)
    n_first = len(networks[0].graphs)
    of_last = CommonRows((common.nodes[n_first - 1], common.nodes[-1]), common.sample)
    return graph_flow(first, second, of_last, names, label, seed)


def _layers(
    network: ComparedNetwork, samples: Int32, nodes: Sequence[csr_array]
) -> Iterator[_Layer]:
    few = spread(len(samples))
    for means, of_layer in zip(network.means.values(), nodes, strict=True):
        order = np.argsort(samples, kind="stable")
        vectors = np.empty((len(samples), means.means.shape[1]), np.float32)
        vectors[order] = means_of(means, samples[order])
        near = nearest(vectors[few], NEAREST).row
        yield _Layer(vectors, near, merge_ranks(vectors[few]), of_layer)


def _matrices(
    layers: Sequence[_Layer], pair: tuple[_Layer, _Layer], seed: int, progress: Progress
) -> Iterator[Matrix]:
    n, rng = len(layers), rng_for(seed, "comparison")
    others = _exchanged(pair[1], rng)
    halves = np.array_split(rng.permutation(len(pair[0].vectors)), 2)
    progress.start("layers compared", len(MEASURES) * n)
    for measure in MEASURES:
        values = np.eye(n)
        for k in range(n):
            for j in range(k):
                values[k, j] = values[j, k] = _similarity(measure, layers[k], layers[j])
            progress.advance()
        zero = _similarity(measure, pair[0], others)
        yield Matrix(measure, values, zero, _spread(measure, pair, halves))
    progress.finish()


def _similarity(measure: Measure, first: _Layer, second: _Layer) -> float:
    if measure == "cka":
        return debiased_cka(first.vectors, second.vectors)
    if measure == "procrustes":
        return procrustes(first.vectors, second.vectors)
    if measure == "neighbours":
        return float(overlap(first.neighbours, second.neighbours).mean())
    if measure == "nodes":
        return matched_nodes(first.nodes, second.nodes)
    return merge_order_similarity(first.merges, second.merges)


def _exchanged(layer: _Layer, rng: np.random.Generator) -> _Layer:
    """Return a layer whose rows are exchanged at random."""
    vectors = layer.vectors[rng.permutation(len(layer.vectors))]
    few = vectors[spread(len(vectors))]
    nodes = exchanged(layer.nodes, rng)
    return _Layer(vectors, nearest(few, NEAREST).row, merge_ranks(few), nodes)


def _spread(measure: Measure, pair: tuple[_Layer, _Layer], halves: Sequence[Int64]) -> float | None:
    """Return how much CKA and Procrustes differ between halves, drawn without replacement."""
    if measure not in ("cka", "procrustes"):
        return None
    function = debiased_cka if measure == "cka" else procrustes
    found = [function(pair[0].vectors[rows], pair[1].vectors[rows]) for rows in halves]
    return abs(found[0] - found[1])


def _answers(network: ComparedNetwork, samples: Int32) -> Int32 | None:
    return network.said[samples] if len(network.said) else None


def _agreement(first: Int32 | None, second: Int32 | None) -> float | None:
    if first is None or second is None:
        return None
    return float((first == second).mean())


def _classes(
    answers: tuple[Int32 | None, Int32 | None],
    label: Int32,
    names: Sequence[str],
    pair: tuple[_Layer, _Layer],
) -> Iterator[ClassAnswers]:
    """Yield what becomes of the samples of each label, the least alike neighbours first."""
    few = spread(len(label))
    kept = overlap(pair[0].neighbours, pair[1].neighbours)
    found = []
    for k, name in enumerate(names):
        rows, near = label == k, label[few] == k
        if rows.any():
            first, second = (None if said is None else said[rows] for said in answers)
            found.append(
                ClassAnswers(
                    name,
                    int(rows.sum()),
                    None if first is None else float((first == k).mean()),
                    None if second is None else float((second == k).mean()),
                    _agreement(first, second),
                    float(kept[near].mean()) if near.any() else None,
                )
            )
    yield from sorted(found, key=lambda one: (one.neighbours is None, one.neighbours or 0.0))


def _untested(
    answers: tuple[Int32 | None, Int32 | None], joint: JointGraph | None, *, same_size: bool
) -> Iterator[str]:
    if any(said is None for said in answers):
        yield "no_answers"
    if not same_size:
        yield "other_size"
    if joint is None:
        yield "no_joint"
    yield "one_class"
