import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topopress.store.action_records import Record
from topopress.store.actions import Action
from topopress.store.canonical import canonical, sha256
from topopress.store.disk import Content

ACTION = Action("mapper", "tiny", {"a": "1" * 64}, {"overlap": 0.3})
RECORD = Record(ACTION.key, ACTION.description, {"x": Content("2" * 64, 5)})


def test_a_record_is_read_back():
    assert Record.decode(RECORD.encode(), ACTION.key) == RECORD
    assert RECORD.place == ("mapper", "tiny")


@given(st.binary() | st.text().map(str.encode))
def test_anything_else_is_refused(data):
    with pytest.raises(ValueError, match=r"not a record|checksum"):
        Record.decode(data, ACTION.key)


@given(st.integers(0, len(RECORD.encode()) - 2), st.integers(1, 255))
def test_any_changed_byte_is_noticed(position, change):
    data = bytearray(RECORD.encode())
    data[position] ^= change
    with pytest.raises(ValueError, match=r"not a record|checksum"):
        Record.decode(bytes(data), ACTION.key)


def resealed(**changes):
    """A record whose checksum is right, though what it says is not."""
    body = json.loads(RECORD.encode())["body"] | changes
    return canonical({"body": body, "sha256": sha256(canonical(body))})


@pytest.mark.parametrize(
    "data",
    [
        resealed(key="0" * 64),
        resealed(action={**RECORD.description, "code": "other"}),
        resealed(outputs={"x": {"sha256": "../../etc/passwd", "size": 5}}),
        resealed(outputs={"x": {"sha256": "2" * 64, "size": "5"}}),
        resealed(outputs={"x": {"sha256": "2" * 64, "size": True}}),
        resealed(outputs=[]),
        b"[" * 100_000,
        b"null",
        pickle.dumps(RECORD.description),
    ],
)
def test_a_forged_record_is_refused(data):
    with pytest.raises(ValueError, match=r"not a record|checksum"):
        Record.decode(data, ACTION.key)
