"""Columns of numbers are colours if they are measures: neither ids nor dates."""

import numpy as np
import pytest

from topopress.samples.number_columns import number_columns
from topopress.samples.types import Sample, Survey


def columns(**cells):
    """Return the columns of a table with these cells, by name."""
    n = len(next(iter(cells.values())))
    samples = [
        Sample(f"s{k}", f"s{k}", None, "", (), {name: each[k] for name, each in cells.items()})
        for k in range(n)
    ]
    return {column.name: column.values for column in number_columns(Survey.in_order(samples))}


def test_a_missing_number_is_unknown():
    found = columns(age=[3.0, "", 5.5, 3.0])["age"]
    np.testing.assert_equal(found, [3, np.nan, 5.5, 3])


@pytest.mark.parametrize("cells", [["a", "b"], [1.0, "b"], [2.0, 2.0], ["", ""]])
def test_texts_and_constants_are_no_measures(cells):
    assert columns(x=cells) == {}


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("anything", [7.0, 8.0, 9.0]),
        ("sample_id", [901.0, 17.0, 4.0]),
        ("Index", [901.0, 17.0, 4.0]),
        ("taken_date", [1.0, 2.5, 2.5]),
        ("timestamp", [1.7e9, 1.6e9, 1.6e9]),
        ("day", [20240131.0, 20231201.0, 20240131.0]),
    ],
)
def test_ids_and_dates_are_no_measures(name, cells):
    assert columns(**{name: cells}) == {}


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("population", [901.0, 17.0, 4.0]),
        ("year", [1999.0, 2004.0, 2004.0]),
        ("id", [1.0, 1.0, 2.0]),
        ("width", [0.5, 1.5, 2.5]),
        ("area", [20240199.0, 20241301.0, 3.0]),
        ("updates", [3.0, 3.0, 8.0]),
    ],
)
def test_measures_stay(name, cells):
    assert list(columns(**{name: cells})) == [name]
