import numpy as np
import pytest

from graphs import made_graph
from topopress.analysis.nodes.quality import chain_notice, graph_quality
from topopress.analysis.nodes.types import NodeStatistics


def graph_of(nodes, edges=(), *, n_rows, n_intervals=4):
    """A graph from (interval, members) pairs."""
    edges = np.array(edges, dtype=np.int32).reshape(-1, 2)
    return made_graph(
        [members for _, members in nodes],
        lens=np.zeros(n_rows),
        n_intervals=n_intervals,
        node_interval=np.array([interval for interval, _ in nodes], dtype=np.int32),
        edges=edges,
        shared=np.ones(len(edges), dtype=np.int32),
        jaccard=np.ones(len(edges)),
    )


def statistics_with(purity):
    purity = np.asarray(purity, dtype=float)
    n = len(purity)
    nothing = np.empty(0, dtype=np.int32)
    return NodeStatistics(
        mean=np.zeros((n, 1), dtype=np.float32),
        cohesion=np.ones(n),
        spread=np.ones((n, 3)),
        mean_lens=np.zeros(n),
        purity=purity,
        majority=np.zeros(n, dtype=np.int32),
        composition_offsets=np.zeros(n + 1, dtype=np.int64),
        composition_label=nothing,
        composition_count=nothing,
        centroid=np.zeros((n, 1), dtype=np.float32),
    )


def test_the_figures_of_a_small_graph():
    nodes = [(0, [0, 1, 2]), (1, [2, 3]), (1, [4, 5]), (2, [3, 5, 6]), (3, [9])]
    # A loop 0-1-3-2 without a tail, and an island.
    graph = graph_of(nodes, [(0, 1), (0, 2), (1, 3), (2, 3)], n_rows=10)
    found = graph_quality(graph, statistics_with([1, 0.5, np.nan, 0.5, 1]))
    assert found.coverage == pytest.approx(0.8)
    assert found.purity == pytest.approx(0.75)
    assert (found.components, found.branching, found.loops) == (2, 0, 1)
    assert found.largest == pytest.approx(0.3)
    assert found.dominant_share == pytest.approx(3 / 4)


def test_a_node_with_three_neighbours_branches():
    nodes = [(k, [k]) for k in range(4)]
    graph = graph_of(nodes, [(0, 1), (0, 2), (0, 3)], n_rows=4)
    assert graph_quality(graph, statistics_with([np.nan] * 4)).branching == 1


def test_nine_tenths_of_the_clustered_rows_are_a_blob():
    nine = graph_of([(0, range(9)), (0, [9])], n_rows=20)
    eight = graph_of([(0, range(8)), (0, [8])], n_rows=20)
    assert graph_quality(nine, statistics_with([1, 1])).dominant_share == 1
    assert graph_quality(eight, statistics_with([1, 1])).dominant_share == 0


def test_an_empty_graph_has_figures_too():
    found = graph_quality(graph_of([], n_rows=5), statistics_with([]))
    assert (found.coverage, found.purity, found.components, found.loops) == (0, None, 0, 0)
    assert (found.largest, found.dominant_share) == (0, 0)
    assert chain_notice(found) is None


def test_a_chain_of_blobs_is_reported():
    chain = graph_of([(k, [k, k + 1]) for k in range(4)], n_rows=5)
    said = chain_notice(graph_quality(chain, statistics_with([1] * 4)))
    assert said is not None
    assert said.startswith("in 100\u00a0% of the intervals a single node")
    assert said.endswith("than about the data.")


def test_a_branched_graph_is_not():
    split = graph_of([(k // 2, [2 * k, 2 * k + 1]) for k in range(8)], n_rows=16)
    assert chain_notice(graph_quality(split, statistics_with([1] * 8))) is None
