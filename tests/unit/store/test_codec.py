"""A dataclass is kept field by field, and read back as itself or as some of its fields."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest

from topopress.store.actions import Action
from topopress.store.codec import fields_of, outputs_of, read_record, write_record
from topopress.store.store import Store


@dataclass(frozen=True)
class Sheet:
    tile: int
    webp: bytes


@dataclass(frozen=True, eq=False)
class Inner:
    name: str
    values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True, eq=False)
class Everything:
    number: int
    pairs: tuple[tuple[str, float], ...]
    rows: np.ndarray[tuple[int, ...], np.dtype[np.int32]]
    sheets: tuple[Sheet, ...]
    inner: Inner
    absent: Inner | None
    present: Inner | None
    files: Mapping[str, bytes]
    columns: Mapping[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]
    maybe: bytes | None


@dataclass(frozen=True, eq=False)
class Some:
    number: int
    rows: np.ndarray[tuple[int, ...], np.dtype[np.int32]]


RECORD = Everything(
    number=3,
    pairs=(("a", 1.5), ("b", 2.5)),
    rows=np.arange(4, dtype=np.int32),
    sheets=(Sheet(8, b"one"), Sheet(16, b"two")),
    inner=Inner("x", np.ones(2)),
    absent=None,
    present=Inner("y", np.zeros(3)),
    files={"a/b.js": b"1", "c.webp": b""},
    columns={"lens": np.array([0.5]), "other": np.array([1.0, 2.0])},
    maybe=None,
)


@pytest.fixture
def artifact(tmp_path):
    with Store(tmp_path / "store") as store:
        with store.produce(Action("stage", "item")) as outputs:
            write_record(outputs, RECORD)
        yield outputs.artifact


def test_everything_comes_back(artifact):
    found = read_record(artifact, Everything)
    assert (found.number, found.pairs, found.sheets) == (3, RECORD.pairs, RECORD.sheets)
    assert (found.absent, found.maybe, found.files) == (None, None, RECORD.files)
    assert found.present.name == "y"
    np.testing.assert_array_equal(found.rows, RECORD.rows)
    np.testing.assert_array_equal(found.inner.values, [1, 1])
    assert {name: column.tolist() for name, column in found.columns.items()} == {
        "lens": [0.5],
        "other": [1, 2],
    }


def test_some_fields_are_read_as_another_type(artifact):
    found = read_record(artifact, Some)
    assert (found.number, found.rows.tolist()) == (3, [0, 1, 2, 3])


def test_the_outputs_of_all_fields_are_all_outputs(artifact):
    names = [name for field in fields_of(Everything) for name in outputs_of(artifact.names, field)]
    assert sorted(names) == list(artifact.names)


def test_an_array_on_disk_is_not_written_twice(tmp_path):
    with Store(tmp_path / "store") as store:
        with store.produce(Action("stage", "item")) as outputs:
            rows = outputs.open_array("rows", (2,), np.int32)
            rows[:] = [7, 8]
            write_record(outputs, Some(1, rows))
        assert read_record(outputs.artifact, Some).rows.tolist() == [7, 8]
