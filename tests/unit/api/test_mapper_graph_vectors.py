"""``topopress.mapper_graph``: its vectors and its lenses."""

import sys

import numpy as np
import pandas as pd
import pytest
import torch

import topopress
from ring_fixture import CLUSTERER, COVER, RING, made, same


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
