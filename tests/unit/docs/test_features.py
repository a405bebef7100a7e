"""docs/features.md names tests that are there, and has one for each feature that it claims."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]
ROW = re.compile(
    r"^\| (?!feature|---|a reader can)(?P<feature>.*?) \| (?P<rest>.*) \|$", re.MULTILINE
)
NAMED = re.compile(r"`(test_\w+\.py)::(test_\w+)`")
ROWS = list(ROW.finditer((CHECKOUT / "docs/features.md").read_text("utf-8")))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["feature"][:60])
def test_the_tests_of_a_feature_are_there(row):
    named = NAMED.findall(row["rest"])
    # What the viewer does not have is said to be so, with the reason.
    assert named or row["rest"].startswith("no: ")
    for file, test in named:
        sources = [path.read_text("utf-8") for path in (CHECKOUT / "tests").rglob(file)]
        assert any(f"\ndef {test}(" in source for source in sources), f"{file}::{test}"


def test_there_are_rows_of_the_three_explorers_and_of_ours():
    assert len(ROWS) > 100
