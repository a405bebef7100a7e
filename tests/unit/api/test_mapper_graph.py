"""``topopress.mapper_graph``: what its arguments may be, and what it returns."""

import doctest
import json
import pickle
import sys

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import torch
from sklearn.cluster import DBSCAN, HDBSCAN, KMeans
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import topopress
from topopress.config.schema import BalancedCover, Mapper, UniformCover
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.graph import build_graph

ANGLE = np.random.default_rng(0).uniform(0, 2 * np.pi, 300)
RING = np.column_stack([np.cos(ANGLE), np.sin(ANGLE), 0 * ANGLE]).astype(np.float32)
CLUSTERER = {"kind": "dbscan", "metric": "euclidean", "eps": 0.25, "min_samples": 3}
COVER = {"n_intervals": 4, "overlap": 0.3}


def made(vectors=RING, **arguments):
    usual = {"lens": "component:1", "cover": COVER, "clusterer": CLUSTERER}
    return topopress.mapper_graph(vectors, **{**usual, **arguments})


def parts(graph):
    return (graph.nodes, [m.tolist() for m in graph.members], graph.edges.tolist())


def same(one, other):
    return parts(one) == parts(other)


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
    assert "Clusterer DBSCAN, euclidean distance, eps 0.250, min_samples 3" in repr(graph)
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


@pytest.mark.parametrize(
    "vectors",
    [
        RING.tolist(),
        RING.astype(np.float64),
        np.asfortranarray(RING),
        RING.astype(">f4"),
        RING.astype(np.longdouble),
        pd.DataFrame(RING),
        torch.from_numpy(RING),
    ],
    ids=["lists", "double", "columns", "big endian", "long double", "pandas", "torch"],
)
def test_what_vectors_may_be(vectors):
    assert same(made(vectors), made())


def test_half_precision_and_memory_maps(tmp_path):
    half = RING.astype(np.float16)
    np.save(tmp_path / "half.npy", half)
    mapped = np.load(tmp_path / "half.npy", mmap_mode="r")
    assert same(made(mapped), made(half.astype(np.float32)))


@pytest.mark.parametrize("kind", ["dbscan", "agglomerative"])
def test_double_precision_is_clustered_as_it_is(kind):
    vectors = np.arange(30)[:, None] * np.array([[0.1, 0]])  # 0.3 - 0.2 < 0.1, but not as float32
    radius = {"dbscan": "eps", "agglomerative": "distance_threshold"}[kind]
    clusterer = {"kind": kind, "metric": "euclidean", radius: 0.1}
    more = {"dbscan": {"min_samples": 2}, "agglomerative": {"linkage": "single", "min_size": 2}}
    graphs = [
        made(each, lens=vectors[:, 0], cover={"n_intervals": 1}, clusterer=clusterer | more[kind])
        for each in (vectors, vectors.astype(np.float32))
    ]
    assert not same(*graphs)


def test_many_rows_of_double_precision_take_the_engine_in_single(monkeypatch):
    module = sys.modules[topopress.mapper_graph.__module__]
    monkeypatch.setattr(module, "is_small", lambda *_: False)
    vectors = RING.astype(float) + np.random.default_rng(2).normal(size=RING.shape) * 1e-9
    assert same(made(vectors), made(vectors.astype(np.float32)))


def test_integers_are_numbers():
    whole = np.round(RING * 100).astype(np.int16)
    clusterer = {**CLUSTERER, "eps": 25}
    assert same(made(whole, clusterer=clusterer), made(whole.astype(float), clusterer=clusterer))


@pytest.mark.parametrize(
    ("vectors", "said"),
    [
        (RING[:, 0], r"got shape (300,); for one channel write vectors.reshape(-1, 1)"),
        (RING[None], r"got shape (1, 300, 3); write vectors.reshape(len(vectors), -1)"),
        (3.0, "expected an array of shape (n_rows, n_channels), got shape ()"),
        (RING[:0], "expected at least one row, got shape (0, 3)"),
        (RING[:, :0], "expected at least one channel, got shape (300, 0)"),
        (RING * [1, np.nan, 1], "row 0 has nan in channel 1, expected finite numbers"),
        (RING.astype(complex), "expected real numbers, got an array of type complex128"),
        ([["a", "b"]], "expected real numbers"),
        (pd.DataFrame({"a": [1.0], "b": ["x"]}), "could not convert string to float: 'x'"),
        ([[1.0], [1.0, 2.0]], "cannot be read as an array of numbers"),
        (RING.astype(float) * 1e39, "too large for single precision (float32)"),
        (RING.astype(float) * 1e300, "too large for single precision (float32)"),
        (RING.astype(float) + 1e9, "subtract each channel's mean first"),
        (RING.astype(float) * 1e-200, "or multiply the channel by a number"),
        (torch.from_numpy(RING).requires_grad_(), "detach()"),
        (np.ma.masked_less(RING, 0), "has masked numbers"),
        (None, "expected an array of shape (n_rows, n_channels), got shape ()"),
    ],
)
def test_what_vectors_may_not_be(vectors, said):
    with pytest.raises(ValueError) as error:
        made(vectors)
    assert str(error.value).startswith("vectors: ")
    assert said in str(error.value)


def test_sparse_vectors():
    from scipy.sparse import csr_array

    with pytest.raises(TypeError, match=r"vectors: is sparse, .*; write vectors\.toarray\(\)"):
        made(csr_array(RING))


@pytest.mark.parametrize(
    "lens",
    [
        RING[:, 0],
        RING[:, :1],
        RING[:, 0].tolist(),
        lambda vectors: vectors[:, 0],
        pd.Series(RING[:, 0]),
    ],
)
def test_numbers_and_functions_as_a_lens(lens):
    graph = made(lens=lens)
    assert same(graph, made(lens=RING[:, 0]))
    assert np.array_equal(graph.lens, RING[:, 0].astype(float))
    assert "Lens given" in repr(graph)


def test_two_lenses():
    by_names = made(lens=("component:1", "component:2"))
    assert by_names.lens.shape == (300, 2)
    assert len(by_names.intervals) == 16
    assert same(made(lens=by_names.lens), by_names)
    assert same(made(lens=lambda _: by_names.lens), by_names)
    assert same(made(lens=["component:1", by_names.lens[:, 1]]), by_names)
    assert same(made(lens=[lambda _: by_names.lens[:, 0], "component:2"]), by_names)
    other = made(lens=by_names.lens, cover=[COVER, {"kind": "balanced", "n_intervals": 2}])
    assert len(other.intervals) == 8


@pytest.mark.parametrize(
    ("lens", "said"),
    [
        ("l2norm", "there is no lens 'l2norm'; did you mean 'l2_norm'?"),
        ("confidence", "lens: 'confidence' needs more than the vectors; hand over its numbers"),
        ("raw:l2_norm", "needs more than the vectors"),
        ("component:4", "lens: 'component:4' of a layer with 3 channels"),
        (("l2_norm", "l2_norm"), "expected two different lenses"),
        (("l2_norm", RING[:, :2]), "lens[1]: expected one number for each row in each lens"),
        (RING, "expected numbers of shape (300,) or (300, 2), one or two for each row, got shape"),
        (lambda _: 3, "and the function returned shape ()"),
        (np.full(300, np.nan), "is not finite in 300 of 300 rows, first in row 0"),
        (None, "lens: expected numbers of shape (300,) or (300, 2)"),
    ],
)
def test_what_a_lens_may_not_be(lens, said):
    with pytest.raises(ValueError) as error:
        made(lens=lens)
    assert said in str(error.value)
    assert str(error.value).startswith("lens")


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


def test_clusterers_of_our_own():
    assert made(clusterer="hdbscan").settings.clusterer.kind == "hdbscan"
    assert same(made(clusterer=Dbscan.model_validate(CLUSTERER)), made())
    without_kind = {key: value for key, value in CLUSTERER.items() if key != "kind"}
    assert same(made(clusterer=without_kind), made())
    joined = made(clusterer={"kind": "agglomerative", "metric": "cosine"})
    assert joined.settings.clusterer.eps_quantile != "auto"


@pytest.mark.parametrize(
    ("arguments", "fast"),
    [
        ({}, True),
        ({"metric": "l2", "algorithm": "ball_tree", "n_jobs": 2}, True),
        ({"metric": "minkowski", "p": 2}, True),
        ({"metric": "minkowski", "p": 1}, False),
        ({"metric": "manhattan"}, False),
        ({"metric": "cosine", "eps": 0.05}, True),
        ({"min_samples": 1001}, False),
    ],
)
def test_which_dbscan_of_scikit_learn_takes_the_exact_engine(arguments, fast):
    clusterer = DBSCAN(**{"eps": 0.25, "min_samples": 3, **arguments})
    graph = made(clusterer=clusterer)
    assert ("slow path" in repr(graph)) != fast
    cube = np.flatnonzero(
        (graph.lens >= graph.intervals[1].low) & (graph.lens <= graph.intervals[1].high)
    )
    expected = clusterer.fit_predict(RING[cube].astype(float))
    ours = [
        m for m, interval in zip(graph.members, graph.node_interval, strict=True) if interval == 1
    ]
    theirs = [cube[expected == label] for label in range(expected.max() + 1)]
    assert [m.tolist() for m in ours] == [m.tolist() for m in theirs]


def test_rows_of_zeros_by_cosine_distance_are_as_scikit_learn_has_them():
    vectors = np.concatenate([RING, np.zeros((5, 3))]).astype(np.float32)
    graph = made(vectors, clusterer=DBSCAN(eps=0.05, min_samples=3, metric="cosine"))
    assert "slow path" in repr(graph)
    assert not any(graph.nodes_of(row) for row in range(300, 305))


def test_a_slow_clusterer_is_cloned_seeded_and_left_alone():
    clusterer = KMeans(3, n_init=1)
    graph = made(clusterer=clusterer)
    assert same(graph, made(clusterer=clusterer))
    assert not hasattr(clusterer, "cluster_centers_")
    assert clusterer.random_state is None
    assert "KMeans(n_clusters=3, n_init=1), fitted once in each cover element (slow path)" in repr(
        graph
    )
    firsts = [m[0] for m in graph.members[:3]]
    assert firsts == sorted(firsts)


def test_pipelines_noise_and_intervals_with_few_rows():
    pipeline = make_pipeline(StandardScaler(), KMeans(2, n_init=1))
    assert same(made(clusterer=pipeline), made(clusterer=pipeline))
    graph = made(clusterer=HDBSCAN(min_cluster_size=200, copy=True))
    assert graph.n_nodes == 0


class Own:
    """No estimator of scikit-learn, but it can be fitted."""

    def __init__(self, labels):
        self.labels = labels

    def fit_predict(self, vectors):
        assert vectors.dtype == np.float64
        return self.labels(len(vectors))


def test_anything_with_fit_predict():
    graph = made(clusterer=Own(lambda n: np.where(np.arange(n) < 2, -7, 10**12)))
    assert graph.n_nodes == 4
    assert len(graph.members[0]) == (graph.lens <= graph.intervals[0].high).sum() - 2


def failing(_):
    raise ValueError("no")


@pytest.mark.parametrize(
    ("clusterer", "said"),
    [
        ("kmeans", "clusterer.kind: must be one of 'dbscan', 'hdbscan', 'agglomerative'"),
        ({"kind": "dbscan", "esp": 1}, "clusterer.esp: unknown key; did you mean 'eps'?"),
        ({"eps": -1.0}, "clusterer.eps: "),
        (KMeans, "clusterer: is the class KMeans; expected an object, KMeans(...)"),
        (3, "clusterer: expected something such as 'hdbscan'"),
        (DBSCAN(eps=-1), "clusterer: DBSCAN failed in interval 0, which has"),
        (Own(failing), "clusterer: Own failed in interval 0, which has"),
        (Own(lambda n: np.zeros(3, int)), "fit_predict of Own must return a whole number for each"),
        (Own(np.zeros), "and type float64"),
    ],
)
def test_what_a_clusterer_may_not_be(clusterer, said):
    with pytest.raises(ValueError) as error:
        made(clusterer=clusterer)
    assert said in str(error.value)


def test_settings_are_chosen_as_in_a_build():
    noise = np.random.default_rng(1).normal(size=(200, 8))
    graph = topopress.mapper_graph(noise, clusterer={"metric": "cosine"})
    assert isinstance(graph.settings.cover.n_intervals, int)
    assert isinstance(graph.settings.clusterer.eps_quantile, float)
    assert len(graph.notices) == 1
    assert graph.notices[0].startswith("no structure above chance")
    assert "no structure above chance" in graph._repr_html_()


def test_the_number_of_intervals_is_chosen_for_a_slow_clusterer():
    graph = made(RING[:60], cover=None, clusterer=KMeans(2, n_init=1))
    assert isinstance(graph.settings.cover.n_intervals, int)
    assert graph.notices == ()


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
