"""What is said of the time left is an estimate, is bounded by what is allowed, or is not said."""

import sys
from types import SimpleNamespace

import pytest

from topopress.stage.line import NotebookLine, TerminalLine
from topopress.stage.report import BuildReport


@pytest.fixture
def clock(monkeypatch) -> SimpleNamespace:
    """A clock that stands still until a test moves it."""
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr("topopress.stage.report.time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")


def line(capsys) -> str:
    return capsys.readouterr().err.rpartition("\r")[2].rstrip(" ")


def test_nothing_is_said_of_the_time_before_anything_is_done(clock, capsys):
    BuildReport(TerminalLine(live=True)).start("pictures", 4)
    assert line(capsys).endswith(" 0/4")


def test_the_time_left_follows_from_the_mean_time_so_far(clock, capsys):
    progress = BuildReport(TerminalLine(live=True))
    progress.start("pictures", 4)
    clock.now += 30
    progress.advance()
    assert line(capsys).endswith(" 1/4, 1:30 min left")


def test_the_time_left_is_never_more_than_what_is_allowed(clock, capsys):
    progress = BuildReport(TerminalLine(live=True))
    progress.start("pictures", 8, 60)
    assert line(capsys).endswith(" 0/8, at most 1:00 min left")
    clock.now += 40
    progress.advance()
    assert line(capsys).endswith(" 1/8, at most 20 s left")
    clock.now += 1
    progress.advance(6)
    assert line(capsys).endswith(" 7/8, 6 s left")
    clock.now += 20
    progress.skip(0)
    assert line(capsys).endswith(" 7/8, time is up: finishing items that have started")
    clock.now += 1
    progress.advance()
    assert line(capsys).endswith(" 8/8")


def test_what_is_skipped_is_not_waited_for(clock, capsys):
    progress = BuildReport(TerminalLine(live=True))
    progress.start("pictures", 100, 3600)
    clock.now += 10
    progress.advance(10)
    clock.now += 1
    progress.skip(89)
    assert line(capsys).endswith(" 10/11, 1 s left")
    progress.finish()
    assert line(capsys) == ""


def ran(progress: BuildReport, clock, item: str, what: str, seconds: float) -> None:
    progress.runs(SimpleNamespace(stage="visuals", item=item), "new")
    progress.start(what, 2)
    clock.now += seconds
    progress.advance(2)
    progress.finish()


def test_a_log_gets_a_line_of_each_task_that_took_long(clock, capsys):
    progress = BuildReport(TerminalLine(live=False))
    ran(progress, clock, "a/block2", "pictures", 12)
    ran(progress, clock, "a/block2", "resampling", 9)
    assert capsys.readouterr().err == "  a/block2: pictures: 2 in 12 s\n"


def test_a_terminal_keeps_notes_alone(clock, capsys):
    with BuildReport(TerminalLine(live=True)) as progress:
        ran(progress, clock, "a/block2", "pictures", 12)
        progress.notice("a: 3 rows repeat")
        ran(progress, clock, "a/block4", "pictures", 12)
    written = capsys.readouterr().err
    assert [each.rpartition("\r")[2] for each in written.split("\n")] == [
        "  note: a: 3 rows repeat",
        "",
    ]
    assert "\r  a/block4: visuals" in written


def test_the_line_is_no_wider_than_the_terminal(clock, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    BuildReport(TerminalLine(live=True)).start("pictures of single activations", 4)
    assert line(capsys) == "  pictures of single"[:19]


def test_a_summary_names_what_took_longest(clock):
    progress = BuildReport(TerminalLine(live=False))
    for layer, seconds in (("a/block2", 40), ("a/block4", 30)):
        ran(progress, clock, layer, "pictures", seconds)
        ran(progress, clock, layer, "choosing settings", 8)
        ran(progress, clock, layer, "resampling", 1)
    assert progress.longest() == "pictures 1:10 min, choosing settings 16 s"


def test_a_notebook_has_one_output_that_is_replaced(clock, monkeypatch):
    shown = []

    class Handle:
        def update(self, bundle, raw):
            shown[-1] = bundle["text/plain"]

    def display(bundle, raw, display_id):
        shown.append(bundle["text/plain"])
        return Handle()

    monkeypatch.setitem(sys.modules, "IPython.display", SimpleNamespace(display=display))
    with BuildReport(NotebookLine()) as progress:
        progress.notice("a: 3 rows repeat")
        clock.now += 1
        progress.start("resamples", 30)
        assert shown[-1].startswith("  note: a: 3 rows repeat\n  resamples ")
        assert shown[-1].endswith(" 0/30")
    progress.line.say("published 3 files")
    assert shown == ["  note: a: 3 rows repeat\npublished 3 files"]


def test_a_note_leaves_out_the_only_exploration(capsys):
    report = BuildReport(TerminalLine(live=False), only="digits")
    report.notice("digits, pixels: Nothing is there.")
    report.notice("digits: 3 rows repeat")
    report.notice("digitsum: stays")
    assert report.notices == ["pixels: Nothing is there.", "3 rows repeat", "digitsum: stays"]
    assert capsys.readouterr().err.startswith("  note: pixels: Nothing is there.\n")
