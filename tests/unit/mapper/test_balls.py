"""Balls: the definition by brute force in exact arithmetic, its worked example, its bounds."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from topopress.config.schema import Mapper
from topopress.core.errors import ConfigError
from topopress.mapper import balls as balls_module
from topopress.mapper.balls import cover_by_balls, drawn_order
from topopress.mapper.graph import CoveredRows, build_graph, graph_of
from topopress.mapper.metrics import METRICS
from topopress.mapper.pair_distances import radius_at, share_within

DOCS = Path(__file__).parents[3] / "docs/mapper.md"
LINE = np.array([0, 1, 2, 3, 4, 7, 8, 8], np.float32)[:, None]


def by_definition(vectors, metric, radius, order):
    """Landmarks and balls as pyBallMapper finds them, in exact arithmetic."""
    points = METRICS[metric].points(vectors).tolist()
    squared = Fraction(METRICS[metric].to_euclidean(radius)) ** 2

    def near(i, j):
        pairs = zip(points[i], points[j], strict=True)
        return sum((Fraction(a) - Fraction(b)) ** 2 for a, b in pairs) <= squared

    landmarks = []
    for row in order:
        if not any(near(row, landmark) for landmark in landmarks):
            landmarks.append(row)
    return landmarks, [[i for i in range(len(vectors)) if near(i, k)] for k in landmarks]


def found(vectors, metric, radius, order):
    balls = cover_by_balls(vectors, metric, radius, np.asarray(order))
    return balls.landmark.tolist(), [rows.tolist() for rows in balls.rows]


@st.composite
def clouds(draw):
    """Few values, so that rows coincide and distances equal the radius."""
    shape = (draw(st.integers(1, 24)), draw(st.integers(1, 4)))
    grid = draw(arrays(np.int8, shape, elements=st.integers(-2, 2)))
    scale = draw(st.sampled_from([1.0, 0.1, 2.0**-70, 2.0**90, 1e-30]))
    vectors = (grid * np.float32(scale)).astype(np.float32)
    metric = draw(st.sampled_from(["euclidean", "cosine"]))
    radius = draw(st.sampled_from([1.0, 2.0, 5**0.5, 0.5, 8**0.5, 40.0]))
    if metric == "cosine":
        return vectors, metric, min(radius, 2.0)
    return vectors, metric, float(radius * np.float32(scale))


@given(clouds(), st.integers(0, 99))
@settings(max_examples=120, deadline=None, derandomize=True)
def test_balls_are_those_of_the_definition_in_exact_arithmetic(cloud, seed):
    vectors, metric, radius = cloud
    order = drawn_order(len(vectors), seed)
    assert found(vectors, metric, radius, order) == by_definition(vectors, metric, radius, order)


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_blocks_of_rows_and_landmarks_change_nothing(metric, monkeypatch, tmp_path):
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(90, 6)).astype(np.float32)
    vectors[::7] = 0
    radius, order = radius_at(vectors, metric, 0.02, seed=0), drawn_order(90, 1)
    whole = found(vectors, metric, radius, order)
    assert len(whole[0]) > 30
    assert whole == by_definition(vectors, metric, radius, order)
    monkeypatch.setattr(balls_module, "ROWS_AT_ONCE", 17)
    monkeypatch.setattr(balls_module, "LANDMARKS_AT_ONCE", 5)
    np.save(tmp_path / "v.npy", vectors)
    mapped = np.load(tmp_path / "v.npy", mmap_mode="r")
    assert found(mapped, metric, radius, order) == whole


def test_every_row_is_in_a_ball_and_landmarks_are_apart():
    vectors = np.random.default_rng(3).normal(size=(500, 3)).astype(np.float32)
    balls = cover_by_balls(vectors, "euclidean", 0.8, drawn_order(500, 0))
    assert set(np.concatenate(balls.rows)) == set(range(500))
    middles = vectors[balls.landmark].astype(np.float64)
    apart = np.linalg.norm(middles[:, None] - middles, axis=2)
    assert apart[np.triu_indices(len(middles), 1)].min() > 0.8


def test_the_worked_example_is_the_one_of_the_docs():
    covered = CoveredRows.by_balls(
        LINE, (LINE[:, 0].astype(float),), "euclidean", 1.0, np.arange(8)
    )
    graph = graph_of(covered, [np.zeros(len(rows), np.int32) for rows in covered.rows])
    lines = [
        f"{graph.node_id(node)}: {' '.join(map(str, graph.members_of(node)))}"
        for node in range(graph.n_nodes)
    ]
    lines += [
        f"{graph.node_id(a)} - {graph.node_id(b)}: {shared} shared, Jaccard {jaccard:.3f}"
        for (a, b), shared, jaccard in zip(graph.edges, graph.shared, graph.jaccard, strict=True)
    ]
    assert "```\n{}\n```".format("\n".join(lines)) in DOCS.read_text(encoding="utf-8")
    assert [interval.bounds for interval in covered.intervals] == [
        ((0.0, 1.0),), ((1.0, 3.0),), ((3.0, 4.0),), ((7.0, 8.0),)
    ]  # fmt: skip


def test_a_graph_of_balls_has_a_node_for_each_ball_in_the_order_of_the_lens():
    vectors = np.random.default_rng(5).normal(size=(200, 4)).astype(np.float32)
    chosen = Mapper(cover={"kind": "ball", "radius": 1.2}, clusterer={"metric": "euclidean"})
    graph = build_graph(vectors, chosen, seed=2)
    assert graph.ball_radius == 1.2
    assert graph.node_interval.tolist() == list(range(len(graph.intervals)))
    assert not graph.node_cluster.any()
    assert len(graph.eps) == 0
    balls = cover_by_balls(vectors, "euclidean", 1.2, drawn_order(200, 2))
    expected = sorted(
        (graph.lens[landmark], landmark, rows.tolist())
        for landmark, rows in zip(balls.landmark, balls.rows, strict=True)
    )
    members = [graph.members_of(node).tolist() for node in range(graph.n_nodes)]
    assert members == [rows for _, _, rows in expected]


def test_a_clusterer_divides_balls():
    vectors = np.array([[0], [1], [5], [6]], np.float32).repeat(5, axis=0)
    chosen = Mapper(
        cover={"kind": "ball", "radius": 10.0},
        clusterer={"kind": "dbscan", "metric": "euclidean", "eps": 1.5},
    )
    graph = build_graph(vectors, chosen, seed=0)
    assert [graph.node_id(node) for node in range(graph.n_nodes)] == ["i0c0", "i0c1"]
    assert np.diff(graph.member_offsets).tolist() == [10, 10]


def test_too_many_balls_or_rows_in_them_are_one_clear_error(monkeypatch):
    vectors = np.arange(100, dtype=np.float32)[:, None]
    monkeypatch.setattr(balls_module, "MOST_ELEMENTS", 20)
    with pytest.raises(ConfigError, match=r"more than 20 balls of radius 0\.5 .* a larger radius"):
        cover_by_balls(vectors, "euclidean", 0.5, np.arange(100))
    monkeypatch.setattr(balls_module, "MOST_MEMBERSHIPS", 50)
    with pytest.raises(ConfigError, match=r"balls of radius 30 hold more than 50 rows"):
        cover_by_balls(vectors, "euclidean", 30.0, np.arange(100))


def test_a_radius_is_a_quantile_of_the_distances_of_pairs():
    assert radius_at(LINE, "euclidean", 0.5, seed=0) == 4.0
    assert share_within(LINE, "euclidean", 1.0, seed=0) == 7 / 28
    many = np.random.default_rng(0).normal(size=(4000, 5)).astype(np.float32)
    assert share_within(many, "cosine", radius_at(many, "cosine", 0.1, seed=4), seed=4) == (
        pytest.approx(0.1, abs=1e-5)
    )
    assert radius_at(many[:1], "cosine", 0.1, seed=0) > 0
    assert radius_at(np.ones((9, 2), np.float32), "euclidean", 0.5, seed=0) > 0
