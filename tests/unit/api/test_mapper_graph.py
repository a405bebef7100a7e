"""``topopress.mapper_graph``: what it returns, covers, random states, settings."""

import doctest
import json
import pickle
import sys

import networkx as nx
import numpy as np
import pytest
from sklearn.cluster import KMeans

import topopress
from ring_fixture import CLUSTERER, COVER, RING, made, same
from topopress.config.schema import BalancedCover, Mapper, UniformCover
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.graph import build_graph


def test_the_examples_of_the_docstring():
    module = sys.modules[topopress.mapper_graph.__module__]
    assert doctest.testmod(module).failed == 0


def test_it_is_the_graph_of_a_build():
    settings = Mapper(
        lens="component:1", cover=UniformCover(**COVER), clusterer=Dbscan.model_validate(CLUSTERER)
    )
    expected, graph = build_graph(RING, settings, seed=0), made()
    assert np.array_equal(graph.mapper.members, expected.members)
    assert np.array_equal(graph.edges, expected.edges)
    assert graph.settings == settings
    assert graph.notices == ()


def test_what_it_returns():
    graph = made()
    assert graph.n_rows == 300
    assert len(graph.nodes) == graph.n_nodes == len(graph.members) == len(graph.node_interval)
    assert len(graph.edges) == graph.n_edges == len(graph.shared) == len(graph.jaccard)
    source, target = graph.edges[0].tolist()
    both = set(graph.members[source]) & set(graph.members[target])
    assert len(both) == graph.shared[0]
    assert graph.jaccard[0] == len(both) / len({*graph.members[source], *graph.members[target]})
    assert graph.lens.shape == (300,)
    assert len(graph.intervals) == 4
    assert graph.eps.tolist() == [0.25] * 4
    row = int(next(iter(both)))
    assert {graph.nodes[source], graph.nodes[target]} <= set(graph.nodes_of(row))
    assert graph.coverage == 1
    assert repr(graph).startswith("<Mapper graph: 300 rows, ")
    assert "Clusterer DBSCAN, Euclidean distance, eps 0.250, min_samples 3" in repr(graph)
    assert "<td" in graph._repr_html_()
    with pytest.raises(ValueError, match="row: must be from 0 to 299, got 300"):
        graph.nodes_of(300)


@pytest.mark.parametrize("lens", ["component:1", ("l2_norm", "component:1"), RING[:, 0]])
def test_settings_for_a_site(lens):
    graph = made(lens=lens, clusterer={"metric": "cosine", "eps_quantile": 0.5})
    assert Mapper.model_validate(graph.to_settings()) == graph.settings
    with pytest.raises(ValueError, match=r"KMeans.* has no settings in a site"):
        made(lens=lens, clusterer=KMeans(2, n_init=1)).to_settings()


def test_it_can_be_pickled():
    graph = pickle.loads(pickle.dumps(made()))
    assert same(graph, made())
    assert repr(graph) == repr(made())


def test_to_other_tools(tmp_path):
    graph = made()
    networked = graph.to_networkx()
    assert isinstance(networked, nx.Graph)
    assert networked.nodes[graph.nodes[0]]["members"] == graph.members[0].tolist()
    assert json.loads(graph.to_json())["n_rows"] == 300
    assert graph.to_json(tmp_path / "graph.json") is None
    assert (tmp_path / "graph.json").read_text() == graph.to_json()


def test_covers():
    uniform = made(cover=UniformCover(n_intervals=4, overlap=0.3))
    assert same(uniform, made())
    assert same(made(cover={"n_intervals": np.int64(4), "overlap": np.float64(0.3)}), made())
    balanced = made(cover={"kind": "balanced", "n_intervals": 4})
    assert same(made(cover=BalancedCover(kind="balanced", n_intervals=4)), balanced)
    assert made(cover="balanced").settings.cover.kind == "balanced"


@pytest.mark.parametrize(
    ("cover", "said"),
    [
        ({"n_cubes": 4}, "cover.n_cubes: unknown key (allowed: kind, n_intervals, overlap"),
        ({"overlap": 1.5}, "cover.overlap: input should be less than 1, got 1.5"),
        ({"n_intervals": 0}, "cover.n_intervals: "),
        ("cubical", "cover.kind: must be one of 'uniform', 'balanced', 'ball'"),
        (10, "cover: expected something such as 'balanced', 'ball', {'n_intervals': 20"),
        ([COVER] * 3, "cover: expected one cover or a pair, got 3 of them"),
        ([COVER] * 2, "cover: a pair of covers needs two lenses"),
        ([COVER, 3], "cover[1]: expected something such as"),
    ],
)
def test_what_a_cover_may_not_be(cover, said):
    with pytest.raises(ValueError) as error:
        made(cover=cover)
    assert said in str(error.value)


def test_contained_nodes_are_contracted():
    apart = np.repeat([[0.0], [10.0]], 5, axis=0) + np.tile(np.arange(5)[:, None] / 50, (2, 1))
    arguments = {"lens": apart, "cover": {"n_intervals": 5, "overlap": 0.8}}
    kept, merged = (made(apart, contained_nodes=c, **arguments) for c in ("keep", "contract"))
    assert kept.n_nodes > 2
    assert [each.tolist() for each in merged.members] == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]
    assert merged.settings.contained_nodes == "contract"
    with pytest.raises(ValueError, match="contained_nodes: must be 'keep' or 'contract', got 1"):
        made(contained_nodes=1)


def test_balls():
    balls = {"kind": "ball", "radius": 0.5}
    graph = made(cover=balls, clusterer={"kind": "none", "metric": "euclidean"})
    assert "radius of the balls 0.500" in repr(graph)
    distances = np.linalg.norm(RING[:, None] - RING, axis=2)
    around = {tuple(np.flatnonzero(each <= 0.5)) for each in distances}
    assert {tuple(each) for each in graph.members} <= around
    clustered = made(cover=balls, clusterer=KMeans(2, n_init=1))
    assert clustered.n_nodes == 2 * len(clustered.intervals)
    assert "n_cubes" not in graph.to_kmapper()["meta_data"]
    chosen = topopress.mapper_graph(RING[:80], cover="ball")
    assert "radius auto" in repr(chosen)
    assert Mapper.model_validate(chosen.to_settings()) == chosen.settings


def test_mistakes_in_covers_of_two_lenses():
    both = ("component:1", "component:2")
    with pytest.raises(ValueError, match=r"^cover\[1\]\.overlap: input should be less than 1"):
        made(lens=both, cover=[COVER, {"overlap": 2.0}])
    with pytest.raises(ValueError, match=r"^cover: 90,000 cover elements are more than a graph"):
        made(lens=both, cover={"n_intervals": 300})


def test_the_limits_of_a_kepler_mapper_cover():
    class Cover:
        n_cubes, perc_overlap, limits = [4], 0.3, None

    assert same(made(cover=Cover()), made())
    Cover.limits = [[0, 1]]
    with pytest.raises(ValueError, match=r"the limits of a kmapper\.Cover are not supported"):
        made(cover=Cover())


def test_settings_are_chosen_as_in_a_build():
    noise = np.random.default_rng(1).normal(size=(200, 8))
    graph = topopress.mapper_graph(noise, clusterer={"metric": "cosine"})
    assert isinstance(graph.settings.cover.n_intervals, int)
    assert isinstance(graph.settings.clusterer.eps_quantile, float)
    assert len(graph.notices) == 1
    assert graph.notices[0].startswith("no structure above chance")
    assert "no structure above chance" in graph._repr_html_()


def test_random_states():
    drawn = {"clusterer": KMeans(5, n_init=1, init="random")}
    usual = made(**drawn)
    assert same(made(random_state=0, **drawn), usual)
    assert same(made(random_state=np.int64(0), **drawn), usual)
    assert not same(made(random_state=1, **drawn), usual)
    for generator in (np.random.default_rng, np.random.RandomState):
        assert same(
            made(random_state=generator(3), **drawn), made(random_state=generator(3), **drawn)
        )
        state = generator(3)
        assert not same(made(random_state=state, **drawn), made(random_state=state, **drawn))


@pytest.mark.parametrize("state", [-1, 1.0, "0", True, 2**63])
def test_what_a_random_state_may_not_be(state):
    with pytest.raises(ValueError, match="random_state: must be a whole number from 0 to 2"):
        made(random_state=state)


def test_an_error_is_of_every_kind_that_a_notebook_expects():
    from topopress.core.errors import TopopressError

    for kind in (ValueError, TypeError, TopopressError):
        with pytest.raises(kind):
            made(RING[0])
