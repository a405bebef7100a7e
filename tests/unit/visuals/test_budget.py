import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from topopress.visuals.budget import shares
from topopress.visuals.picture_stages import picture_share
from topopress.visuals.target_stages import Subjects

COUNTS = st.lists(st.integers(0, 400), min_size=1, max_size=9)


def granted(kinds: str, wanted: list[int], most: int | None) -> list[int]:
    targets = tuple(Subjects(np.arange(count)) for count in wanted)
    places = tuple(range(len(wanted)))
    found = picture_share(place=places, targets=targets, kinds=tuple(kinds), most=most)
    return [share.count for _, share in found]


def test_a_budget_that_suffices_allows_everything():
    assert shares([3, 0, 500], 503) == [3, 0, 500]


def test_the_first_kind_takes_first_from_the_budget():
    assert granted("nnaarr", [6, 2, 6, 2, 1, 1], 10) == [6, 2, 2, 0, 0, 0]


def test_without_a_budget_everything_is_allowed():
    assert granted("nna", [3, 0, 500], None) == [3, 0, 500]


def test_too_little_is_shared_in_proportion_by_the_largest_remainders():
    assert shares([5, 5, 1], 4) == [2, 2, 0]
    assert shares([1, 1], 1) == [1, 0]


@given(COUNTS, st.integers(0, 2000))
def test_shares_add_up_and_never_exceed_what_is_wanted(wanted, budget):
    allowed = shares(wanted, budget)
    assert sum(allowed) == min(sum(wanted), budget)
    assert all(0 <= got <= want for got, want in zip(allowed, wanted, strict=True))
