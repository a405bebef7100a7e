"""Parquet files of vectors and tables, read group by group of rows."""

import datetime as dt
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from array_fixture import vectors
from topopress.core.errors import DataError
from topopress.samples.arrays import types
from topopress.samples.arrays.reading import ArrayPlace, open_matrix
from topopress.samples.tables.entries import read_entries
from topopress.samples.tables.metadata import metadata_of
from topopress.samples.tables.types import Required

GIVEN = vectors()


def write(folder, columns: dict, name: str = "a.parquet") -> None:
    pq.write_table(pa.table(columns), folder / name, row_group_size=50)


FLOAT = pa.float32()


def lists(array=GIVEN, kind=FLOAT) -> pa.Array:
    return pa.array(array.tolist(), pa.list_(kind))


def fixed(array=GIVEN) -> pa.Array:
    return pa.FixedSizeListArray.from_arrays(pa.array(array.ravel()), array.shape[1])


def read(folder, written: str = "a.parquet") -> np.ndarray:
    matrix = open_matrix(ArrayPlace.of(written), folder, "data.layers.a")
    target = np.empty((matrix.n_rows, matrix.n_channels), np.float32)
    matrix.copy_to(target)
    return target


def refused(folder, written: str = "a.parquet") -> str:
    with pytest.raises(DataError) as error:
        read(folder, written)
    return str(error.value)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(types, "BLOCK", 200)


@pytest.mark.parametrize(
    "column",
    [
        lists(),
        lists(kind=pa.float64()),
        pa.array(GIVEN.tolist(), pa.large_list(pa.float32())),
        fixed(),
        fixed(GIVEN.astype(np.float64)),
        pa.ExtensionArray.from_storage(pa.fixed_shape_tensor(pa.float32(), [6]), fixed()),
    ],
)
def test_a_column_of_lists(tmp_path, column):
    write(tmp_path, {"id": range(120), "vector": column})
    for written in ("a.parquet", "a.parquet#vector"):
        np.testing.assert_array_equal(read(tmp_path, written), GIVEN)


def test_half_precision(tmp_path):
    half = GIVEN.astype(np.float16)
    write(tmp_path, {"vector": fixed(half)})
    np.testing.assert_array_equal(read(tmp_path), half.astype(np.float32))


def test_columns_of_numbers(tmp_path):
    write(tmp_path, {f"x{k}": GIVEN[:, k].astype("f8") for k in range(6)})
    np.testing.assert_array_equal(read(tmp_path), GIVEN)
    np.testing.assert_array_equal(read(tmp_path, "a.parquet#x2"), GIVEN[:, 2:3])


def test_the_index_of_pandas_is_no_channel(tmp_path):
    index = pa.array([str(k) for k in range(120)])
    write(tmp_path, {"x": GIVEN[:, 0], "__index_level_0__": index})
    assert read(tmp_path).shape == (120, 1)


@pytest.mark.parametrize(
    ("columns", "written", "said"),
    [
        ({"a": lists(), "b": lists()}, "", "has 2 columns of lists"),
        ({"a": GIVEN[:, 0], "id": range(120)}, "", "'id' (int64)"),
        ({"a": lists()}, "#b", "has no array 'b'"),
        ({"a": pa.array([[1, 2]], pa.list_(pa.int64()))}, "", "holds values of type int64"),
        ({"a": pa.array(["x"])}, "#a", "holds values of type string"),
        ({"a": pa.array([[1.0, 2.0], [1.0]])}, "", "the list of row 1 (counted from 0) has 1"),
        ({"a": pa.array([[1.0, 2.0], None])}, "", "the list of row 1 (counted from 0) is missing"),
        ({"a": pa.array([[1.0, 2.0], [1.0, None]])}, "", "a number of row 1 (counted from 0) is"),
        ({"a": pa.array([None, [1.0]])}, "", "the list of row 0 (counted from 0) is missing"),
        ({"a": pa.array([1.0, None])}, "", "column 'a' of row 1 (counted from 0) is missing"),
        ({"a": pa.array([[1.0], [np.nan]])}, "", "row 1, column 0 (counted from 0) is not a num"),
        ({"a": pa.array([[]], pa.list_(pa.float32()))}, "", "1 rows and 0 columns"),
        ({"a": pa.array([], pa.list_(pa.float32()))}, "", "0 rows and 0 columns"),
    ],
)
def test_what_is_no_layer(tmp_path, columns, written, said):
    write(tmp_path, columns)
    assert said in refused(tmp_path, f"a.parquet{written}")


def test_a_damaged_file(tmp_path):
    table = pa.table({"a": lists()})
    pq.write_table(table, tmp_path / "a.parquet", write_page_checksum=True)
    content = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "b.parquet").write_bytes(content[: len(content) // 2])
    assert "'b.parquet' cannot be read as Parquet" in refused(tmp_path, "b.parquet")
    (tmp_path / "c.parquet").write_bytes(content[:300] + bytes(60) + content[360:])
    assert "'c.parquet'" in refused(tmp_path, "c.parquet")


def test_without_pyarrow_one_error_says_what_to_install(tmp_path, monkeypatch):
    write(tmp_path, {"a": lists()})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert refused(tmp_path).endswith("install it: pip install 'topopress[parquet]'")


def test_a_table(tmp_path):
    write(
        tmp_path,
        {
            "id": ["a", "b"],
            "n": [1, 20],
            "x": pa.array([0.1, np.nan], pa.float32()),
            "y": [0.5, None],
            "b": [True, False],
            "day": [dt.date(2024, 5, 31), None],
            "kind": pa.array(["u", "v"]).dictionary_encode(),
            "vector": [[1.0], [2.0]],
        },
    )
    entries = read_entries(
        tmp_path / "a.parquet", "a.parquet", Required(("id",)), (".parquet",), "data.metadata"
    )
    assert [dict(entry.cells) for entry in entries] == [
        {"id": "a", "n": "1", "x": "0.1", "y": "0.5", "b": "true", "day": "2024-05-31",
         "kind": "u"},
        {"id": "b", "n": "20", "b": "false", "kind": "v"},
    ]  # fmt: skip
    assert metadata_of(entries, (), "data.metadata: 'a'", texts=("id",))[0] == {
        "n": 1.0, "x": 0.1, "y": 0.5, "b": "true", "day": "2024-05-31", "kind": "u",
    }  # fmt: skip


def test_a_table_that_lacks_a_column_or_holds_bytes(tmp_path):
    write(tmp_path, {"name": ["a"], "x": [b"\xff"]})
    for required, said in ((("id",), "has no column 'id'"), (("name",), "'x' is of type bytes")):
        with pytest.raises(DataError, match=said):
            read_entries(tmp_path / "a.parquet", "a.parquet", Required(required), (".parquet",))
