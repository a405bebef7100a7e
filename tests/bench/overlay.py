"""New data over graphs of scikit-learn's digits, with planted answers, over random halves.

The new data are the other half; the other half of digits that the graph has not seen; or the other
half with a tenth of its labels exchanged. How often a page would say "look at this" is counted.
"""

from collections.abc import Sequence

import numpy as np
from sklearn.datasets import load_digits
from tables import table

from topopress.config.schema import Mapper, UniformCover
from topopress.core.arrays import Float32, Int32
from topopress.diagnosis.overlay.attached import NewRows, OwnRows, attached
from topopress.diagnosis.overlay.figures import LabelledRows
from topopress.diagnosis.overlay.laid import Laid, laid_over
from topopress.diagnosis.overlay.types import FinishedGraph, LayerOverlay
from topopress.mapper.clusterers.agglomerative import Agglomerative
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.graph import build_graph
from topopress.mapper.lens import l2_norm
from topopress.pages.tables.overlay_words import is_above

SEEDS = range(40)
NAMES = tuple(map(str, range(10)))
COVER = UniformCover(n_intervals=8, overlap=0.3)
SETTINGS = {
    f"DBSCAN, {metric}, quantile {quantile}": Mapper(
        cover=COVER, clusterer=Dbscan(kind="dbscan", metric=metric, eps_quantile=quantile)
    )
    for metric in ("euclidean", "cosine")
    for quantile in (0.5, 0.95)
} | {
    "agglomerative, cosine": Mapper(
        cover=COVER,
        clusterer=Agglomerative(kind="agglomerative", metric="cosine", eps_quantile=0.95),
    )
}


def graph_of(vectors: Float32, settings: Mapper) -> FinishedGraph:
    """Return the graph of some rows."""
    made = build_graph(vectors, settings, seed=0)
    return FinishedGraph(**{name: getattr(made, name) for name in FinishedGraph.__slots__})


def rows_of(label: Int32) -> LabelledRows:
    """Return rows of which each is a sample of its own."""
    return LabelledRows(NAMES, label, np.arange(len(label), dtype=np.int32))


def laid(own: tuple[Float32, Int32], new: tuple[Float32, Int32], settings: Mapper) -> LayerOverlay:
    """Lay rows over the graph of others."""
    given = Laid(
        new=NewRows.of(new[0], (l2_norm(new[0]),)),
        own=OwnRows(own[0], np.arange(len(own[0]), dtype=np.int32)),
        graph=graph_of(own[0], settings),
        new_labels=rows_of(new[1]),
        own_labels=rows_of(own[1]),
        metric=settings.clusterer.metric,
    )
    return laid_over("digits", given, seed=0)


def of_seed(vectors: Float32, label: Int32, settings: Mapper, seed: int) -> Sequence[float]:
    """Return the figures of one division into halves."""
    rng = np.random.default_rng(seed)
    first = rng.random(len(label)) < 0.5
    own, new = (vectors[first], label[first]), (vectors[~first], label[~first])
    same = laid(own, new, settings)
    unseen = np.isin(label, rng.choice(10, 2, replace=False))
    foreign = laid(
        (vectors[first & ~unseen], label[first & ~unseen]),
        (vectors[~first & unseen], label[~first & unseen]),
        settings,
    )
    exchanged = new[1].copy()
    rows = rng.choice(len(exchanged), len(exchanged) // 10, replace=False)
    exchanged[rows] = (exchanged[rows] + rng.integers(1, 10, len(rows))) % 10
    mislabelled = laid(own, (new[0], exchanged), settings)
    return (
        _share(same.nowhere), _share(same.own_nowhere), is_above(same.nowhere, same.own_nowhere),
        _share(foreign.nowhere), is_above(foreign.nowhere, foreign.own_nowhere),
        _share(same.confusion.right), _share(same.confusion.own_right),
        is_above(same.confusion.own_right, same.confusion.right),
        is_above(mislabelled.confusion.own_right, mislabelled.confusion.right),
        *copies(own[0], settings),
    )  # fmt: skip


def copies(vectors: Float32, settings: Mapper) -> tuple[float, float]:
    """Return the share of members whose copy is in all of their nodes, and in another, too."""
    graph = graph_of(vectors, settings)
    own = OwnRows(vectors, np.arange(len(vectors), dtype=np.int32))
    new = NewRows.of(vectors.copy(), (l2_norm(vectors),))
    found = attached(new, own, graph, settings.clusterer.metric, seed=0)
    nodes = np.repeat(np.arange(graph.n_nodes), np.diff(graph.member_offsets))
    expected = set(zip(graph.members.tolist(), nodes.tolist(), strict=True))
    got = set(zip(found.row.tolist(), found.node.tolist(), strict=True))
    members = {row for row, _ in expected}
    lacking, more = {row for row, _ in expected - got}, {row for row, _ in got - expected}
    return 1 - len(lacking) / len(members), len(more & members) / len(members)


def report() -> str:
    """Return the table of all settings."""
    digits = load_digits()
    vectors, label = digits.data.astype(np.float32), digits.target.astype(np.int32)
    lines = []
    for name, settings in SETTINGS.items():
        found = np.array([of_seed(vectors, label, settings, seed) for seed in SEEDS], np.float64)
        lines.append([name, *(f"{value:.3f}" for value in found.mean(axis=0))])
    columns = (
        "graph", "other half in no node", "own rows", "said", "unseen digits in no node", "said",
        "label is the majority's", "own rows", "said", "said with 10 % exchanged",
        "copies in their nodes", "and in another",
    )  # fmt: skip
    return table(columns, lines)


def _share(one: object) -> float:
    return one.count / max(one.total, 1)
