"""Radii of balls chosen from the data, and graphs of balls compared with others."""

import dataclasses

import numpy as np
import pytest

from topopress.analysis.settings.ball_scores import by_share
from topopress.analysis.settings.candidates import SHARES, CandidateGrid
from topopress.analysis.settings.choice import choose_among, purities, sampled
from topopress.analysis.settings.sweep import swept_graphs, swept_settings
from topopress.analysis.settings.types import SweepAxes
from topopress.analysis.settings.verdict import contrast, no_structure, resolved
from topopress.analysis.shape.assessment import assess, null_settings
from topopress.analysis.shape.other_graphs import (
    bootstrap_graphs,
    draw,
    perturbed_graphs,
    perturbed_settings,
)
from topopress.config.schema import Mapper
from topopress.mapper.graph import build_graph

OPEN = Mapper(cover={"kind": "ball"}, clusterer={"metric": "euclidean"})
N = 300


def groups(seed=0, n_channels=16):
    """Rows around eight centres that are far apart, and the centre of each."""
    rng = np.random.default_rng(seed)
    label = np.arange(N) % 8
    rows = rng.normal(size=(8, n_channels))[label] * 4 + rng.normal(size=(N, n_channels))
    return rows.astype(np.float32), label.astype(np.int32)


@pytest.fixture(scope="module")
def chosen():
    """The choice of the radius for rows in groups."""
    return choose_among(groups()[0], CandidateGrid.of(OPEN), seed=0)


def test_the_grid_has_a_candidate_for_each_share():
    grid = CandidateGrid.of(Mapper(cover={"kind": "ball"}))
    assert (grid.shares, len(grid)) == (SHARES, 2 * len(SHARES))
    given = Mapper(cover={"kind": "ball", "radius_quantile": 0.04}, clusterer=OPEN.clusterer)
    assert CandidateGrid.of(given).shares == (0.04,)
    assert 0.04 in CandidateGrid.around(given).shares
    assert len(CandidateGrid.around(given)) == 2 * (len(SHARES) + 1)


def test_groups_are_found_and_are_above_chance(chosen):
    assert chosen.best.score == max(candidate.score for candidate in chosen.candidates)
    assert chosen.best.score > 0.8
    assert contrast(chosen) > 2
    assert no_structure(chosen) is None
    rows, label = groups()
    graph = build_graph(rows, resolved(OPEN, chosen), seed=0)
    assert graph.ball_radius == chosen.best.radius
    for node in range(graph.n_nodes):
        assert len(set(label[graph.members_of(node)])) == 1


def test_the_score_is_coverage_times_separation_times_stability(chosen):
    for one in chosen.candidates:
        assert one.score == one.quality.coverage * one.separation * one.stability
        assert one.quality.dominant_share is None
    shares = [one.radius_quantile for one in chosen.candidates]
    radii = [one.radius for one in chosen.candidates]
    assert shares == list(SHARES)
    assert radii == sorted(radii)


def test_one_cloud_is_not_above_chance():
    rows = np.random.default_rng(1).normal(size=(200, 12)).astype(np.float32)
    found = choose_among(rows, CandidateGrid.of(OPEN), seed=0)
    assert "rows drawn from one Gaussian" in no_structure(found)
    assert "1.5 times are required" in no_structure(found)


def test_a_given_radius_counts_as_a_share_for_copies(chosen):
    rows, _ = groups()
    given = Mapper(
        cover={"kind": "ball", "radius": chosen.best.radius}, clusterer={"metric": "euclidean"}
    )
    shared = by_share(given, rows, seed=0)
    assert shared.cover.radius_quantile == pytest.approx(chosen.best.radius_quantile, abs=1e-3)
    assert by_share(shared, rows, seed=0) is shared
    found = choose_among(rows, CandidateGrid.of(shared), seed=0)
    assert len(found.null_scores) == 19
    assert max(found.null_scores) > 0.1
    assert resolved(given, found) == given


def test_purities_have_the_order_of_the_candidates():
    rows, label = groups()
    grid = CandidateGrid.of(OPEN)
    found = purities(sampled(rows, grid, seed=0), grid, label, seed=0)
    assert len(found) == len(SHARES)
    assert found[0] == 1.0
    assert found[-1] < 0.9


def test_resamples_have_balls_of_their_own(chosen):
    rows, _ = groups()
    settings = resolved(OPEN, chosen)
    graph = build_graph(rows, settings, seed=0)
    counts = draw(N, 2, seed=0)
    for times, found in zip(counts.T, bootstrap_graphs(rows, graph, settings, counts), strict=True):
        assert found.drawn.tolist() == np.flatnonzero(times).tolist()
        assert set(found.graph.members) == set(found.drawn)
        assert found.graph.ball_radius == graph.ball_radius
        assert len(found.graph.lens) == N


def test_other_settings_have_other_radii(chosen):
    rows, _ = groups()
    settings = resolved(OPEN, chosen)
    graph = build_graph(rows, settings, seed=0)
    others = perturbed_settings(settings, graph)
    factors = [round(one.cover.radius / graph.ball_radius, 6) for one in others]
    assert factors == [0.9, 0.95, 1.05, 1.1]
    for one, found in zip(others, perturbed_graphs(rows, graph, others, seed=0), strict=True):
        alone = build_graph(rows, one, seed=0)
        for field in dataclasses.fields(alone):
            value = getattr(alone, field.name)
            assert np.array_equal(value, getattr(found.graph, field.name)), field.name


def test_rows_in_groups_have_stable_islands_and_copies_have_not(chosen):
    rows, _ = groups()
    settings = resolved(OPEN, chosen)
    settings = settings.model_copy(
        update={"stability": settings.stability.model_copy(update={"resamples": 8})}
    )
    graph = build_graph(rows, settings, seed=0)
    shape = assess(
        rows, graph, settings, lambda v, mapper, _: build_graph(v, mapper, seed=0), seed=0
    )
    islands = [kind == "island" for kind in shape.structures.kind]
    assert sum(islands) == 7
    assert shape.stable[islands].all()
    assert shape.null.model == "gaussian"


def test_a_given_radius_is_a_share_for_the_null_model():
    rows, _ = groups()
    given = Mapper(
        cover={"kind": "ball", "radius": 5.0},
        clusterer={"kind": "dbscan", "metric": "euclidean", "eps": 4.0},
    )
    graph = build_graph(rows, given, seed=0)
    found = null_settings(given, graph, rows, seed=0)
    assert found.cover.radius == "auto"
    assert 0 < found.cover.radius_quantile < 1
    assert found.clusterer.eps == "auto"
    counts = draw(N, 1, seed=0)
    (again,) = bootstrap_graphs(rows, graph, given, counts)
    assert again.graph.n_nodes > 0


def test_a_sweep_has_an_axis_of_radii():
    rows, _ = groups()
    own = Mapper(cover={"kind": "ball", "radius": 5.0}, clusterer={"metric": "euclidean"})
    settings = swept_settings(own, SweepAxes())
    assert [one.cover.radius for one in settings] == [3.5, 4.25, 5.0, 6.0, 7.0]
    swept = dict(swept_graphs(rows, settings, seed=0))
    assert [swept[k].ball_radius for k in range(5)] == [3.5, 4.25, 5.0, 6.0, 7.0]
    assert [swept[k].overlap for k in range(5)] == [None] * 5
    balls = [swept[k].n_intervals for k in range(5)]
    assert balls == sorted(balls, reverse=True)
    given = swept_settings(own, SweepAxes(ball_radii=(2.0, 1.0)))
    assert [one.cover.radius for one in given] == [1.0, 2.0]


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_few_rows_and_equal_rows_have_a_graph(metric):
    settings = Mapper(cover={"kind": "ball"}, clusterer={"metric": metric})
    for rows in (np.ones((1, 3)), np.zeros((4, 3)), np.eye(3)):
        vectors = rows.astype(np.float32)
        found = choose_among(vectors, CandidateGrid.of(settings), seed=0)
        graph = build_graph(vectors, resolved(settings, found), seed=0)
        assert set(graph.members) == set(range(len(rows)))
