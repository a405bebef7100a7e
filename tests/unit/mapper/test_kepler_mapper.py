"""The whole graph equals KeplerMapper's: nodes, members and edges."""

import warnings

import numpy as np
import pytest
from sklearn.cluster import DBSCAN
from sklearn.datasets import load_digits

from topopress.config.schema import Mapper, UniformCover
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.graph import build_graph
from topopress.mapper.lens import l2_norm


def kepler(vectors, settings, eps):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own imports are deprecated
        import kmapper
    clusterer = DBSCAN(
        eps=eps, min_samples=settings.clusterer.min_samples, metric=settings.clusterer.metric
    )
    cover = kmapper.Cover(n_cubes=settings.cover.n_intervals, perc_overlap=settings.cover.overlap)
    lens = l2_norm(vectors)[:, None]
    graph = kmapper.KeplerMapper(verbose=0).map(
        lens, vectors.astype(np.float64), clusterer=clusterer, cover=cover
    )
    nodes = {name: tuple(rows) for name, rows in graph["nodes"].items()}
    pairs = [(a, b) for a, targets in graph["links"].items() for b in targets]
    edges = sorted(tuple(sorted((nodes[a], nodes[b]))) for a, b in pairs)
    # KeplerMapper numbers its intervals after dropping the empty ones, but in our order.
    return list(nodes.values()), edges


def ours(graph):
    nodes = [tuple(graph.members_of(node).tolist()) for node in range(graph.n_nodes)]
    edges = sorted(tuple(sorted((nodes[a], nodes[b]))) for a, b in graph.edges.tolist())
    return nodes, edges


def digits(rng):
    return load_digits().data[:600].astype(np.float32)


def relu(rng):
    centres = rng.normal(scale=2, size=(8, 20))
    vectors = centres[rng.integers(8, size=500)] + rng.normal(size=(500, 20))
    return (np.maximum(vectors, 0) * rng.lognormal(0, 0.3, size=(500, 1))).astype(np.float32)


def ring(rng):
    angle = rng.uniform(0, 2 * np.pi, size=400)
    points = np.column_stack([np.cos(angle), np.sin(angle)]) + 1.5
    return (points + rng.normal(scale=0.05, size=(400, 2))).astype(np.float32)


@pytest.mark.parametrize("make", [digits, relu, ring])
@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
@pytest.mark.parametrize(("n", "p"), [(1, 0.2), (10, 0.0), (12, 0.3), (25, 0.5), (9, 0.8)])
def test_equal_to_keplermapper(make, metric, n, p):
    vectors = make(np.random.default_rng(7))
    clusterer = Dbscan(metric=metric, eps="auto", eps_quantile=0.6)
    settings = Mapper(cover=UniformCover(n_intervals=n, overlap=p), clusterer=clusterer)
    eps = round(float(build_graph(vectors, settings, seed=0).eps[0]), 5) + 1e-7
    settings = settings.model_copy(update={"clusterer": clusterer.model_copy(update={"eps": eps})})
    graph = build_graph(vectors, settings, seed=0)
    assert ours(graph) == kepler(vectors, settings, eps)
    assert graph.n_nodes > 0
