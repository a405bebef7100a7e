import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topopress.store.actions import Action, versions
from topopress.store.canonical import canonical

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(JSON)
def test_canonical_json_is_read_back_as_it_was(value):
    text = canonical(value)
    assert text.isascii()
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


@given(st.dictionaries(st.text(), st.integers()))
def test_the_order_of_keys_does_not_matter(value):
    assert canonical(value) == canonical(dict(reversed(value.items())))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [-float("inf")]])
def test_what_json_cannot_say_is_refused(value):
    with pytest.raises(ValueError, match="JSON"):
        canonical(value)


@pytest.mark.parametrize("value", [{1: "a"}, {"x": {None: 1}}, {"a", "b"}, b"x", np.float32(1)])
def test_what_has_no_json_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


def test_every_field_is_part_of_the_key(action):
    others = [
        replace(action, stage="visuals"),
        replace(action, item="photographs/block6"),
        replace(action, inputs={"vectors": "b" * 64}),
        replace(action, params={"overlap": 0.3, "cover": {"n_intervals": 71}}),
        replace(action, code="d" * 64),
        replace(action, libraries={"numpy": "2.4"}),
    ]
    assert len({action.key, *(other.key for other in others)}) == 7
    assert replace(action).key == action.key


def test_the_key_is_the_same_in_every_process():
    program = (
        "from topopress.store.actions import Action;"
        "print(Action('s', 'i', {'b': '1', 'a': '2'}, {'x': [1.5, 'é']}).key)"
    )
    key = Action("s", "i", {"a": "2", "b": "1"}, {"x": (1.5, "é")}).key
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().strip() == key


def test_later_changes_of_the_params_do_not_reach_the_action():
    params = {"cover": [1]}
    action = Action("s", "i", params=params)
    key = action.key
    params["cover"].append(2)
    assert action.key == key
    assert action.description["params"] == {"cover": [1]}


def test_versions():
    assert versions("numpy")["numpy"] == np.__version__
    found = versions("python", "no-such-distribution")
    assert found == {"python": sys.version.split()[0], "no-such-distribution": "absent"}
