"""What is published of optimised pictures: all, some, none."""

import numpy as np

from topopress.bundle.visuals import visual_summary
from topopress.responses import FeatureVisualisations


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
    summary = visual_summary(pictures([0, 3], nearest=[0, 1]))
    assert summary is not None
    assert (summary.own_share, round(summary.cosine, 6)) == (0.5, 0.85)


def test_without_pictures_nothing_is_said_of_them():
    summary = visual_summary(pictures([]))
    assert summary is not None
    assert (summary.own_share, summary.cosine) == (None, None)
