import datetime as dt

import pytest

from topopress.pages.tables.text import in_words, listed, nodes, number, percent, printable


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (0.001, "< 1 %"), (0.005, "1 %"), (0.345, "35 %"), (0.999, "> 99 %"),
     (1, "100 %"), (None, "–"), (float("nan"), "–")],
)  # fmt: skip
def test_percent(share, text):
    assert percent(share).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (5.1, "5.10"), (51.49, "51.5"), (1234.5, "1,234"), (0.02314, "0.0231"),
     (-2.5, "−2.50"), (None, "–"), (float("nan"), "–")],
)  # fmt: skip
def test_number(value, text):
    assert number(value) == text


def test_counts_and_lists():
    assert nodes(1) == "1 node"
    assert nodes(12345) == "12,345 nodes"
    assert [listed(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        "", "A", "A and B", "A, B and C",
    ]  # fmt: skip


def test_dates_do_not_follow_the_locale():
    assert in_words(dt.date(2026, 3, 5)) == "5 March 2026"
    assert in_words(None) == ""


def test_printable_replaces_what_html_cannot_hold():
    assert printable("a\x00b\x1b[31m\x85\ud800c\td\n") == "a\ufffdb\ufffd[31m\ufffd\ufffdc\td\n"
    assert printable("e\u0301") == "é"
