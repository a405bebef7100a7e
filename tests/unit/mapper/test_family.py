"""A family holds the graph it is the family of."""

import numpy as np
import pytest

from graphs import cut_graph
from topopress.config.schema import BalancedCover, Family, Mapper, UniformCover
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.family import build_family, family_covers
from topopress.mapper.graph import build_graph


@pytest.mark.parametrize(
    "cover",
    [UniformCover(n_intervals=9, overlap=0.4), BalancedCover(kind="balanced", n_intervals=6)],
)
def test_where_all_rows_are_published_the_cut_at_its_eps_is_the_graph(cover):
    rng = np.random.default_rng(2)
    vectors = rng.gamma(2, 1, size=(300, 3)).astype(np.float32)
    clusterer = Dbscan(metric="euclidean", eps=0.6, min_samples=6)
    settings = Mapper(lens="l2_norm", cover=cover, clusterer=clusterer)
    graph = build_graph(vectors, settings, seed=0)
    family = build_family(vectors, graph.lens, np.arange(300), [cover], clusterer)
    assert family.own_eps in family.levels
    own = cut_graph(family.covers[0].trees, family.own_eps)
    assert graph.n_nodes > 6
    for name in ("node_interval", "node_cluster", "member_offsets", "members", "edges", "jaccard"):
        np.testing.assert_array_equal(getattr(own, name), getattr(graph, name))


def test_a_graph_without_a_single_eps_has_none_among_the_levels():
    vectors = np.random.default_rng(0).normal(size=(40, 2)).astype(np.float32)
    lens = np.linalg.norm(vectors.astype(float), axis=1)
    cover = UniformCover(n_intervals=2)
    clusterer = Dbscan(metric="euclidean", eps="adaptive")
    assert build_family(vectors, lens, np.arange(40), [cover], clusterer).own_eps is None


def test_a_family_has_every_number_of_intervals_with_every_overlap():
    settings = Mapper(cover=UniformCover(n_intervals=20, overlap=0.3))
    covers = family_covers(settings, Family())
    assert (covers[0].n_intervals, covers[0].overlap) == (20, 0.3)
    found = {(cover.n_intervals, cover.overlap) for cover in covers}
    assert found == {(n, p) for n in (16, 20, 25) for p in (0.2, 0.3, 0.4)}
    assert len(covers) == 9


def test_covers_that_bounds_make_equal_are_one():
    settings = Mapper(cover=UniformCover(n_intervals=1, overlap=0.05))
    covers = family_covers(settings, Family(intervals=(0.5,), overlaps=(-0.1, -0.2)))
    assert [(cover.n_intervals, cover.overlap) for cover in covers] == [(1, 0.05), (1, 0.0)]
