"""What a build will do, and how long it takes after recorded runs."""

import time

import pytest

from topopress.stage.clock import Clock
from topopress.stage.estimate import about, summary
from topopress.stage.executor import Executor
from topopress.stage.forecast import DEPENDS, MISSING, STORED, Forecast, History, forecast
from topopress.stage.listener import Recorder
from topopress.stage.stage import stage
from topopress.store.action_records import Record, Run
from topopress.store.store import Store
from unit.stage import toy_stages as toy


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "store") as store:
        yield store


def two(count: int, factor: float = 1.0, item: str = "x"):
    numbers = stage(toy.numbers, item, count=count, note="")
    return numbers, stage(toy.total, item, numbers=numbers, factor=factor)


def expected(store, stages):
    executor = Executor(store, Recorder())
    return forecast(executor, stages, lambda: History(store.records()))


def states(store, stages):
    return [each.state for each in expected(store, stages)]


def test_a_key_that_rests_on_a_missing_result_is_not_known(store):
    assert states(store, two(3)) == [MISSING, DEPENDS]
    Executor(store, Recorder()).run(two(3))
    assert states(store, two(3)) == [STORED, STORED]
    assert states(store, two(3, factor=2.0)) == [STORED, MISSING]
    assert states(store, two(4)) == [MISSING, DEPENDS]
    assert toy.CALLS


def test_without_recorded_runs_times_are_unknown(store):
    found = Forecast(tuple(expected(store, two(3))))
    assert [each.seconds for each in found.actions] == [None, None]
    assert summary(found).startswith("2 actions to compute; how long that takes is not known")


def record(stage_name, item, params, run, size=80):
    action = {"stage": stage_name, "item": item, "params": params}
    return Record("k", action, {"values": _Content(size)}, run)


class _Content:
    def __init__(self, size):
        self.size = size


def test_the_nearest_run_has_the_fewest_other_settings_then_the_nearest_size():
    runs = History(
        [
            record("total", "y", {"factor": 1.0}, Run(1.0, 0.0, 1000, 1)),
            record("total", "y", {"factor": 1.0}, Run(2.0, 0.0, 100, 1)),
            record("total", "x", {"factor": 3.0}, Run(3.0, 0.0, 100, 1)),
            record("total", "x", {"factor": 3.0}, None),
        ]
    )
    _, total = two(3)
    assert runs.nearest(total, 120)[1].seconds == 2.0
    assert runs.nearest(total, 900)[1].seconds == 1.0
    _, total = two(3, factor=3.0)
    assert runs.nearest(total, 900)[1].seconds == 3.0
    assert History([]).nearest(total, 1) is None


def test_times_grow_with_what_is_read_also_behind_what_is_not_computed_yet(store):
    executor = Executor(store, Recorder())
    executor.run(two(1000))
    (first,) = (r for r in store.records() if r.place[0] == "total")
    assert first.run.read == 8 * 1000 + 128
    done = two(3000)
    executor.run(done[:1])
    known, guessed = (
        expected(store, [*done[:1], stage(toy.total, "x", numbers=done[0], factor=5.0)])[-1],
        expected(store, two(7))[-1],
    )
    assert known.seconds == pytest.approx(first.run.seconds * 24128 / 8128)
    assert guessed.seconds is not None


def test_a_run_counts_without_its_parts_and_with_the_time_of_stored_ones(store):
    executor = Executor(store, Recorder())
    squares = stage(toy.sum_of_squares, "x", count=4, stop_at=9, opened=toy.Opener("a"))
    executor.run([squares])
    again = stage(toy.sum_of_squares, "x", count=5, stop_at=9, opened=toy.Opener("a"))
    Executor(store, Recorder()).run([again])
    runs = {r.description["params"].get("count"): r.run for r in store.records()}
    parts = [r.run.seconds for r in store.records() if r.place[0] == "squares"]
    assert runs[5].parts == pytest.approx(sum(parts), abs=1e-3)
    assert runs[5].total == runs[5].seconds + runs[5].parts


def test_a_clock_leaves_out_what_runs_within():
    clock = Clock()
    with clock.run() as outer:
        began = time.monotonic()
        with clock.run() as inner:
            while time.monotonic() - began < 0.02:
                pass
            assert inner() >= 0.02
        assert outer() < 0.02


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "under 1 s"), (12.4, "about 12 s"), (100, "about 100 s"), (840, "about 14 min"),
     (9000, "about 2.5 h")],
)  # fmt: skip
def test_times_are_rough(seconds, text):
    assert about(seconds) == text
