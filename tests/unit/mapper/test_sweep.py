"""Each graph of a sweep must be the one that is built alone."""

import dataclasses

import numpy as np
import pytest

from topopress.config.schema import Mapper, UniformCover
from topopress.mapper import sweep as module
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.exact.blocks import Tiling
from topopress.mapper.graph import build_graph
from topopress.mapper.sweep import SharedDbscan, sweep


@pytest.fixture(params=["plain", "engine"])
def path(request, monkeypatch):
    """Both paths; the engine with tiles small enough to reach all its phases."""
    if request.param == "engine":
        from topopress.mapper.exact import engine

        monkeypatch.setattr(module, "is_small", lambda *_, **__: False)
        monkeypatch.setattr(engine, "DEFAULT_TILING", Tiling(32, 100, 64, 60, 40, 20))


def vectors(n=700):
    rng = np.random.default_rng(0)
    low = rng.normal(size=(n, 4)) @ rng.normal(size=(4, 20))
    return np.maximum(low + 0.2 * rng.normal(size=(n, 20)), 0).astype(np.float32)


def member(overlap, eps, *, metric="euclidean", n_intervals=5, min_samples=4, **more):
    cover = UniformCover(n_intervals=n_intervals, overlap=overlap, **more)
    quantile = {"eps_quantile": 0.6} if isinstance(eps, str) else {}
    return Mapper(
        cover=cover, clusterer=Dbscan(metric=metric, eps=eps, min_samples=min_samples, **quantile)
    )


def assert_same(first, second):
    for name in (field.name for field in dataclasses.fields(first)):
        mine, theirs = getattr(first, name), getattr(second, name)
        assert np.array_equal(mine, theirs), name


def test_a_grid_equals_its_graphs_alone(path):
    rows = vectors()
    members = [member(o, e) for e in (2.9, 1.3, 1.8) for o in (0.3, 0.2, 0.5)]
    found = list(sweep(rows, members, seed=0))
    assert {m for m, _ in found} == set(members)
    assert len({len(graph.members) for _, graph in found}) > 5
    for settings, graph in found:
        assert_same(graph, build_graph(rows, settings, seed=0))


def test_a_mixed_family(path):
    rows = vectors()
    rows[:5] = 0
    members = [
        member(0.2, "auto"), member(0.5, "auto"), member(0.4, "adaptive"),
        member(0.2, 0.05, metric="cosine"), member(0.5, 0.05, metric="cosine"),
        member(0.5, 0.2, metric="cosine", min_samples=1), member(0.3, 0.2, metric="cosine"),
        member(0.3, 1.5, placement="inside"), member(0.3, 1.5, n_intervals=9),
    ]  # fmt: skip
    for settings, graph in sweep(rows, members, seed=3):
        assert_same(graph, build_graph(rows, settings, seed=3))


@pytest.mark.parametrize("min_samples", [1, 2, 3, 7])
def test_any_chain_of_parts_and_radii(monkeypatch, min_samples):

    from topopress.mapper.exact import engine

    monkeypatch.setattr(engine, "DEFAULT_TILING", Tiling(16, 50, 32, 30, 20, 10))
    rng = np.random.default_rng(min_samples)
    rows = vectors(300)
    settings = Dbscan(metric="euclidean", min_samples=min_samples)
    for _ in range(6):
        shared = SharedDbscan(rows, settings.core_rule)
        for _ in range(6):
            part = np.flatnonzero(rng.random(300) < rng.choice([0.3, 0.7, 1.0]))
            part = part[part < rng.choice([150, 300])]
            radii = sorted(rng.choice([1.1, 1.3, 1.5, 2.0], rng.integers(1, 4), replace=False))
            found = shared.by_engine([part], [radii])[0]
            for eps, labels in zip(radii, found, strict=True):
                (alone,) = settings.labels(rows, [part], np.array([eps]))
                assert np.array_equal(labels, alone)


@pytest.mark.parametrize("kind", ["relu", "integers"])
def test_several_radii_at_once_are_each_alone(monkeypatch, kind):
    """Also where distances equal a radius, and where a radius is hardly larger than another."""

    from topopress.mapper.exact import engine

    monkeypatch.setattr(engine, "DEFAULT_TILING", Tiling(16, 50, 32, 30, 20, 10))
    rng = np.random.default_rng(5)
    settings = Dbscan(metric="euclidean", min_samples=4)
    for _ in range(8):
        n = int(rng.integers(1, 400))
        rows = vectors(n) if kind == "relu" else rng.integers(0, 3, (n, 7)).astype(np.float32)
        radii = [1.0, np.nextafter(1.0, 2), 2.0**0.5, 1.6, 2.0, 2.4]
        shared = SharedDbscan(rows, settings.core_rule)
        found = shared.by_engine([np.arange(n)], [radii])[0]
        for eps, labels in zip(radii, found, strict=True):
            (alone,) = settings.labels(rows, [np.arange(n)], np.array([eps]))
            assert np.array_equal(labels, alone)


@pytest.mark.parametrize("at_once", [1, 2])
def test_more_radii_than_are_taken_at_once(monkeypatch, at_once):
    monkeypatch.setattr(module, "AT_ONCE", at_once)
    rows = vectors(200)
    members = [member(0.3, eps) for eps in (1.8, 1.3, 2.9, 2.0, 1.8)]
    found = list(sweep(rows, members, seed=0))
    assert [settings.clusterer.eps for settings, _ in found] == [1.3, 1.8, 1.8, 2.0, 2.9]
    for settings, graph in found:
        assert_same(graph, build_graph(rows, settings, seed=0))


def test_graphs_over_the_same_intervals_look_at_each_pair_once(monkeypatch):
    looked = []
    plain = module.plain_each
    monkeypatch.setattr(
        module, "plain_each", lambda *given: looked.append(given[2]) or plain(*given)
    )
    rows = vectors(200)
    members = [member(0.3, eps) for eps in (1.8, 1.3, "auto", 2.9)] + [member(0.5, 1.3)]
    found = dict(sweep(rows, members, seed=0))
    assert sorted({len(radii[0]) for radii in looked}) == [1, 3]
    assert len(looked) == 3
    for settings in members:
        assert_same(found[settings], build_graph(rows, settings, seed=0))


def test_a_caller_may_stop_and_go_on_with_what_is_missing():
    rows = vectors(200)
    members = [member(o, 1.5) for o in (0.2, 0.3, 0.5)]
    done = [next(iter(sweep(rows, members, seed=0)))]
    missing = [m for m in members if m not in {m for m, _ in done}]
    done += sweep(rows, missing, seed=0)
    assert [m.cover.overlap for m, _ in done] == [0.2, 0.3, 0.5]
