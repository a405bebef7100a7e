from dataclasses import replace

import pytest

from topopress.store.actions import Action
from topopress.store.explain import differences
from topopress.store.store import Store


def produce(store, action):
    with store.produce(action) as outputs:
        outputs.write("a", b"x")


CASES = [
    ({"params": {"overlap": 0.4, "cover": {"n_intervals": 70}}}, "overlap 0.3 -> 0.4"),
    ({"params": {"overlap": 0.3, "cover": {"n_intervals": 9}}}, "cover.n_intervals 70 -> 9"),
    ({"params": {"overlap": 0.3}}, 'cover {"n_intervals":70} is gone'),
    ({"params": {"eps": "auto", "overlap": 0.3, "cover": {"n_intervals": 70}}}, "eps auto is new"),
    ({"code": "d" * 64}, "code changed"),
    ({"libraries": {"numpy": "2.4"}}, "numpy 2.3 -> 2.4"),
    ({"inputs": {"vectors": "b" * 64}}, "input vectors changed"),
    ({"inputs": {}}, "input vectors is gone"),
    ({"inputs": {"vectors": "a" * 64, "labels": "a" * 64}}, "new input labels"),
    ({"code": "d" * 64, "libraries": {"numpy": "3"}}, "code changed; numpy 2.3 -> 3"),
]


@pytest.mark.parametrize(("changes", "reason"), CASES)
def test_the_difference_to_the_last_of_its_kind(store, action, changes, reason):
    produce(store, action)
    assert store.explain(replace(action, **changes)) == reason


def test_without_anything_to_compare_with(store, action):
    assert store.explain(action) == "first build"
    produce(store, replace(action, item="photographs/block6"))
    assert store.explain(action) == "first build"
    produce(store, action)
    assert store.explain(action) == "up to date"


def test_the_one_used_last_is_compared_with(tmp_path, action):
    """Not the one made last: after 0.3, 0.4 and 0.3 again, 0.5 is a change from 0.3."""

    def overlap(p):
        return replace(action, params={"overlap": p})

    with Store(tmp_path / "store") as store:
        produce(store, overlap(0.3))
        produce(store, overlap(0.4))
        assert store.find(overlap(0.3))
        assert store.explain(overlap(0.5)) == "overlap 0.3 -> 0.5"
    with Store(tmp_path / "store") as store:
        assert store.explain(overlap(0.5)) == "overlap 0.3 -> 0.5"


def test_long_lists_and_values_are_cut():
    old = Action("s", "i", params=dict.fromkeys("abcdef", 1)).description
    new = Action("s", "i", params=dict.fromkeys("abcdef", "long" * 30)).description
    reason = differences(old, new)
    assert reason.endswith("; and 2 more")
    assert len(reason) < 250


def test_control_characters_do_not_reach_the_terminal():
    old = Action("s", "i", params={"title": "a"}).description
    new = Action("s", "i", params={"title": "\x1b[2Jb"}).description
    assert differences(old, new) == r"title a -> '\x1b[2Jb'"
