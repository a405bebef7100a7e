"""The joint graph of two networks over the same samples."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from topopress.config.lenses import is_column, parse_lens
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32, Float64, Int32, Int64
from topopress.core.seeds import rng_for
from topopress.diagnosis.joint.alignment import Aligned, aligned
from topopress.diagnosis.joint.origins import NodeOrigins, connected, node_origins
from topopress.diagnosis.joint.told_apart import FarSamples, is_told
from topopress.diagnosis.joint.types import JointGraph, OnlyGroup, Origin
from topopress.mapper.graph import build_graph
from topopress.mapper.layout import layout
from topopress.mapper.types import MapperGraph

MOST = 3_000
"""Samples at most: half are aligned, half are in the graph."""
LEAST = 60
"""Samples that are needed."""
LEAST_OF_GROUP = 10
"""Samples of a group that is told."""
SHOWN = 5
"""Samples and labels that are named."""
ORIGINS: tuple[Origin, Origin] = (0, 1)


@dataclass(frozen=True, slots=True, eq=False)
class TwoRows:
    """The vectors of the last layers of two networks.

    Attributes:
        layers: Names of the layers.
        first: Shape (n, n_channels of the first).
        second: Shape (n, n_channels of the second), of the same samples.
        sample: Number of each sample, shape (n,).
        label: Its label, -1 for none, shape (n,).
        names: Names of the labels.
    """

    layers: tuple[str, str]
    first: Float32
    second: Float32
    sample: Int32
    label: Int32
    names: tuple[str, ...]


def joint_settings(mapper: Mapper) -> tuple[Mapper, bool] | None:
    """Return settings for joint rows, and whether a lens was replaced; None where there are none.

    Joint rows have no column of the samples and no outputs: such a lens becomes the L2 norm. Parts
    along class probabilities are those of one network.
    """
    if mapper.splits is not None:
        return None
    own = [parse_lens(name).text if name.startswith("raw:") else name for name in mapper.lenses]
    lenses = list(dict.fromkeys("l2_norm" if is_column(name) else name for name in own))
    one = len(lenses) == 1
    changes: dict[str, object] = {"lens": lenses[0] if one else tuple(lenses)}
    if one:
        changes["second_cover"] = None
    return mapper.model_copy(update=changes), lenses != own


def joint_graph(rows: TwoRows, mapper: Mapper, *, seed: int) -> JointGraph | None:
    """Make the joint graph under settled settings; None where there are none, or few samples.

    The seed draws the samples that are aligned and those in the graph.
    """
    settings = joint_settings(mapper)
    if settings is None or len(rows.sample) < LEAST:
        return None
    chosen, replaced = settings
    rng = rng_for(seed, "joint")
    drawn = rng.permutation(len(rows.sample))[:MOST]
    fitted, shown = drawn[: len(drawn) // 2], np.sort(drawn[len(drawn) // 2 :])
    both = np.concatenate([fitted, shown])
    alike = aligned(rows.first[both], rows.second[both], np.arange(len(fitted)), rng)
    pair = alike.first[len(fitted) :], alike.second[len(fitted) :]
    graph = build_graph(np.concatenate(pair), chosen, seed=seed)
    origins = node_origins(graph, len(shown))
    far = FarSamples.of(*pair), FarSamples.of(*pair[::-1])
    label, share = _labels(graph, np.tile(rows.label[shown], 2), len(rows.names))
    return JointGraph(
        layers=rows.layers,
        n_fitted=len(fitted),
        n_shown=len(shown),
        explained=alike.explained,
        explained_by_chance=alike.explained_by_chance,
        lens=", ".join(chosen.lenses),
        replaced=replaced,
        in_no_node=1 - len(np.unique(graph.members)) / len(graph.lens),
        names=tuple(graph.node_id(node) for node in range(graph.n_nodes)),
        first=origins.first,
        second=origins.second,
        beyond_chance=origins.beyond_chance,
        label=label,
        label_share=share,
        position=layout(graph, seed=seed),
        edges=graph.edges,
        jaccard=graph.jaccard,
        apart=(far[0].share, far[1].share),
        groups=tuple(_groups(graph, origins, far, rows, shown, alike)),
    )


def _labels(graph: MapperGraph, label: Int32, n_labels: int) -> tuple[Int32, Float64]:
    """Return the commonest label of each node, and its share among rows with one."""
    commonest, share = np.full(graph.n_nodes, -1, np.int32), np.zeros(graph.n_nodes)
    for node in range(graph.n_nodes):
        known = label[graph.members_of(node)]
        counts = np.bincount(known[known >= 0], minlength=n_labels)
        if counts.sum():
            commonest[node], share[node] = counts.argmax(), counts.max() / counts.sum()
    return commonest, share


def _groups(
    graph: MapperGraph,
    origins: NodeOrigins,
    far: tuple[FarSamples, FarSamples],
    rows: TwoRows,
    shown: Int64,
    alike: Aligned,
) -> Iterator[OnlyGroup]:
    """Yield the groups of nodes of one network alone: told apart first, then the largest."""
    found = []
    for origin in ORIGINS:
        for nodes in connected(graph, origins.alone(origin)):
            inside = np.unique(np.concatenate([graph.members_of(node) for node in nodes.tolist()]))
            own = inside[(inside >= len(shown)) == bool(origin)].astype(np.int64)
            own -= origin * len(shown)
            if len(own) >= LEAST_OF_GROUP:
                ranked = nodes[np.lexsort((nodes, -np.diff(graph.member_offsets)[nodes]))]
                names = tuple(graph.node_id(node) for node in ranked.tolist())
                found.append(_group(origin, names, own, far[origin], rows, shown, alike.explained))
    yield from sorted(found, key=lambda one: (not one.told, -one.n_samples, one.nodes))


def _group(  # noqa: PLR0913, PLR0917 - what is known of the group
    origin: Origin,
    nodes: tuple[str, ...],
    own: Int64,
    far: FarSamples,
    rows: TwoRows,
    shown: Int64,
    explained: float,
) -> OnlyGroup:
    shares, error = far.of_samples(own)
    apart, label = float(shares.mean()), rows.label[shown]
    strangers = far.among(own)
    of_own, of_others = (_ranked_labels(label[each], rows.names) for each in (own, strangers))
    frequent, times = np.unique(strangers, return_counts=True)
    typical = frequent[np.lexsort((frequent, -times))][:SHOWN]
    return OnlyGroup(
        origin=origin,
        nodes=nodes,
        n_samples=len(own),
        label=of_own[0][0] if of_own else "",
        share=of_own[0][1] if of_own else 0.0,
        samples=tuple(rows.sample[shown[own[np.lexsort((own, -shares))][:SHOWN]]].tolist()),
        apart=apart,
        error=error,
        others=of_others[:SHOWN],
        far=tuple(rows.sample[shown[typical]].tolist()),
        told=is_told(apart, error, of_all=far.share, explained=explained),
    )


def _ranked_labels(label: Int32, names: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """Return the labels of samples with their shares, the commonest first."""
    counts = np.bincount(label[label >= 0], minlength=len(names))
    order = np.argsort(-counts, kind="stable")
    return tuple((names[k], float(counts[k] / len(label))) for k in order.tolist() if counts[k] > 0)
