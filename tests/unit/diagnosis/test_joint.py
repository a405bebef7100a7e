"""Joint graphs of networks whose relation is known."""

from itertools import product

import numpy as np
import pytest

from topopress.config.schema import Mapper
from topopress.diagnosis.joint.alignment import aligned
from topopress.diagnosis.joint.graph import TwoRows, joint_graph, joint_settings
from topopress.diagnosis.joint.origins import CHANCE, node_origins
from topopress.mapper.graph import build_graph

N, WIDTH, CLASSES = 600, 24, 6
NAMES = tuple("abcdef")
LABEL = (np.arange(N) % CLASSES).astype(np.int32)
CENTRES = 6 * np.random.default_rng(1).normal(size=(CLASSES, WIDTH))
TURN = np.linalg.qr(np.random.default_rng(2).normal(size=(WIDTH, WIDTH)))[0]
SETTINGS = Mapper(
    cover={"kind": "ball", "radius_quantile": 0.05}, clusterer={"metric": "euclidean"}
)


def network(seed, centres=CENTRES, own=1.0):
    """Return rows around centres: what a sample is, and noise of the network's own."""
    shared = np.random.default_rng(9).normal(size=(N, WIDTH))
    noise = own * np.random.default_rng(seed).normal(size=(N, WIDTH))
    return (centres[LABEL] + shared + noise).astype(np.float32)


def merged():
    """Return the centres of a network that does not tell a from b."""
    centres = CENTRES.copy()
    centres[:2] = centres[:2].mean(axis=0)
    return centres


def joint(first, second, settings=SETTINGS):
    sample = np.arange(N, dtype=np.int32)
    rows = TwoRows(("one", "two"), first, second, sample, LABEL, NAMES)
    return joint_graph(rows, settings, seed=0)


def test_a_turned_network_is_the_same_graph_twice():
    first = network(0)
    found = joint(first, (first @ TURN * 3 + 5).astype(np.float32))
    assert found.explained == pytest.approx(1)
    assert found.explained_by_chance < 0.1
    assert found.groups == ()
    assert (np.abs(found.first - found.second) <= 1).all()
    assert (found.n_fitted, found.n_shown) == (300, 300)
    assert found.apart == (0, 0)


def test_two_seeds_tell_nothing_apart():
    found = joint(network(0), (network(1) @ TURN).astype(np.float32))
    assert found.explained > 0.8
    assert not [one for one in found.groups if one.told]


def test_merged_classes_are_told_apart_by_the_other_network():
    found = joint(network(0), (network(1, merged()) @ TURN).astype(np.float32))
    told = [one for one in found.groups if one.told]
    assert {one.origin for one in told} == {0}
    assert {one.label for one in told} == {"a", "b"}
    for one in told:
        (other,) = {"a", "b"} - {one.label}
        assert one.others[0][0] == other
        assert all(NAMES[LABEL[k]] == one.label for k in one.samples)
        assert NAMES[LABEL[one.far[0]]] == other
    again = joint((network(1, merged()) @ TURN).astype(np.float32), network(0))
    assert {one.origin for one in again.groups if one.told} == {1}


def test_nothing_is_told_where_the_alignment_is_poor():
    first = network(0)
    found = joint(first, first[np.random.default_rng(4).permutation(N)])
    assert found.explained < 0.1
    assert found.groups
    assert not [one for one in found.groups if one.told]


def test_spaces_of_other_sizes_are_filled_with_zeros():
    first = network(0)
    wide = np.pad(first, ((0, 0), (0, 8)))
    turn = np.linalg.qr(np.random.default_rng(5).normal(size=(WIDTH + 8, WIDTH + 8)))[0]
    rng = np.random.default_rng(0)
    turned = (wide @ turn).astype(np.float32)
    for pair in ((first, turned), (turned, first)):
        found = aligned(*pair, np.arange(300), rng)
        assert found.first.shape == found.second.shape == (N, WIDTH + 8)
        assert found.explained == pytest.approx(1)
    assert np.array_equal(found.first, pair[0])


def test_a_network_without_variance_explains_nothing():
    constant = np.ones((N, WIDTH), np.float32)
    for pair in ((network(0), constant), (constant, network(0))):
        found = aligned(*pair, np.arange(300), np.random.default_rng(0))
        assert found.explained == 0
        assert np.isfinite(found.second).all()


def test_chance_is_that_of_exchanged_origins():
    # One node: of eight samples either row, of one sample both.
    rows = np.zeros((18, 2), np.float32)
    rows[9 + 0 : 9 + 8] = 50
    graph = build_graph(
        rows,
        Mapper(
            cover={"n_intervals": 1},
            clusterer={"metric": "euclidean", "eps": 1.0, "min_samples": 2},
        ),
        seed=0,
    )
    origins = node_origins(graph, 9)
    assert (origins.first[0], origins.second[0]) == (9, 1)
    draws = [abs(sum(signs)) for signs in product((-1, 1), repeat=8)]
    p = np.mean([each >= 8 for each in draws])
    assert p > CHANCE / graph.n_nodes * 0.5
    assert origins.beyond_chance[0] == (p < CHANCE / graph.n_nodes)


def test_settings_without_what_joint_rows_lack():
    assert joint_settings(SETTINGS) == (SETTINGS, False)
    found, replaced = joint_settings(SETTINGS.model_copy(update={"lens": "confidence"}))
    assert (found.lens, replaced) == ("l2_norm", True)
    raw, replaced = joint_settings(SETTINGS.model_copy(update={"lens": "raw:max_norm"}))
    assert (raw.lens, replaced) == ("max_norm", False)
    two = Mapper(
        lens=("metadata:age", "l2_norm"),
        cover={"n_intervals": 4},
        second_cover={"n_intervals": 3},
        clusterer={"metric": "cosine", "eps_quantile": 0.5},
    )
    found, replaced = joint_settings(two)
    assert (found.lens, found.second_cover, replaced) == ("l2_norm", None, True)
    assert joint_settings(Mapper(cover={"kind": "split"})) is None


def test_few_samples_have_no_joint_graph():
    sample = np.arange(40, dtype=np.int32)
    rows = TwoRows(("one", "two"), network(0)[:40], network(1)[:40], sample, LABEL[:40], NAMES)
    assert joint_graph(rows, SETTINGS, seed=0) is None
