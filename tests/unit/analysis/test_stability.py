"""Matching, resamples, neighbouring settings and shuffled copies, each by itself."""

import dataclasses

import numpy as np
import pytest

from topopress.analysis.shape.assessment import (
    collected,
    noise_bounds,
    null_settings,
    stable_structures,
)
from topopress.analysis.shape.matching import match, shape_of
from topopress.analysis.shape.other_graphs import (
    bootstrap_graphs,
    draw,
    perturbed_graphs,
    perturbed_settings,
)
from topopress.analysis.shape.ranking import strength
from topopress.analysis.shape.stability import OtherGraph, restricted, stability
from topopress.analysis.shape.structures import find_structures
from topopress.analysis.shape.types import Stability
from topopress.analysis.shuffling import shuffled
from topopress.config.schema import Mapper
from topopress.mapper.graph import build_graph
from topopress.mapper.near_pairs import near_pairs
from unit.analysis.drawn_graphs import circle, gaussian, graph_from, graph_of, two_blobs

Y = ["i0c0 - i1c0", "i1c0 - i2c0", "i2c0 - i3c0", "i2c0 - i3c1", "i3c0 - i4c0", "i3c1 - i4c1"]


def mapper(n_intervals=8, overlap=0.3, **clusterer):
    clusterer = {"kind": "dbscan", "metric": "euclidean", "eps_quantile": 0.9, **clusterer}
    clusterer = {k: v for k, v in clusterer.items() if v is not None}
    cover = {"n_intervals": n_intervals, "overlap": overlap}
    return Mapper.model_validate({"cover": cover, "clusterer": clusterer})


def shape(graph):
    return shape_of(graph, find_structures(graph, least_island=1))


def matched(one, other, drawn=None, threshold=0.5):
    return match(shape(one), shape(other), drawn, threshold)


def test_a_graph_matches_itself_in_every_part():
    found = matched(graph_from(Y), graph_from(Y), threshold=1.0)
    assert found.nodes.all() and found.edges.all() and found.structures.all()


def test_nodes_match_from_the_threshold_up():
    one = graph_of([(0, 0, range(4)), (1, 0, range(10, 14))], 20)
    other = graph_of([(0, 0, range(2, 6)), (1, 0, range(10, 16))], 20)
    # Two of six rows in common, and four of six.
    assert matched(one, other).nodes.tolist() == [False, True]
    assert matched(one, other, threshold=1 / 3).nodes.tolist() == [True, True]


def test_only_drawn_rows_count():
    one = graph_of([(0, 0, range(10))], 20)
    other = graph_of([(0, 0, range(3))], 20)
    assert not matched(one, other).nodes.any()
    assert matched(one, other, drawn=np.arange(4)).nodes.all()


def test_an_edge_matches_where_its_ends_do_and_are_linked():
    one = graph_of([(0, 0, range(10)), (1, 0, range(9, 20))], 20)
    apart = graph_of([(0, 0, range(9)), (1, 0, range(9, 20))], 20)
    found = matched(one, apart)
    assert found.nodes.all() and not found.edges.any()
    merged = graph_of([(0, 0, range(20))], 20)
    assert not matched(one, merged).edges.any()


def test_an_island_matches_a_largest_component():
    one = graph_of([(0, 0, range(10)), (1, 0, range(20, 31))], 40)
    other = graph_of([(0, 0, range(10)), (1, 0, range(20, 28))], 40)
    assert matched(one, other).structures.all()


def test_a_bifurcation_needs_as_many_arms():
    both, one = graph_from(Y), graph_from([*Y, "i2c0 - i3c2 (1)", "i3c2 - i4c2 (1)"])
    kinds = find_structures(both).kind
    # The rows are not numbered alike, so each is compared with itself bar the new arm.
    wider = dataclasses.replace(one, lens=np.zeros(200))
    assert matched(wider, wider).structures.all()
    shorn = restricted_nodes(wider, keep=lambda name: name not in ("i3c2", "i4c2"))
    found = matched(wider, shorn)
    names = find_structures(wider, least_island=1).kind
    assert not found.structures[names.index("bifurcation")]
    assert "bifurcation" in kinds and found.structures[names.index("largest_component")]


def restricted_nodes(graph, keep):
    chosen = [k for k in range(graph.n_nodes) if keep(graph.node_id(k))]
    nodes = [
        (int(graph.node_interval[k]), int(graph.node_cluster[k]), graph.members_of(k))
        for k in chosen
    ]
    return graph_of(nodes, len(graph.lens))


def test_shares_are_those_of_the_graphs_in_which_a_part_is_found():
    graph = graph_of([(0, 0, range(10)), (1, 0, range(20, 31))], 40)
    less = graph_of([(0, 0, range(10))], 40)
    found = stability(
        graph, find_structures(graph), [OtherGraph(graph), OtherGraph(less)], [OtherGraph(less)]
    )
    assert found.node_family.tolist() == [1, 0.5]
    assert found.node_bootstrap.tolist() == [1, 0]
    assert (found.n_family, found.n_bootstrap) == (2, 1)
    assert found.structure_family.tolist() == [0.5, 1.0]


def test_without_other_graphs_nothing_is_known():
    graph = graph_of([(0, 0, range(10))], 40)
    found = stability(graph, find_structures(graph), [], [])
    assert np.isnan(found.node_family).all() and np.isnan(found.structure_bootstrap).all()
    assert strength(found.structure_family, found.structure_bootstrap).tolist() == [0.0]


def test_strength_is_the_smaller_share_that_is_known():
    shares = strength(np.array([0.5, np.nan, 1.0]), np.array([0.75, 0.25, np.nan]))
    assert shares.tolist() == [0.5, 0.25, 1.0]


def stability_of(family, bootstrap):
    family, bootstrap = np.array(family), np.array(bootstrap)
    none = np.empty(0)
    return Stability(0.5, 4, 4, none, none, none, family, bootstrap)


def test_a_structure_has_to_exceed_noise_of_its_kind_and_size():
    graph = graph_of([(0, 0, range(100)), (1, 0, range(100, 140)), (2, 0, range(150, 170))], 200)
    structures = find_structures(graph)
    noise = graph_of([(0, 0, range(100)), (1, 0, range(110, 140))], 200)
    null = collected("shuffled", [(find_structures(noise), stability_of([1.0, 1.0], [1.0, 0.9]))])
    # An island of 30 rows in noise says something about islands of up to 60 rows.
    assert noise_bounds(structures, null).tolist() == [1.0, 0.9, 0.9]
    found = stability_of([1.0, 1.0, 1.0], [1.0, 1.0, 0.9])
    assert stable_structures(structures, found, null).tolist() == [False, True, False]
    small = graph_of([(0, 0, range(100)), (1, 0, range(110, 125))], 200)
    null = collected("shuffled", [(find_structures(small), stability_of([1.0, 1.0], [1.0, 1.0]))])
    assert noise_bounds(structures, null).tolist() == [1.0, 0.0, 1.0]
    assert stable_structures(structures, found, collected("shuffled", [])).tolist() == [
        False,
        True,
        True,
    ]


def test_a_restricted_graph_keeps_its_nodes():
    graph = graph_of([(0, 0, range(4)), (1, 0, range(3, 8)), (2, 0, range(8, 9))], 10)
    found = restricted(graph, np.array([2, 3, 5, 9]))
    assert [found.members_of(k).tolist() for k in range(3)] == [[0, 1], [1, 2], []]
    assert len(found.lens) == 4


def test_a_draw_is_with_replacement_and_seeded():
    counts = draw(1000, 30, seed=1)
    assert counts.shape == (1000, 30) and (counts.sum(axis=0) == 1000).all()
    assert 0.6 < (counts > 0).mean() < 0.66
    assert np.array_equal(draw(1000, 3, seed=1), counts[:, :3])


@pytest.mark.parametrize("eps", [0.4, 1.0, 2.5, 6.0])
@pytest.mark.parametrize("seed", range(4))
def test_clusters_with_weights_are_those_of_repeated_rows(eps, seed):
    from sklearn.cluster import DBSCAN

    rng = np.random.default_rng(seed)
    points = np.round(rng.normal(size=(130, 3)) * 2, 1)
    (near,) = near_pairs(points, [eps])
    times = rng.integers(0, 3, size=130)
    core = (times > 0) & (near.counts(times[:, None].astype(float))[:, 0] >= 4)
    labels = near.clusters(core, times > 0)
    repeated = np.repeat(np.arange(130), times)
    expected = DBSCAN(eps=eps + 1e-9, min_samples=4).fit_predict(points[repeated])
    assert np.array_equal(labels[repeated], expected)
    assert (labels[times == 0] == -1).all()


def test_no_points_have_no_clusters():
    (near,) = near_pairs(np.empty((0, 3)), [1.0])
    assert near.counts(np.empty((0, 2))).shape == (0, 2)
    assert len(near.clusters(np.zeros(0, bool), np.zeros(0, bool))) == 0


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_drawing_each_row_once_gives_the_graph_itself(metric):
    rows = circle(500)
    settings = mapper(metric=metric)
    graph = build_graph(rows, settings, seed=0)
    once = np.ones((500, 1), dtype=np.int32)
    (found,) = bootstrap_graphs(rows, graph, settings, once)
    for name in ("members", "member_offsets", "edges", "node_interval", "node_cluster"):
        assert np.array_equal(getattr(found.graph, name), getattr(graph, name)), name
    assert len(found.drawn) == 500


def test_resamples_of_other_clusterers_run_on_the_drawn_rows():
    rows = two_blobs(300)
    settings = mapper(kind="agglomerative", min_size=5)
    graph = build_graph(rows, settings, seed=0)
    for found in bootstrap_graphs(rows, graph, settings, draw(300, 2, seed=0)):
        assert np.isin(found.graph.members, found.drawn).all() and found.graph.n_nodes > 1


def test_the_family_is_the_grid_without_the_graph_itself():
    rows = circle(300)
    settings = mapper(n_intervals=10, overlap=0.3)
    graph = build_graph(rows, settings, seed=0)
    family = perturbed_settings(settings, graph)
    radius = float(graph.eps[0])
    assert len(family) == 14
    keys = {
        (s.cover.n_intervals, s.cover.overlap, round(s.clusterer.eps / radius, 3)) for s in family
    }
    assert (10, 0.3, 1.0) not in keys and (10, 0.3, 1.1) in keys
    assert {(8, 0.3, 1.0), (12, 0.3, 0.9), (10, 0.2, 1.0), (10, 0.4, 1.1)} <= keys


def test_a_family_stays_within_bounds():
    rows = circle(200)
    settings = mapper(n_intervals=1, overlap=0.0, eps="adaptive", eps_quantile=0.97)
    graph = build_graph(rows, settings, seed=0)
    family = perturbed_settings(settings, graph)
    assert {(s.cover.n_intervals, s.cover.overlap) for s in family} == {(1, 0.0), (1, 0.1)}
    assert {s.clusterer.eps_quantile for s in family} == {0.92, 0.97, 0.99}


@pytest.mark.parametrize("eps", ["auto", "adaptive"])
def test_graphs_of_the_family_are_those_of_their_settings(eps):
    rows = circle(400)
    settings = mapper(eps=eps)
    graph = build_graph(rows, settings, seed=0)
    family = perturbed_settings(settings, graph)
    for one, found in zip(family, perturbed_graphs(rows, graph, family, seed=0), strict=True):
        expected = build_graph(rows, one, seed=0)
        assert np.array_equal(found.graph.members, expected.members)
        assert np.array_equal(found.graph.edges, expected.edges)


def test_shuffling_keeps_each_channel_and_breaks_what_ties_them():
    rows = two_blobs(500)
    noise = shuffled(rows, np.random.default_rng(0))
    assert np.array_equal(np.sort(rows, axis=0), np.sort(noise, axis=0))
    assert abs(np.corrcoef(rows[:, 0], rows[:, 2])[0, 1]) > 0.5
    assert abs(np.corrcoef(noise[:, 0], noise[:, 2])[0, 1]) < 0.2


def test_a_given_eps_becomes_its_quantile():
    rows = gaussian(400)
    auto = mapper(eps_quantile=0.7)
    graph = build_graph(rows, auto, seed=3)
    given = mapper(eps=float(graph.eps[0]))
    found = null_settings(given, graph, rows, seed=3)
    assert found.clusterer.eps == "auto"
    assert found.clusterer.eps_quantile == pytest.approx(0.7, abs=0.01)
    assert null_settings(auto, graph, rows, seed=3) is auto
