"""The published picture: the same every time, nothing overlaps, the lens runs to the right."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graphs
from topopress.mapper import stress
from topopress.mapper.layout import layout, node_radius, separated
from topopress.mapper.packing import ASPECT, pack, page_width
from topopress.mapper.stress import stress_positions


def made_graph(n_nodes, edges, sizes=None, lens=None):
    """A graph of given shape; the nodes' members are made up, and disjoint."""
    sizes = np.full(n_nodes, 10) if sizes is None else np.asarray(sizes)
    lens = np.arange(n_nodes, dtype=float) if lens is None else np.asarray(lens, dtype=float)
    ends = np.cumsum(sizes)
    edges = np.array(sorted(edges), dtype=np.int32).reshape(-1, 2)
    return graphs.made_graph(
        [range(end - size, end) for size, end in zip(sizes.tolist(), ends.tolist(), strict=True)],
        lens=np.repeat(lens, sizes),
        edges=edges,
        shared=np.ones(len(edges), dtype=np.int32),
        jaccard=np.full(len(edges), 0.2),
    )


def chain(n, first=0):
    return [(first + k, first + k + 1) for k in range(n - 1)]


def overlapping(graph, position):
    radius = node_radius(np.diff(graph.member_offsets))
    distance = np.linalg.norm(position[:, None] - position[None], axis=2)
    return [
        (a, b)
        for a, b in combinations(range(graph.n_nodes), 2)
        if distance[a, b] < radius[a] + radius[b]
    ]


def test_an_empty_graph():
    assert layout(made_graph(0, []), seed=0).shape == (0, 2)


def test_one_node():
    assert np.isfinite(layout(made_graph(1, []), seed=0)).all()


def test_a_short_chain_is_a_line_from_left_to_right():
    position = layout(made_graph(6, chain(6), lens=[5, 4, 3, 2, 1, 0]), seed=0)
    assert (np.diff(position[:, 0]) < -0.9).all()
    assert np.ptp(position[:, 1]) < 0.1


def test_a_long_chain_is_bent_to_fill_the_page_and_nowhere_folded():
    position = layout(made_graph(60, chain(60)), seed=0)
    width, height = np.ptp(position, axis=0)
    assert 1 < width / height < 3
    steps = np.diff(position, axis=0)
    turns = np.abs(np.angle(np.exp(1j * np.diff(np.arctan2(steps[:, 1], steps[:, 0])))))
    assert turns.max() < 0.6


def test_a_ring_is_round():
    ring = [*chain(24), (0, 23)]
    position = layout(made_graph(24, ring, lens=np.abs(np.arange(24) - 12)), seed=0)
    reach = np.linalg.norm(position - position.mean(axis=0), axis=1)
    assert reach.max() < 1.15 * reach.min()


def test_twins_are_told_apart():
    star = made_graph(30, [(0, k) for k in range(1, 30)])
    position = layout(star, seed=0)
    assert overlapping(star, position) == []


def test_without_a_trend_of_the_lens_the_long_axis_lies_flat():
    position = layout(made_graph(8, chain(8), lens=np.full(8, 3.0)), seed=0)
    assert np.ptp(position[:, 0]) > 5
    assert position[0, 0] < position[-1, 0]


def test_single_nodes_stand_in_rows_ordered_by_lens():
    lens = np.random.default_rng(0).permutation(17)
    position = layout(made_graph(17, [], lens=lens), seed=0)
    ordered = position[np.argsort(lens)]
    reading = np.lexsort((ordered[:, 0], ordered[:, 1]))
    assert reading.tolist() == list(range(17))


def test_the_largest_component_comes_first_and_components_do_not_interleave():
    edges = [*chain(5), *chain(30, 5), *chain(3, 35), (38, 39), (39, 40), (38, 40)]
    graph = made_graph(45, edges)
    position = layout(graph, seed=0)
    groups = [range(5), range(5, 35), range(35, 38), range(38, 41), range(41, 45)]
    boxes = [(position[list(g)].min(axis=0), position[list(g)].max(axis=0)) for g in groups]
    for (low, high), (other_low, other_high) in combinations(boxes, 2):
        assert (high < other_low).any() or (other_high < low).any()
    assert boxes[1][0][1] <= min(low[1] for low, _ in boxes) + 0.5


GRAPHS = st.integers(1, 40).flatmap(
    lambda n: st.tuples(
        st.just(n),
        st.sets(
            st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).map(sorted).map(tuple)
            .filter(lambda pair: pair[0] != pair[1]),
            max_size=60,
        ) if n > 1 else st.just(set()),
        st.lists(st.integers(1, 400), min_size=n, max_size=n),
    )
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(GRAPHS)
def test_any_graph_is_finite_repeatable_and_free_of_overlaps(drawn):
    graph = made_graph(drawn[0], drawn[1], sizes=drawn[2])
    position = layout(graph, seed=0)
    assert position.dtype == np.float32
    assert np.isfinite(position).all()
    assert np.array_equal(position, layout(graph, seed=0))
    assert overlapping(graph, position) == []


def test_crowded_nodes_come_apart():
    radius = np.full(80, 0.5)
    for start in (np.zeros((80, 2)), np.random.default_rng(0).normal(size=(80, 2))):
        position = separated(start, radius)
        distance = np.linalg.norm(position[:, None] - position[None], axis=2)
        assert distance[np.triu_indices(80, 1)].min() >= 1 - 1e-9


def test_the_radius_grows_with_the_root_of_the_members():
    assert node_radius(np.array([400, 100, 1])).tolist() == pytest.approx([0.45, 0.225, 0.12])


def test_pivots_draw_what_all_pairs_draw(monkeypatch):
    rng = np.random.default_rng(0)
    edges = np.array([(max(0, k - 1 - int(rng.integers(4))), k) for k in range(1, 150)])
    lengths = np.ones(len(edges))
    full = stress_positions(edges, lengths, 150, rng=np.random.default_rng(0))
    monkeypatch.setattr(stress, "ALL_PAIRS_LIMIT", 10)
    sparse = stress_positions(edges, lengths, 150, rng=np.random.default_rng(0))

    def distances(position):
        return np.linalg.norm(position[:, None] - position[None], axis=2).ravel()

    assert np.corrcoef(distances(full), distances(sparse))[0, 1] > 0.98


@given(st.lists(st.tuples(st.floats(0.5, 40), st.floats(0.5, 40)), max_size=25))
@settings(max_examples=60, deadline=None)
def test_packed_boxes_do_not_overlap(drawn):
    sizes = np.array(drawn, dtype=np.float64).reshape(-1, 2)
    corners = pack(sizes)
    assert (corners >= 0).all()
    for (a, size_a), (b, size_b) in combinations(zip(corners, sizes, strict=True), 2):
        assert ((a + size_a <= b + 1e-9) | (b + size_b <= a + 1e-9)).any()


def test_equal_boxes_fill_a_landscape_page():
    sizes = np.tile((2.0, 1.0), (40, 1))
    corners = pack(sizes)
    assert page_width(corners, sizes) < 1.3 * np.sqrt(ASPECT * 80)


GOLDEN = [
    [0.546, 3.23],
    [1.054, 1.92],
    [2.349, 1.566],
    [3.924, 2.339],
    [3.025, 3.815],
    [1.676, 4.199],
    [5.592, 1.862],
    [4.332, 0.56],
    [5.207, 3.638],
    [6.594, 0.442],
]


def test_the_bytes_of_a_layout_are_kept():
    """A ring with a star of equal nodes at it, and a single node."""
    edges = [*chain(6), (0, 5), (3, 6), (3, 7), (3, 8)]
    graph = made_graph(10, edges, sizes=[9, 4, 6, 30, 5, 8, 10, 10, 10, 3])
    assert layout(graph, seed=3).tolist() == np.array(GOLDEN, np.float32).tolist()
    assert layout(graph, seed=4).tolist() != np.array(GOLDEN, np.float32).tolist()
