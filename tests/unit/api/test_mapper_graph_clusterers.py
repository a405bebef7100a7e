"""``topopress.mapper_graph``: its clusterers, ours and those of scikit-learn."""

import numpy as np
import pytest
from sklearn.cluster import DBSCAN, HDBSCAN, KMeans
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from ring_fixture import CLUSTERER, RING, made, same
from topopress.mapper.clusterers.dbscan import Dbscan


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


def test_the_number_of_intervals_is_chosen_for_a_slow_clusterer():
    graph = made(RING[:60], cover=None, clusterer=KMeans(2, n_init=1))
    assert isinstance(graph.settings.cover.n_intervals, int)
    assert graph.notices == ()
