"""Splits along class probabilities: planted parts, the worked example, any order of the rows."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from topopress.config.schema import Mapper
from topopress.config.splits import SplitCover
from topopress.core.errors import ConfigError
from topopress.mapper import splits as splits_module
from topopress.mapper.graph import build_graph
from topopress.mapper.head import class_probabilities
from topopress.mapper.near_points import NearPoints
from topopress.mapper.splits import PROBABILITIES, SplitRows

DOCS = Path(__file__).parents[3] / "docs/mapper.md"
PLACES = [0, 1, 2.1, 3.3, 4.6, 6, 7.5, 9.1, 10.8, 12.6, 14.5, 100, 101, 102.1, 200, 201]
FIRST = [1, 1, 0.9, 0.7, 0.6, 0.5, 0.4, 0.3, 0.1, 0, 0, 0.5, 0.5, 0.5, 1, 1]


def settings_of(metric="cosine", **cover):
    return Mapper(cover={"kind": "split", **cover}, clusterer={"kind": "none", "metric": metric})


def two(first):
    first = np.asarray(first, np.float64)
    return np.column_stack([first, 1 - first])


def wavering(n=120, seed=0):
    """Two classes that waver between each other, and a sure third one."""
    rng = np.random.default_rng(seed)
    along = np.concatenate([np.zeros(n), np.linspace(0, 1, n), np.ones(n)])
    between = np.outer(1 - along, np.eye(8)[0]) + np.outer(along, np.eye(8)[1])
    vectors = np.concatenate([between, np.tile(np.eye(8)[2], (n, 1))])
    vectors += rng.normal(0, 0.02, vectors.shape)
    probabilities = np.zeros((4 * n, 3))
    probabilities[: 3 * n, 0], probabilities[: 3 * n, 1] = 1 - along, along
    probabilities[3 * n :, 2] = 1
    return vectors.astype(np.float32), probabilities


def test_the_worked_example_is_the_one_of_the_docs():
    vectors = np.array(PLACES, np.float32)[:, None]
    chosen = settings_of("euclidean", neighbours=1, rows=6, least_rows=3, overlap=0.2)
    graph = build_graph(vectors, chosen, seed=0, columns={PROBABILITIES: two(FIRST)})
    lines = [
        f"{graph.node_id(node)}: {' '.join(map(str, graph.members_of(node)))}"
        for node in range(graph.n_nodes)
    ]
    lines += [
        f"{graph.node_id(a)} - {graph.node_id(b)}: {shared} shared, Jaccard {jaccard:.3f}"
        for (a, b), shared, jaccard in zip(graph.edges, graph.shared, graph.jaccard, strict=True)
    ]
    assert "```\n{}\n```".format("\n".join(lines)) in DOCS.read_text(encoding="utf-8")
    assert not any(interval.bounds for interval in graph.intervals)


def test_wavering_rows_stand_between_their_classes():
    vectors, probabilities = wavering()
    columns = {PROBABILITIES: probabilities}
    graph = build_graph(vectors, settings_of(), seed=0, columns=columns)
    assert len(np.unique(graph.members)) == len(vectors)
    means = np.array(
        [probabilities[graph.members_of(node)].mean(axis=0) for node in range(graph.n_nodes)]
    )
    spreads = [np.ptp(probabilities[graph.members_of(k)], axis=0).max() for k in range(len(means))]
    sizes = np.diff(graph.member_offsets)
    assert all(size <= 50 or spread <= 0.1 for size, spread in zip(sizes, spreads, strict=True))
    # The third class is an island; the others are a chain from sure to sure.
    third = np.flatnonzero(means[:, 2] > 0.5)
    assert len(third) == 1
    assert third[0] not in graph.edges
    order = np.argsort(means[:, 1])
    chain = [node for node in order.tolist() if node != third[0]]
    assert len(chain) > 2
    joined = {tuple(sorted(edge)) for edge in graph.edges.tolist()}
    assert all(tuple(sorted(pair)) in joined for pair in pairwise(chain))


def test_the_order_of_rows_changes_nothing():
    vectors, probabilities = wavering(60)
    vectors[5:9] = vectors[4]
    cover = SplitCover(kind="split", rows=20)
    parts = SplitRows.of(vectors, "cosine", probabilities, 10).parts(cover)
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(len(vectors))
        again = SplitRows.of(vectors[order], "cosine", probabilities[order], 10).parts(cover)
        assert [set(order[rows]) for rows in again] == [set(rows) for rows in parts]


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_neighbours_are_the_nearest_by_brute_force(metric):
    rng = np.random.default_rng(2)
    vectors = (rng.normal(size=(80, 5)) + 30).astype(np.float32)
    near = NearPoints.of(vectors, metric, 7)
    points = near.points
    apart = ((points[:, None] - points) ** 2).sum(axis=2)
    np.fill_diagonal(apart, np.inf)
    assert (near.near == np.argsort(apart, axis=1, kind="stable")[:, :7]).all()


def test_some_of_the_rows_are_split_as_if_they_were_alone():
    vectors, probabilities = wavering(80)
    cover = SplitCover(kind="split", rows=20)
    # Fewer were looked up than may be needed, so some are sought again.
    every = SplitRows.of(vectors, "cosine", probabilities, 12)
    for seed in range(3):
        drawn = np.flatnonzero(np.random.default_rng(seed).random(len(vectors)) < 0.6)
        alone = SplitRows.of(vectors[drawn], "cosine", probabilities[drawn], 10).parts(cover)
        found = every.parts(cover, drawn)
        assert {frozenset(drawn[rows]) for rows in alone} == {frozenset(rows) for rows in found}


def test_a_small_piece_joins_the_part_it_is_connected_with_most():
    # Rows 8 and 9 waver; they are next to the second group.
    places = [0, 1, 2.1, 3.3, 4.6, 6, 7.5, 9.1, 10.9, 12.6, 14.4, 16.3]
    vectors = np.array(places, np.float32)[:, None]
    first = [1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0]
    split = SplitRows.of(vectors, "euclidean", two(first), 2)
    parts = split.parts(SplitCover(kind="split", neighbours=2, rows=3, least_rows=3, overlap=0))
    assert sorted(np.concatenate(parts).tolist()) == list(range(12))
    (held,) = [rows for rows in parts if 9 in rows]
    assert {4, 5, 6, 7, 8, 9, 10, 11} == set(held)


def test_rows_without_anything_to_split_are_one_part():
    alike = np.full((30, 2), 0.5)
    vectors = np.random.default_rng(0).normal(size=(30, 4)).astype(np.float32)
    assert len(SplitRows.of(vectors, "cosine", alike, 10).parts(SplitCover(kind="split"))) == 1
    equal = SplitRows.of(np.ones((30, 4), np.float32), "cosine", alike, 10)
    assert [len(rows) for rows in equal.parts(SplitCover(kind="split"))] == [30]
    one = SplitRows.of(vectors[:1], "cosine", alike[:1], 10)
    assert one.parts(SplitCover(kind="split")) == []
    assert len(one.parts(SplitCover(kind="split", least_rows=1))) == 1


def test_equal_rows_with_other_answers_are_split():
    vectors = np.ones((40, 3), np.float32)
    parts = SplitRows.of(vectors, "euclidean", two([1.0] * 20 + [0.0] * 20), 10).parts(
        SplitCover(kind="split", rows=10)
    )
    assert [rows.tolist() for rows in parts] == [list(range(20, 40)), list(range(20))]


def test_too_many_rows_or_parts_are_one_clear_error(monkeypatch):
    vectors, probabilities = wavering(40)
    monkeypatch.setattr(splits_module, "MOST_ELEMENTS", 3)
    with pytest.raises(ConfigError, match=r"too many parts, more than 3 .* a larger spread"):
        SplitRows.of(vectors, "cosine", probabilities, 10).parts(SplitCover(kind="split", rows=10))
    monkeypatch.setattr(splits_module, "MOST_ROWS", 100)
    with pytest.raises(ConfigError, match=r"takes 100 rows at most, not 160"):
        SplitRows.of(vectors, "cosine", probabilities, 10)


def test_class_probabilities_are_those_of_logits_or_the_outputs_themselves():
    logits = np.array([[0, 0], [0, np.log(3)]], np.float32)
    assert class_probabilities(logits) == pytest.approx(np.array([[0.5, 0.5], [0.25, 0.75]]))
    given = np.array([[0.2, 0.8]], np.float32)
    assert class_probabilities(given) == pytest.approx(given)
