"""What is said of the time left is an estimate, is bounded by what is allowed, or is not said."""

from types import SimpleNamespace

import pytest

from topopress.cli.terminal import TerminalProgress


@pytest.fixture
def clock(monkeypatch) -> SimpleNamespace:
    """A clock that stands still until a test moves it."""
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr("topopress.cli.terminal.time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


def line(capsys) -> str:
    return capsys.readouterr().err.rpartition("\r")[2]


def test_nothing_is_said_of_the_time_before_anything_is_done(clock, capsys):
    TerminalProgress(live=True).start("pictures", 4)
    assert line(capsys).endswith(" 0/4")


def test_the_time_left_follows_from_the_mean_time_so_far(clock, capsys):
    progress = TerminalProgress(live=True)
    progress.start("pictures", 4)
    clock.now += 30
    progress.advance()
    assert line(capsys).endswith(" 1/4, 1:30 min left")


def test_the_time_left_is_never_more_than_what_is_allowed(clock, capsys):
    progress = TerminalProgress(live=True)
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
    progress = TerminalProgress(live=True)
    progress.start("pictures", 100, 3600)
    clock.now += 10
    progress.advance(10)
    clock.now += 1
    progress.skip(89)
    assert line(capsys).endswith(" 10/11, 1 s left")
    progress.finish()
    assert line(capsys) == "  pictures: 10 in 11 s\n"


def test_a_log_gets_one_line_at_the_end(clock, capsys):
    progress = TerminalProgress(live=False)
    progress.start("pictures", 2)
    progress.advance(2)
    progress.finish()
    assert capsys.readouterr().err == "  pictures: 2 in 0 s\n"
