"""New rows over finished graphs: copies fall into their own nodes, far rows fit nowhere."""

from dataclasses import replace

import numpy as np
import pytest

from topopress.config.schema import Mapper
from topopress.core.errors import DataError
from topopress.diagnosis.overlay.attached import NewRows, OwnRows, attached, distances
from topopress.diagnosis.overlay.edited import edited_samples, returns
from topopress.diagnosis.overlay.figures import (
    LabelledRows,
    answers,
    confusion,
    effective_nodes,
    label_counts,
)
from topopress.diagnosis.overlay.laid import Laid, laid_over
from topopress.diagnosis.overlay.left import left_of, repeated
from topopress.diagnosis.overlay.new_lenses import VectorPair, new_lens
from topopress.diagnosis.overlay.types import (
    Attachment,
    EditedSamples,
    FinishedGraph,
    LeftRow,
    RowsLeft,
)
from topopress.mapper.graph import build_graph
from topopress.mapper.lens import lens_values
from topopress.samples.types import Sample

SEED = 3
CENTRES = np.array([[3.0, 0, 0, 0, 0, 0], [0, 5, 0, 0, 0, 0], [0, 0, 7, 0, 0, 0]])


def clouds(seed: int, each: int = 80) -> tuple[np.ndarray, np.ndarray]:
    """Return rows in three clouds, shape (3 * each, 6), and the cloud of each."""
    label = np.repeat(np.arange(3), each).astype(np.int32)
    rng = np.random.default_rng(seed)
    return (CENTRES[label] + rng.normal(0, 0.3, (len(label), 6))).astype(np.float32), label


def settled(**changes) -> Mapper:
    written = {
        "lens": "l2_norm",
        "cover": {"kind": "uniform", "n_intervals": 6, "overlap": 0.3},
        "clusterer": {"kind": "dbscan", "eps": 0.8, "min_samples": 4},
    }
    made = written | changes
    clusterer = {"metric": "euclidean", **made["clusterer"]}
    return Mapper.model_validate(made | {"clusterer": clusterer})


SETTINGS = {
    "dbscan": settled(),
    "adaptive": settled(
        clusterer={"kind": "dbscan", "eps": "adaptive", "eps_quantile": 0.9, "min_samples": 4}
    ),
    "cosine": settled(
        clusterer={"kind": "dbscan", "eps": 0.05, "min_samples": 4, "metric": "cosine"}
    ),
    "two lenses": settled(lens=["l2_norm", "component:1"]),
    "agglomerative": settled(
        clusterer={"kind": "agglomerative", "distance_threshold": 1.5, "min_size": 4}
    ),
    "balls": settled(cover={"kind": "ball", "radius": 1.2}, clusterer={"kind": "none"}),
    "none": settled(clusterer={"kind": "none"}),
}


def graph_of(vectors: np.ndarray, settings: Mapper) -> FinishedGraph:
    made = build_graph(vectors, settings, seed=SEED)
    return FinishedGraph(**{name: getattr(made, name) for name in FinishedGraph.__slots__})


def lenses_of(vectors: np.ndarray, own: np.ndarray, settings: Mapper) -> tuple:
    pair = VectorPair(vectors, own)
    return tuple(new_lens(name, pair, pair, {}) for name in settings.lenses)


def attach(new: np.ndarray, own: np.ndarray, settings: Mapper):
    graph = graph_of(own, settings)
    rows = NewRows.of(new, lenses_of(new, own, settings))
    metric = settings.clusterer.metric
    owned = OwnRows(own, np.arange(len(own), dtype=np.int32))
    return graph, attached(rows, owned, graph, metric, seed=SEED)


@pytest.mark.parametrize("name", SETTINGS)
def test_copies_fall_into_their_own_nodes(name):
    vectors, _ = clouds(0)
    graph, found = attach(vectors.copy(), vectors, SETTINGS[name])
    assert graph.n_nodes > 2
    own = np.repeat(np.arange(graph.n_nodes), np.diff(graph.member_offsets))
    expected = set(zip(graph.members.tolist(), own.tolist(), strict=True))
    got = set(zip(found.row.tolist(), found.node.tolist(), strict=True))
    members = {row for row, _ in expected}
    assert {pair for pair in got if pair[0] in members} >= expected
    # A row is at most in one node of an element of the cover.
    elements = [(row, graph.node_interval[node]) for row, node in got]
    assert len(set(elements)) == len(elements)
    noise = got - expected
    assert all(found.nearness[row] > 0 for row, _ in noise)


@pytest.mark.parametrize("name", SETTINGS)
def test_far_rows_fit_nowhere(name):
    vectors, _ = clouds(0)
    far = np.random.default_rng(1).normal(0, 1, (20, 6)).astype(np.float32)
    far[:, :3] = 0
    far *= 1000 / np.linalg.norm(far, axis=1, keepdims=True)
    _, found = attach(far, vectors, SETTINGS[name])
    assert len(found.nowhere()) == len(far)


def test_rows_within_the_range_of_the_lens_can_be_too_far():
    vectors, _ = clouds(0)
    turned = vectors[:, ::-1].copy()
    _, found = attach(turned, vectors, SETTINGS["dbscan"])
    assert len(found.nowhere()) == len(turned)
    assert np.isfinite(found.nearness).any()


def test_a_row_joins_the_nearest_of_two_nodes():
    vectors = np.array([[1.0, 0], [1, 0.1], [1, 0.2], [0, 1], [0.1, 1], [0.2, 1]], np.float32)
    settings = settled(
        cover={"kind": "uniform", "n_intervals": 1, "overlap": 0},
        clusterer={"kind": "dbscan", "eps": 0.3, "min_samples": 2},
    )
    new = np.array([[1, 0.15], [0.15, 1], [0.72, 0.72]], np.float32)
    graph, found = attach(new, vectors, settings)
    assert graph.n_nodes == 2
    assert found.row.tolist() == [0, 1]
    assert found.node.tolist() == [0, 1]
    assert found.nowhere().tolist() == [2]


def test_new_rows_from_the_same_source_fit_as_often_as_own_ones():
    own, label = clouds(0)
    new, new_label = clouds(9)
    result = laid(own, label, new, new_label)
    assert abs(result.nowhere.count / 240 - result.own_nowhere.count / 240) < 0.06
    assert result.confusion is not None
    assert result.confusion.right.count == result.confusion.right.total > 200
    assert result.confusion.own_right.count == result.confusion.own_right.total > 200
    every = result.spreads[0]
    assert every.effective == pytest.approx(every.own_effective, rel=0.15)


def test_swapped_labels_are_seen_in_the_confusion_and_only_there():
    own, label = clouds(0)
    new, new_label = clouds(9)
    swapped = np.array([1, 0, 2], np.int32)[new_label]
    result = laid(own, label, new, swapped)
    assert result.confusion is not None
    table = np.array(result.confusion.counts)[:, :3]
    assert result.confusion.answers == ("a", "b", "c")
    assert table[0, 1] > 60 and table[1, 0] > 60 and table[2, 2] > 60
    assert table.sum() == table[0, 1] + table[1, 0] + table[2, 2]


def test_a_cloud_that_is_missing_in_the_new_data_is_a_deficit():
    own, label = clouds(0)
    new, new_label = clouds(9)
    kept = new_label != 2
    result = laid(own, label, new[kept], new_label[kept])
    missing = [one for one in result.shares if one.own_label == "c"]
    assert missing and all(one.new == 0 and one.expected > 0 for one in missing)
    assert sum(one.nodes for one in result.spreads if one.label == "c") == 0


def test_left_rows_say_why():
    own, label = clouds(0)
    far = np.full((1, 6), 1000, np.float32)
    beside = own[:1, ::-1].copy()
    new = np.concatenate([own[:1], far, beside])
    result = laid(own, label, new, np.zeros(3, np.int32))
    assert [(one.row, one.reason) for one in result.left] == [(1, "outside"), (2, "far")]
    assert result.left[0].nearness is None
    assert result.left[1].nearness > 1


def test_own_rows_are_judged_without_their_sample():
    # Two rows of each sample at one place, and nothing else near: alone, none fits anywhere.
    base = np.arange(1, 31, dtype=np.float32)[:, None] * np.eye(30, dtype=np.float32)
    own = np.repeat(base, 2, axis=0)
    sample = np.repeat(np.arange(30), 2).astype(np.int32)
    settings = settled(clusterer={"kind": "dbscan", "eps": 0.1, "min_samples": 2})
    label = (sample % 2).astype(np.int32)
    result = laid(own, label, own.copy(), label, settings=settings, sample=sample)
    assert result.nowhere.count == 0
    assert result.own_nowhere.count == result.own_nowhere.total == 60


def test_effective_nodes_do_not_depend_on_how_many_rows_there_are():
    rng = np.random.default_rng(0)
    few = [effective_nodes(rng.integers(0, 10, 30), 10) for _ in range(400)]
    assert 1 / np.mean([1 / one for one in few if one]) == pytest.approx(10, rel=0.05)
    assert effective_nodes(np.array([4, 4, 4]), 10) == 1
    assert effective_nodes(np.array([1, 2]), 10) is None
    assert effective_nodes(np.empty(0, np.int64), 10) is None


def test_labels_are_compared_without_case_and_underscores():
    own, label = clouds(0)
    names = ("Tabby_cat", "b", "c")
    graph, found = attach(own, own, SETTINGS["dbscan"])
    owned = LabelledRows(names, label, np.arange(len(own), dtype=np.int32))
    new = replace(owned, labels=("tabby cat", "b", "c"))
    answer = answers(found, label_counts(graph, owned))
    table = confusion(found, answer, new, owned, own_right=laid(own, label, own, label).nowhere)
    assert table is not None
    assert table.right.count == table.right.total


def test_data_without_labels_has_no_confusion():
    own, label = clouds(0)
    nobody = np.full(len(own), -1, np.int32)
    assert laid(own, nobody, own, label, names=()).confusion is None
    assert laid(own, label, own, nobody, new_names=()).confusion is None


def test_lenses_of_copies_are_those_of_the_graph():
    own, _ = clouds(0)
    pair = VectorPair(own.copy(), own)
    for name in ("l1_norm", "l2_norm", "max_norm", "component:2"):
        assert np.array_equal(new_lens(name, pair, pair, {}), lens_values(own, name))
    assert np.array_equal(new_lens("raw:l2_norm", pair, pair, {}), lens_values(own, "l2_norm"))
    column = {"metadata:size": np.arange(len(own), dtype=np.float64)}
    assert new_lens("metadata:size", pair, pair, column)[-1] == len(own) - 1
    with pytest.raises(ValueError, match="no value for new rows"):
        new_lens("eccentricity", pair, pair, {})


def sample_of(name, **metadata):
    return Sample(f"id {name}", name, None, "0" * 64, metadata=metadata)


OWN = tuple(sample_of(f"own{k}.png") for k in range(3))


def test_copies_name_their_originals_by_id_or_origin():
    new = (
        sample_of("a", source="own2.png", how="blurred"),
        sample_of("b", source="id own0.png", how="shifted"),
        sample_of("c", source="", how=""),
    )
    found = edited_samples(new, OWN, "source", "how", "overlay")
    assert found.original.tolist() == [2, 0, -1]
    assert found.changes == ("blurred", "shifted")
    assert found.change.tolist() == [0, 1, -1]


@pytest.mark.parametrize(
    ("of", "change", "said"),
    [
        ("sorce", None, r"overlay.of: .* no column 'sorce'; did you mean 'source'\?"),
        ("source", "what", r"overlay.change: .* no column 'what'"),
        ("wrong", None, r"overlay.of: 'a' says 'own9.png', which is the id or the origin of no"),
    ],
)
def test_copies_without_an_original_are_refused(of, change, said):
    new = (sample_of("a", source="own2.png", wrong="own9.png"),)
    with pytest.raises(DataError, match=said):
        edited_samples(new, OWN, of, change, "overlay")


def test_copies_that_hardly_move_come_back_and_strong_edits_do_not():
    own, label = clouds(0)
    rng = np.random.default_rng(5)
    slight = own + rng.normal(0, 0.02, own.shape).astype(np.float32)
    far = own[:, ::-1].copy()
    new = np.concatenate([slight, far])
    rows = np.arange(len(own), dtype=np.int32)
    edited = EditedSamples(np.tile(rows, 2), np.repeat([0, 1], len(own)), ("slight", "turned"))
    result = laid(own, label, new, np.tile(label, 2), edited=edited).returns
    slightly, turned = result.changes
    assert slightly.copies == turned.copies > len(own) * 0.9
    assert (slightly.same + slightly.beside) / slightly.copies > 0.95
    assert turned.nowhere == turned.copies
    assert result.every.copies == 2 * slightly.copies
    assert 0 < result.every.chance < 0.5
    rates = [(one.copies.same + one.copies.beside) / one.copies.copies for one in result.nodes]
    assert rates == sorted(rates)


def test_a_copy_in_a_neighbour_is_beside():
    graph = FinishedGraph(
        lens=np.zeros(3),
        intervals=(),
        eps=np.empty(0),
        node_interval=np.arange(3, dtype=np.int32),
        node_cluster=np.zeros(3, np.int32),
        member_offsets=np.arange(4),
        members=np.arange(3, dtype=np.int32),
        edges=np.array([[0, 1]], np.int32),
        second_lens=np.empty(0),
        ball_radius=None,
    )
    # Copies of the samples 0, 0, 0 and 2, in the nodes 0, 1, 2 and none; the last is no copy.
    found = Attachment(
        np.array([0, 1, 2, 4], np.int32), np.array([0, 1, 2, 0], np.int32), np.zeros(5)
    )
    original = np.array([0, 0, 0, 2, -1], np.int32)
    edited = EditedSamples(original, np.full(5, -1, np.int32), ())
    rows = np.arange(5, dtype=np.int32)
    result = returns(found, rows, edited, graph, np.arange(3, dtype=np.int32))
    every = result.every
    assert (every.copies, every.same, every.beside, every.nowhere) == (4, 1, 1, 1)
    assert [one.node for one in result.nodes] == ["i2c0", "i0c0"]
    # Half of the copies are in node 0 or its neighbour, a quarter in node 2.
    assert every.chance == pytest.approx((3 * 0.5 + 0.25) / 4, abs=1e-4)


def test_new_samples_that_fit_nowhere_in_most_layers_are_first():
    rows = np.array([0, 0, 1, 2], np.int32)
    both = RowsLeft(rows, (LeftRow(0, 0, "far", 2.0), LeftRow(3, 2, "far", 1.2)))
    one = RowsLeft(rows, (LeftRow(2, 1, "outside", None), LeftRow(3, 2, "far", 1.4)))
    found = left_of({"a": both, "b": one})
    # Sample 0 has another row in a node; sample 2 is left in both layers.
    assert [(each.sample, each.layers) for each in found] == [(2, ("a", "b")), (1, ("b",))]
    assert found[0].nearness == 1.3
    assert found[1].nearness is None


def test_samples_of_the_same_bytes_are_named():
    new = (Sample("n0", "x", None, "aa"), Sample("n1", "y", None, "bb"))
    own = (Sample("o0", "p", None, "cc"), Sample("o1", "q", None, "bb"))
    assert [(one.sample, one.own) for one in repeated(new, own)] == [(1, 1)]


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_distances(metric):
    some = np.array([[1, 0], [0, 0]], np.float32)
    others = np.array([[0, 2], [1, 0], [0, 0]], np.float32)
    expected = {
        "euclidean": [[5**0.5, 0, 1], [2, 1, 0]],
        "cosine": [[1, 0, 1], [1, 1, 0]],
    }
    assert distances(some, others, metric) == pytest.approx(np.array(expected[metric]))


def laid(
    own,
    label,
    new,
    new_label,
    *,
    settings=SETTINGS["dbscan"],
    sample=None,
    names=("a", "b", "c"),
    new_names=("a", "b", "c"),
    edited=None,
):
    """Lay rows over the graph of others."""
    sample = np.arange(len(own), dtype=np.int32) if sample is None else sample
    given = Laid(
        new=NewRows.of(new, lenses_of(new, own, settings)),
        own=OwnRows(own, sample),
        graph=graph_of(own, settings),
        new_labels=LabelledRows(new_names, new_label, np.arange(len(new), dtype=np.int32)),
        own_labels=LabelledRows(names, label, sample),
        metric=settings.clusterer.metric,
        edited=edited,
    )
    return laid_over("layer", given, seed=SEED)
