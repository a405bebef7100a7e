"""Layouts that begin at an earlier one: near it, without overlaps, the same for the same graph."""

import numpy as np
import pytest

from topopress.config.schema import Mapper, UniformCover
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.graph import build_graph
from topopress.mapper.layout import COMPONENT_MARGIN, connected_nodes, layout, node_radius
from topopress.mapper.layout_after import beginnings, layout_after
from topopress.mapper.types import LinkedMembers, MapperGraph

SETTINGS = Mapper(
    cover=UniformCover(n_intervals=10, overlap=0.4),
    clusterer=Dbscan(kind="dbscan", metric="euclidean", eps_quantile=0.1, min_samples=3),
)


def clouds(seed: int, apart: float) -> np.ndarray:
    rng = np.random.default_rng(seed)
    centre = np.repeat(np.eye(4, 6) * apart, 100, axis=0)
    return (centre + rng.normal(size=centre.shape)).astype(np.float32)


def linked(graph: MapperGraph) -> LinkedMembers:
    return LinkedMembers(graph.member_offsets, graph.members, graph.edges)


def of_rows(graph: MapperGraph, position: np.ndarray) -> np.ndarray:
    """Return the mean position of the nodes of each row, NaN for rows in none."""
    node = np.repeat(np.arange(graph.n_nodes), np.diff(graph.member_offsets))
    counts = np.bincount(graph.members, minlength=400)
    sums = [np.bincount(graph.members, position[node, axis], 400) for axis in (0, 1)]
    with np.errstate(invalid="ignore"):
        return np.column_stack(sums) / counts[:, None]


@pytest.fixture(scope="module")
def graphs() -> list[MapperGraph]:
    return [build_graph(clouds(0, apart), SETTINGS, seed=0) for apart in (3.0, 3.6)]


def test_the_same_graph_stays_where_it_is(graphs):
    before = layout(graphs[0], seed=0)
    after = layout_after(graphs[0], linked(graphs[0]), before, seed=0)
    moved = np.linalg.norm(after - before, axis=1)
    assert np.median(moved) < 0.05 * np.ptp(before, axis=0).max()


def test_rows_move_less_than_between_layouts_of_their_own(graphs):
    first, second = graphs
    before = layout(first, seed=0)
    after = layout_after(second, linked(first), before, seed=0)
    moves = [
        np.nanmedian(np.linalg.norm(of_rows(second, own) - of_rows(first, before), axis=1))
        for own in (after, layout(second, seed=0))
    ]
    assert moves[0] < 0.5 * moves[1]


def test_neither_nodes_nor_components_overlap(graphs):
    first, second = graphs
    position = layout_after(second, linked(first), layout(first, seed=0), seed=0)
    radius = node_radius(np.diff(second.member_offsets))
    distance = np.linalg.norm(position[:, None] - position[None], axis=2)
    reach = radius[:, None] + radius[None] - 1e-3
    assert not np.triu(distance < reach, 1).any()
    boxes = [
        (
            (position[nodes] - radius[nodes][:, None]).min(axis=0) - COMPONENT_MARGIN / 2,
            (position[nodes] + radius[nodes][:, None]).max(axis=0) + COMPONENT_MARGIN / 2,
        )
        for nodes in connected_nodes(second)
    ]
    assert len(boxes) > 1
    for k, (low, high) in enumerate(boxes):
        for other_low, other_high in boxes[:k]:
            assert ((high <= other_low + 0.01) | (other_high <= low + 0.01)).any()


def test_nodes_begin_at_the_mean_of_those_that_share_their_rows():
    earlier = LinkedMembers(
        np.array([0, 3, 5]), np.array([0, 1, 2, 3, 4], np.int32), np.empty((0, 2), np.int32)
    )
    position = np.array([[0.0, 0.0], [8.0, 4.0]])
    graph = LinkedMembers(
        np.array([0, 2, 6, 7, 8]),
        np.array([0, 1, 0, 1, 2, 3, 7, 8], np.int32),
        np.array([[1, 2]], np.int32),
    )
    begin = beginnings(graph, earlier, position)
    assert begin[0].tolist() == [0.0, 0.0]
    weights = 3 * 3 / 4, 1 * 1 / 5
    assert np.allclose(begin[1], weights[1] * position[1] / sum(weights)), "shared times Jaccard"
    assert np.allclose(begin[2], begin[1]), "that of its neighbour"
    assert begin[3].tolist() == [4.0, 2.0], "the middle of all"


def test_a_graph_without_nodes_has_no_positions(graphs):
    empty = build_graph(np.zeros((2, 3), np.float32), SETTINGS, seed=0)
    before = layout(empty, seed=0)
    after = layout_after(graphs[0], linked(empty), before, seed=0)
    assert after.shape == (graphs[0].n_nodes, 2)
    assert np.isfinite(after).all()
    assert layout_after(empty, linked(graphs[0]), after, seed=0).shape == before.shape
