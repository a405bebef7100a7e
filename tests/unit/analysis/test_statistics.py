from itertools import pairwise

import numpy as np
import pytest

from graphs import made_graph
from topopress.activations.types import Rows
from topopress.analysis.nodes.statistics import (
    cosine_to,
    mean_over_members,
    node_statistics,
    nodes_of_samples,
    similarity_of_members,
)
from topopress.network.types import LayerInfo

VECTORS = np.array([[3, 0], [0, 4], [5, 0], [0, 0], [1, 1]], dtype=np.float32)


def graph_of(nodes, lens):
    no_edges = {"edges": np.empty((0, 2), np.int32), "shared": np.empty(0), "jaccard": np.empty(0)}
    return made_graph(nodes, lens=np.asarray(lens, dtype=float), **no_edges)


def matrix_of(sample):
    return Rows(
        layer=LayerInfo.of_map("layer", 2, 1, 1),
        vectors=VECTORS,
        sample=np.array(sample, dtype=np.int32),
        place="cell",
        position=np.zeros((5, 2), dtype=np.int32),
    )


def statistics_of(nodes, labels, *, n_labels, sample=(0, 1, 2, 3, 4)):
    matrix = matrix_of(sample)
    graph = graph_of(nodes, np.linalg.norm(VECTORS, axis=1))
    return node_statistics(matrix, graph, np.array(labels, dtype=np.int32), n_labels=n_labels)


def test_mean_cohesion_and_lens():
    found = statistics_of([[0, 2], [0, 1], [3]], [0, 0, 0, 0, 0], n_labels=1)
    assert found.mean.tolist() == [[4, 0], [1.5, 2], [0, 0]]
    assert found.mean.dtype == np.float32
    assert found.cohesion.tolist() == pytest.approx([1, (0.6 + 0.8) / 2, 1])
    assert found.mean_lens.tolist() == [4, 3.5, 0]


def test_a_lens_has_a_mean_over_members_and_no_lens_has_none():
    graph = graph_of([[0, 2], [0, 1], [3]], np.zeros(5))
    assert mean_over_members(np.array([1.0, 2, 4, 8, 16]), graph).tolist() == [2.5, 1.5, 8]
    assert mean_over_members(np.empty(0), graph).tolist() == []


def test_labels_most_frequent_first_and_ties_in_order():
    found = statistics_of([[0, 1, 2, 3, 4], [0, 1], [3]], [2, 1, 2, -1, 0], n_labels=3)
    assert found.composition_offsets.tolist() == [0, 3, 5, 5]
    assert found.composition_label.tolist() == [2, 0, 1, 1, 2]
    assert found.composition_count.tolist() == [2, 1, 1, 1, 1]
    assert found.majority.tolist() == [2, 1, -1]
    assert found.purity[:2].tolist() == [0.5, 0.5]
    assert np.isnan(found.purity[2])


def test_a_label_belongs_to_the_sample_not_to_the_row():
    found = statistics_of([[0, 1], [2, 3, 4]], [1, 0], n_labels=2, sample=(0, 0, 1, 1, 0))
    assert found.majority.tolist() == [1, 0]
    assert found.purity.tolist() == pytest.approx([1, 2 / 3])


def test_without_labels_there_is_no_purity():
    found = statistics_of([[0, 1]], [-1] * 5, n_labels=0)
    assert np.isnan(found.purity).all()
    assert found.majority.tolist() == [-1]
    assert found.composition_label.shape == (0,)


def test_an_empty_graph():
    found = statistics_of([], [0] * 5, n_labels=1)
    assert found.mean.shape == (0, 2)
    assert found.composition_offsets.tolist() == [0]
    assert found.purity.shape == found.cohesion.shape == found.mean_lens.shape == (0,)


def test_zero_vectors_are_like_zero_vectors_alone():
    vectors = np.array([[0.0, 0.0], [2.0, 0.0]])
    assert cosine_to(vectors, np.array([1.0, 0.0])).tolist() == [0, 1]
    assert cosine_to(vectors, np.zeros(2)).tolist() == [1, 0]


def test_the_nodes_of_a_sample_start_with_the_nearest_centroid():
    graph = graph_of([[0, 1], [2, 0], [1, 4], [4]], np.zeros(5))
    centroids = np.array([[1, 1], [4, 0], [0.5, 2.5], [1, 1]], dtype=np.float32)
    # Sample 0 has the rows (3, 0) and (1, 1); sample 2 has only the zero row, which is noise.
    matrix = matrix_of([0, 1, 1, 2, 0])
    similarity = similarity_of_members(matrix, graph, centroids)
    assert similarity.tolist() == pytest.approx(
        [0.5**0.5] * 2 + [1, 1] + [0.98058, 0.83205, 1], abs=1e-5
    )
    offsets, nodes = nodes_of_samples(matrix, graph, similarity, n_samples=4)
    held = [nodes[a:b].tolist() for a, b in pairwise(offsets)]
    assert held == [[1, 3, 2, 0], [1, 2, 0], [], []]


def test_without_nodes_no_sample_is_in_one():
    offsets, nodes = nodes_of_samples(
        matrix_of([0, 1, 1, 2, 0]), graph_of([], np.zeros(5)), np.empty(0), n_samples=3
    )
    assert offsets.tolist() == [0, 0, 0, 0]
    assert nodes.tolist() == []
