"""Stability of parts along class probabilities: planted groups stay, noise does not."""

import numpy as np
import pytest

from topopress.analysis.settings.candidates import CandidateGrid
from topopress.analysis.settings.choice import choose_among
from topopress.analysis.settings.verdict import verdicts
from topopress.analysis.shape.assessment import assess
from topopress.analysis.shape.split_graphs import SplitGraphs, perturbed_covers
from topopress.config.schema import Mapper
from topopress.config.splits import SplitCover
from topopress.core.progress import SILENT
from topopress.mapper.graph import build_graph
from topopress.mapper.splits import PROBABILITIES

SETTINGS = Mapper(cover={"kind": "split", "rows": 20}, stability={"resamples": 12})


@pytest.fixture(scope="module")
def planted():
    """Two groups of one class that lie apart, and another class."""
    rng = np.random.default_rng(0)
    group = np.repeat([0, 1, 2], 60)
    vectors = (5 * np.eye(12)[group] + rng.normal(0, 0.5, (180, 12))).astype(np.float32)
    first = np.where(group < 2, 0.98, 0.02) + rng.uniform(-0.01, 0.01, 180)
    return vectors, np.column_stack([first, 1 - first])


def build(probabilities):
    def made(vectors, settings, rows):
        columns = {PROBABILITIES: probabilities[rows]}
        return build_graph(vectors, settings, seed=0, columns=columns)

    return made


def test_groups_that_lie_apart_are_stable_islands(planted):
    vectors, probabilities = planted
    make = build(probabilities)
    graph = make(vectors, SETTINGS, np.arange(180))
    assert graph.n_nodes == 3
    shape = assess(vectors, graph, SETTINGS, make, probabilities=probabilities, seed=0)
    assert (shape.stability.node_bootstrap == 1).all()
    assert (shape.stability.node_family == 1).all()
    assert shape.structures.kind.count("island") == 2


def test_resampled_graphs_have_the_rows_that_were_drawn(planted):
    vectors, probabilities = planted
    graph = build(probabilities)(vectors, SETTINGS, np.arange(180))
    counts = np.zeros((180, 1), np.int32)
    counts[::2] = 1
    again = SplitGraphs.of(vectors, graph, SETTINGS, probabilities)
    (found,) = again.resampled(counts, SILENT)
    assert set(found.graph.members.tolist()) == set(range(0, 180, 2))
    assert len(list(again.perturbed(SILENT))) == len(perturbed_covers(SETTINGS.splits))


def test_perturbed_covers_are_close_and_allowed():
    for cover in (
        SplitCover(kind="split"),
        SplitCover(kind="split", neighbours=1, rows=1, spread=0.99, overlap=0.5),
    ):
        others = perturbed_covers(cover)
        assert cover not in others
        assert len(set(others)) == len(others)
        assert all(SplitCover.model_validate(other.model_dump()) == other for other in others)
    assert len(perturbed_covers(SplitCover(kind="split"))) == 8


def test_nothing_is_chosen_and_there_is_no_verdict(planted):
    vectors, probabilities = planted
    columns = {PROBABILITIES: probabilities}
    choice = choose_among(vectors, CandidateGrid.of(SETTINGS), seed=0, columns=columns)
    assert len(choice.candidates) == 1
    assert choice.null_scores == ()
    assert verdicts(choice) == ()
