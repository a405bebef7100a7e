import numpy as np

from topopress.visuals.node_classes import empty_attribution, nearest_rows, summarise
from topopress.visuals.types import ExemplarRows

COMPUTED = {"agreement": 0.5, "way": "forward mode"}


def exemplars(offsets, kinds, rows):
    n = len(rows)
    return ExemplarRows(
        np.array(offsets), np.array(kinds, np.uint8), np.array(rows, np.int32), np.ones(n)
    )


def test_a_node_speaks_with_the_mean_of_its_nearest():
    found = exemplars([0, 3, 4], [0, 0, 1, 0], [5, 2, 9, 5])
    rows = nearest_rows(found)
    assert rows.tolist() == [2, 5]
    values = np.array([[3, 0, -3, 0], [1, 2, -3, 0]], np.float32)
    summary = summarise(found, rows, values, **COMPUTED)
    assert (summary.way, summary.agreement) == ("forward mode", 0.5)
    # Node 0 has the mean [2, 1, -3, 0], node 1 row 5 alone.
    assert summary.offsets.tolist() == [0, 3, 6]
    assert summary.output.tolist() == [0, 1, 2, 1, 0, 2]
    assert summary.value.tolist() == [2, 1, -3, 2, 1, -3]
    # Exemplar by exemplar: row 5, row 2, one that is spread, row 5 again.
    assert summary.exemplar_output.tolist() == [1, 0, -1, 1]
    assert summary.exemplar_value.tolist() == [2, 3, 0, 2]


def test_five_for_three_against_and_ties_by_number():
    values = np.array([[1] * 7 + [-1] * 7], np.float32)
    summary = summarise(exemplars([0, 1], [0], [0]), np.array([0]), values, **COMPUTED)
    assert summary.output.tolist() == [0, 1, 2, 3, 4, 11, 12, 13]


def test_a_node_without_exemplars_and_one_that_says_nothing():
    silent = np.zeros((1, 3), np.float32)
    summary = summarise(exemplars([0, 0, 1], [0], [4]), np.array([4]), silent, **COMPUTED)
    assert summary.offsets.tolist() == [0, 0, 0]
    assert summary.exemplar_value.tolist() == [0]


def test_nothing_at_all():
    assert empty_attribution().way == ""
    assert len(empty_attribution().offsets) == 0
