"""What is published of optimised pictures: all, some, none."""

import numpy as np

from topopress.bundle.visuals import visual_summary
from topopress.responses import AIMS, FeatureVisualisations


def pictures(of, *, wanted=5, nearest=None, objective_name="distinct") -> FeatureVisualisations:
    """Return pictures of some things; the k-th reached a cosine of .9 - k / 10 and 10 + k."""
    count = len(of)
    return FeatureVisualisations(
        of=np.array(of, np.int32),
        wanted=wanted,
        cosine=0.9 - np.arange(count) / 10,
        objective=10.0 + np.arange(count),
        steps=np.arange(count, dtype=np.int32) + 60,
        nearest=np.array(of if nearest is None else nearest, np.int32),
        objective_name=objective_name,
        sheets=(),
    )


def test_shares_are_of_the_pictures_there_are():
    summary = visual_summary(pictures([0, 3], nearest=[0, 1]), None, None)
    assert summary is not None
    assert (summary.own_share, round(summary.cosine, 6)) == (0.5, 0.85)


def test_without_pictures_nothing_is_said_of_them():
    summary = visual_summary(pictures([]), None, None)
    assert summary is not None
    assert (summary.own_share, summary.cosine) == (None, None)


def test_each_kind_says_what_it_aims_at_and_how_many_a_budget_left():
    arms = pictures([], wanted=3, objective_name="contrast")
    rows = pictures([7], objective_name="inversion")
    summary = visual_summary(pictures([0, 3]), arms, rows)
    assert summary is not None
    kinds = [kind and (kind.aim, kind.drawn, kind.wanted) for kind in _kinds(summary)]
    assert kinds == [(AIMS["distinct"], 2, 5), (AIMS["contrast"], 0, 3), (AIMS["inversion"], 1, 5)]
    alone = visual_summary(pictures([0, 3]), None, None)
    assert alone is not None
    assert _kinds(alone)[1:] == [None, None]


def _kinds(summary):
    return [summary.nodes, summary.arms, summary.rows]
