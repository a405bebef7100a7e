from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topopress.config.schema import Budget
from topopress.pipeline.allowance import Allowance, Clock

COUNTS = st.lists(st.integers(0, 400), min_size=1, max_size=9)


def test_without_a_budget_everything_is_granted():
    allowance = Allowance(Budget())
    assert allowance.share([3, 0, 500]) == [3, 0, 500]
    assert allowance.clock(2) is None


def test_what_is_asked_for_first_takes_from_what_is_left():
    allowance = Allowance(Budget(pictures=10))
    assert allowance.share([6, 2]) == [6, 2]
    assert allowance.share([6, 2]) == [2, 0]
    assert allowance.share([1, 1]) == [0, 0]


def test_too_little_is_shared_in_proportion_by_the_largest_remainders():
    assert Allowance(Budget(pictures=4)).share([5, 5, 1]) == [2, 2, 0]
    assert Allowance(Budget(pictures=1)).share([1, 1]) == [1, 0]


@given(COUNTS, st.integers(1, 2000))
def test_shares_add_up_and_never_exceed_what_is_wanted(wanted, budget):
    granted = Allowance(Budget(pictures=budget)).share(wanted)
    assert sum(granted) == min(sum(wanted), budget)
    assert all(0 <= got <= want for got, want in zip(granted, wanted, strict=True))


def test_time_is_shared_equally_among_the_layers_that_are_left(monkeypatch):
    time = SimpleNamespace(now=0.0)
    monkeypatch.setattr(
        "topopress.pipeline.allowance.time", SimpleNamespace(monotonic=lambda: time.now)
    )

    def share(layers_left: int) -> float:
        clock = allowance.clock(layers_left)
        assert clock is not None
        clock.start()
        assert clock.is_over == (allowance.seconds == 0)
        return clock.seconds

    allowance = Allowance(Budget(minutes=1))
    assert share(3) == pytest.approx(20)
    with allowance.spending():
        time.now += 30
    assert share(2) == pytest.approx(15)
    with allowance.spending():
        time.now += 100
    assert share(1) == 0


def test_a_clock_that_has_not_started_is_over_only_without_time():
    assert not Clock(5).is_over
    assert Clock(0).is_over
