"""``mapper_graph`` returns what ``KeplerMapper.map`` does, on the data of its examples."""

import warnings
from functools import cache

import numpy as np
import pytest
from sklearn.cluster import DBSCAN, AgglomerativeClustering, KMeans
from sklearn.datasets import load_breast_cancer, load_digits, load_iris
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

import topopress

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its own imports are deprecated
    import kmapper


@cache
def digits():
    return load_digits().data[:600]


@cache
def breast_cancer():
    return StandardScaler().fit_transform(load_breast_cancer().data)


@cache
def iris():
    """Return numbers with one decimal: many pairs are at eps but for their rounding to binary."""
    return load_iris().data


@cache
def animal():
    """Return points of a body, a neck with a head, four legs and a tail, shape (850, 3)."""
    rng = np.random.default_rng(0)
    ends = [
        ((0, 0, 2), (3, 0, 2), 0.6, 300),
        ((3, 0, 2.2), (4, 0, 3.6), 0.25, 100),
        ((4, 0, 3.6), (4.8, 0, 3.3), 0.25, 100),
        *(((x, y, 0), (x, y, 1.8), 0.15, 75) for x in (0.2, 2.8) for y in (-0.4, 0.4)),
        ((-0.4, 0, 2.2), (-1.2, 0, 1), 0.1, 50),
    ]
    parts = []
    for start, stop, radius, n in ends:
        along = rng.uniform(size=(n, 1))
        sphere = rng.normal(size=(n, 3))
        sphere *= radius / np.linalg.norm(sphere, axis=1, keepdims=True)
        parts.append((1 - along) * np.array(start) + along * np.array(stop) + sphere)
    return np.concatenate(parts)


LENSES = {
    "sum": "sum",
    "l2norm": "l2norm",
    "knn": "knn_distance_5",
    "axis": [2],
    "pca": PCA(1),
    "pca 2": PCA(2),
    "two": [1, 2],
}
DATA = [
    (digits, DBSCAN(eps=22.5, min_samples=4)),
    (breast_cancer, DBSCAN(eps=2.5, min_samples=3)),
    # Of scikit-learn's search methods, "brute" rounds such distances otherwise.
    (iris, DBSCAN(eps=0.3, min_samples=3, algorithm="kd_tree")),
    (animal, DBSCAN(eps=0.3, min_samples=5)),
    (animal, DBSCAN(eps=0.002, min_samples=3, metric="cosine")),
]
COVERS = [(11, 0.15), (7, 0.55)]


def kepler(lens, vectors, clusterer, cover):
    return kmapper.KeplerMapper(verbose=0).map(lens, vectors, clusterer=clusterer, cover=cover)


def lens_of(name, vectors):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return kmapper.KeplerMapper(verbose=0).fit_transform(vectors, projection=LENSES[name])


@pytest.mark.parametrize(("n", "p"), COVERS)
@pytest.mark.parametrize("lens", LENSES)
@pytest.mark.parametrize(
    ("make", "clusterer"), DATA, ids=lambda each: getattr(each, "__name__", "")
)
def test_nodes_links_and_simplices(make, clusterer, lens, n, p):
    vectors = make()
    values = lens_of(lens, vectors)
    theirs = kepler(values, vectors, clusterer, kmapper.Cover(n, p))
    cover = kmapper.Cover(n_cubes=n, perc_overlap=p)
    ours = topopress.mapper_graph(vectors, lens=values, cover=cover, clusterer=clusterer)
    made = ours.to_kmapper()
    assert made["nodes"] == dict(theirs["nodes"])
    assert made["links"] == dict(theirs["links"])
    assert made["simplices"] == theirs["simplices"]
    assert ours.n_nodes > 5
    assert "slow path" not in repr(ours)


def test_covers_with_other_numbers_for_each_lens():
    values, clusterer = lens_of("two", animal()), DBSCAN(eps=0.3, min_samples=5)
    theirs = kepler(values, animal(), clusterer, kmapper.Cover([4, 9], [0.2, 0.5]))
    ours = topopress.mapper_graph(
        animal(), lens=values, cover=kmapper.Cover([4, 9], [0.2, 0.5]), clusterer=clusterer
    )
    assert ours.to_kmapper()["nodes"] == dict(theirs["nodes"])


def test_a_constant_lens_has_one_interval_and_not_equal_copies_of_it():
    values, clusterer = np.ones((850, 1)), DBSCAN(eps=0.3, min_samples=5)
    theirs = kepler(values, animal(), clusterer, kmapper.Cover(3, 0.2))["nodes"]
    ours = topopress.mapper_graph(
        animal(), lens=values, cover=kmapper.Cover(3, 0.2), clusterer=clusterer
    )
    assert list(theirs.values()) == 3 * list(ours.to_kmapper()["nodes"].values())


@pytest.mark.parametrize(
    "clusterer",
    [
        KMeans(2, random_state=3, n_init=1),
        AgglomerativeClustering(3),
        AgglomerativeClustering(None, distance_threshold=0.8),
        DBSCAN(eps=0.4, metric="manhattan"),
    ],
)
def test_any_clusterer_of_scikit_learn(clusterer):
    vectors = animal()
    theirs = kepler(vectors[:, 2:], vectors, clusterer, kmapper.Cover(12, 0.3))
    ours = topopress.mapper_graph(
        vectors, lens=vectors[:, 2], cover=kmapper.Cover(12, 0.3), clusterer=clusterer
    )
    # KeplerMapper sorts the clusters of a cube by their labels, and we by their smallest rows.
    theirs = {(name.partition("_")[0], tuple(rows)) for name, rows in theirs["nodes"].items()}
    found = ours.to_kmapper()["nodes"].items()
    assert {(name.partition("_")[0], tuple(rows)) for name, rows in found} == theirs
    assert "slow path" in repr(ours)


def test_visualize_accepts_the_graph(tmp_path):
    graph = topopress.mapper_graph(
        digits(),
        lens="l2_norm",
        cover={"n_intervals": 8, "overlap": 0.4},
        clusterer=DBSCAN(eps=22.5, min_samples=4),
    )
    path = tmp_path / "page.html"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        kmapper.KeplerMapper(verbose=0).visualize(
            graph.to_kmapper(), path_html=str(path), title="Digits", lens=graph.lens[:, None]
        )
    page = path.read_text()
    assert page.count('"name": "cube') == graph.n_nodes
    assert graph.to_kmapper()["meta_data"]["n_cubes"] == 8
