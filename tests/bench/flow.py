"""What becomes of nodes, where it is known: vectors in eight clouds, of which one changes.

From one layer to the next a cloud splits in two, merges with another, or dissolves into random
directions; the others get new noise alone. A finding is right if it is of the planted kind and its
rows are mostly of the planted clouds.
"""

from collections import Counter

import numpy as np
from tables import spread, table

from topopress.config.schema import Mapper, UniformCover
from topopress.core.arrays import Float32, Int32
from topopress.diagnosis.common_rows import LayerNodes, common_rows
from topopress.diagnosis.flow_types import CHANGES, GraphFlow
from topopress.diagnosis.graph_flow import NamedLayer, graph_flow
from topopress.diagnosis.types import NodeMembers
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.graph import build_graph

SETTINGS = Mapper(
    cover=UniformCover(n_intervals=10, overlap=0.5),
    clusterer=Dbscan(kind="dbscan", metric="cosine", eps_quantile=0.5),
)
CLOUDS, SIZE, CHANNELS, NOISE, SEEDS = 8, 100, 24, 0.4, range(20)
NORM = 5.0
LABEL = np.repeat(np.arange(CLOUDS, dtype=np.int32), SIZE)
NAMES = tuple(f"cloud {k}" for k in range(CLOUDS))
PLANTED = ("nothing", *CHANGES)


def layers(planted: str, rng: np.random.Generator) -> tuple[Float32, Float32]:
    """Return the vectors of two layers, in the second of which the first cloud has changed."""
    centres = rng.normal(size=(CLOUDS + 1, CHANNELS))
    centres *= NORM / np.linalg.norm(centres, axis=1, keepdims=True)
    place = LABEL.copy()
    if planted == "splits":
        place[rng.permutation(SIZE)[: SIZE // 2]] = CLOUDS
    if planted == "merges":
        place[place == 1] = 0
    after = centres[place]
    if planted == "dissolves":
        after[:SIZE] = rng.normal(size=(SIZE, CHANNELS))
    pair = (centres[LABEL], after)
    first, second = (each + NOISE * rng.normal(size=each.shape) for each in pair)
    return first.astype(np.float32), second.astype(np.float32)


def found(first: Float32, second: Float32, seed: int) -> GraphFlow:
    """Return what becomes of the nodes of one layer in the other."""
    sample = np.arange(len(first), dtype=np.int32)
    nodes = [_nodes(vectors, sample) for vectors in (first, second)]
    named = [NamedLayer(name, one.graph.names) for name, one in zip("ab", nodes, strict=True)]
    return graph_flow(named[0], named[1], common_rows(nodes), NAMES, LABEL, seed)


def _nodes(vectors: Float32, sample: Int32) -> LayerNodes:
    graph = build_graph(vectors, SETTINGS, seed=0)
    members = NodeMembers(
        graph.node_interval, graph.node_cluster, graph.member_offsets, graph.members
    )
    return LayerNodes(members, sample)


def counts(planted: str, flow: GraphFlow) -> Counter[str]:
    """Return how many of the listed changes are right, and how many are not."""
    clouds = NAMES[:2] if planted == "merges" else NAMES[:1]
    return Counter(
        "right" if one.kind == planted and one.node.label in clouds else f"other {one.kind}"
        for one in flow.changes
    )


def row(planted: str) -> tuple[str, ...]:
    """Return the row of the table of one planted change."""
    flows = [found(*layers(planted, np.random.default_rng(seed)), seed) for seed in SEEDS]
    of_each = [counts(planted, flow) for flow in flows]
    said = sum(of_each, Counter())
    chance = sum((Counter(flow.by_chance) for flow in flows), Counter())
    return (
        planted,
        ""
        if planted == "nothing"
        else f"{sum(one['right'] > 0 for one in of_each)} of {len(flows)}",
        str(said["right"]),
        ", ".join(str(said[f"other {kind}"]) for kind in CHANGES),
        f"{chance['splits']}, {chance['merges']}",
        spread([flow.matched for flow in flows], ".2f"),
        spread([flow.matched_by_chance for flow in flows], ".2f"),
    )


def report() -> str:
    """Return the table of all planted changes."""
    titles = (
        "planted", "found in", "right", "others: splits, merges, dissolves",
        "by chance: splits, merges", "matched nodes", "exchanged",
    )  # fmt: skip
    return table(titles, [row(planted) for planted in PLANTED])
