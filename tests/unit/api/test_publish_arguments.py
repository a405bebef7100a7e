"""What ``topopress.publish`` takes, and the one error for each argument that it does not take."""

import datetime as dt
import json
import tomllib
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from topopress.api.errors import ParameterError
from topopress.api.layers import given_layers
from topopress.api.pictures import given_pictures
from topopress.api.table import given_table
from topopress.api.toml import plain
from topopress.api.values import cells, texts
from topopress.config.toml import as_toml

ROWS = np.arange(12, dtype=np.float32).reshape(4, 3)


class Tensor:
    """What a tensor of torch has that matters here; it can be no array before ``detach``."""

    def __init__(self, values, dtype="torch.float32"):
        self.values, self.dtype = values, dtype

    def detach(self):
        return self

    def cpu(self):
        return self

    def float(self):
        return Tensor(self.values)

    def __array__(self, dtype=None, copy=None):
        assert self.dtype != "torch.bfloat16"
        return np.array(self.values, dtype)


def lines(table):
    return [json.loads(line) for line in table.lines()]


@pytest.mark.parametrize(
    "given",
    [
        ROWS.tolist(),
        ROWS.astype(">f8"),
        np.asfortranarray(ROWS),
        ROWS.astype(np.int64),
        ROWS.astype(object),
        pd.DataFrame(ROWS),
        pd.DataFrame(ROWS).astype("Int64"),
        Tensor(ROWS),
        Tensor(ROWS, "torch.bfloat16"),
    ],
)
def test_arrays_of_all_libraries_become_the_same_numbers(given):
    (layer,) = given_layers(given).values()
    assert (layer.values.dtype.kind, layer.file) == ("f", None)
    assert np.array_equal(layer.values, ROWS)


def test_half_precision_stays(tmp_path):
    assert given_layers(ROWS.astype(np.float16))["vectors"].values.dtype == np.float16


def test_a_npy_file_is_mapped_and_not_copied(tmp_path):
    for name, values in {"floats": ROWS, "integers": ROWS.astype(int)}.items():
        np.save(tmp_path / f"{name}.npy", values)
    layers = given_layers({n: tmp_path / f"{n}.npy" for n in ("floats", "integers")})
    assert [layer.file for layer in layers.values()] == [tmp_path / "floats.npy", None]
    assert all(np.array_equal(layer.values, ROWS) for layer in layers.values())


def test_files_of_other_kinds_are_read(tmp_path):
    np.savez(tmp_path / "both.npz", a=ROWS, b=np.where(ROWS == 7, np.nan, ROWS))
    (layer,) = given_layers(f"{tmp_path}/both.npz#a").values()
    assert np.array_equal(layer.values, ROWS)
    with pytest.raises(ParameterError, match=r"vectors: .*both.npz.* has 2 arrays"):
        given_layers(tmp_path / "both.npz")
    with pytest.raises(ParameterError, match=r"vectors: .*both.npz.*row 2, column 1"):
        given_layers(f"{tmp_path}/both.npz#b")


WITH_NAN = np.where(ROWS == 7, np.nan, ROWS)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (ROWS[0], r"vectors: expected an array of shape \(n_rows, n_channels\), got shape \(3,\)"),
        (ROWS[None], r"vectors: .* got shape \(1, 4, 3\); write vectors.reshape"),
        (ROWS[:0], "vectors: expected at least one row"),
        (ROWS[:, :0], "vectors: expected at least one channel"),
        (WITH_NAN, "vectors: row 2 has nan in channel 1"),
        ({"a": ROWS, "b": WITH_NAN}, r"vectors\['b'\]: row 2 has nan in channel 1"),
        (
            np.where(ROWS == 7, 1e39, ROWS.astype(float)),
            "vectors: numbers of channel 1 reach 1e.39",
        ),
        (ROWS + 1j, "vectors: expected real numbers, got an array of type complex"),
        ([[1, 2], [3]], "vectors: cannot be read as an array of numbers"),
        ([["a", "b"]], "vectors: expected real numbers"),
        (None, "vectors: expected an array of shape"),
        ({}, "vectors is an empty mapping"),
        ({1: ROWS}, "names of layers must be texts, got 1"),
        ({"A": ROWS, "a": ROWS}, "'A' and 'a' have the same address 'a'"),
        ({"a": ROWS, "b": ROWS[:2]}, r"vectors\['b'\] has 2 rows, and vectors\['a'\] has 4"),
        (__file__, r"vectors: '.*test_publish_arguments.py' ends in '.py'; vectors are read from"),
        ("absent.npy", "vectors: there is no file .*absent.npy"),
        (pd.DataFrame({"n": [1, 2], "s": ["x", "y"]}), "the column 's' holds something other"),
        (np.ma.masked_equal(ROWS, 7), "vectors: has masked numbers"),
    ],
)
def test_vectors_that_are_no_rows_have_one_error(given, message):
    with pytest.raises(ParameterError, match=message):
        given_layers(given)


def test_values_of_all_kinds_become_texts_and_numbers():
    assert cells([1, 2.5, np.float32(0.5), None, np.nan, pd.NA, Decimal("0.1")], "x") == [
        1, 2.5, 0.5, None, None, None, 0.1,
    ]  # fmt: skip
    assert cells([True, np.False_, None], "x") == ["true", "false", None]
    assert cells(["a", 1, 2.0], "x") == ["a", "1", "2.0"]
    days = [dt.date(2024, 5, 31), None]
    assert cells(days, "x") == ["2024-05-31", None]
    assert cells(pd.Series(pd.to_datetime(days)).tolist(), "x") == ["2024-05-31", None]
    assert cells([pd.Timestamp("2024-05-31 12:30")], "x") == ["2024-05-31T12:30:00"]
    assert texts([0.0, 1.0, np.nan], "x") == ["0", "1", None]
    assert texts([0.5, 1.0], "x") == ["0.5", "1.0"]


@pytest.mark.parametrize(
    "metadata",
    [
        pd.DataFrame({"kind": pd.Categorical(["a", "b", None]), "size": [1, 2, 3]}),
        {"kind": np.array(["a", "b", None], object), "size": np.array([1, 2, 3])},
        [{"kind": "a", "size": 1}, {"size": 2, "kind": "b"}, {"size": 3}],
    ],
)
def test_metadata_of_all_forms_are_one_table(metadata):
    assert lines(given_table(3, metadata)) == [
        {"kind": "a", "size": 1},
        {"kind": "b", "size": 2},
        {"size": 3},
    ]


def test_points_in_time_are_iso_texts():
    when = np.array(["2024-05-31", "NaT"], "datetime64[ns]")
    assert lines(given_table(2, {"when": when})) == [{"when": "2024-05-31"}, {}]


def test_a_role_is_a_sequence_or_a_column():
    metadata = {"species": ["x", "y"], "label": [1.0, 2.0]}
    table = given_table(2, metadata, labels="species", ids=[7, 8], texts=["a [b]", None])
    assert table.roles == {"label": "species", "id": "id", "text": "text"}
    assert lines(table)[0] == {"species": "x", "label": 1.0, "id": "7", "text": "a [b]"}
    assert given_table(2, metadata).roles == {}
    named = given_table(2, metadata, labels=None, ids=None)
    assert (named.roles, lines(named)[0]["label"]) == ({"label": "label"}, "1")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"labels": [1]}, "labels has 1 value, and vectors has 2 rows"),
        ({"labels": 3}, "labels: one value for each row is wanted"),
        ({"labels": {"a": 1, "b": 2}}, "labels: one value for each row is wanted, .* got dict"),
        ({"labels": [None, np.nan]}, "labels: every value is missing"),
        ({"links": ["", " "]}, "links: every value is missing"),
        ({"texts": "empty"}, "texts: every value is missing"),
        ({"labels": "empty"}, "labels: every value is missing"),
        ({"labels": "kin"}, r"labels: metadata has no column 'kin'; did you mean 'kind'\?"),
        ({"labels": [b"a", b"b"]}, r"labels: row 0 .* holds a value of type bytes"),
        ({"ids": [1, 1.0]}, "ids: '1' stands in the rows 0 and 1"),
        ({"ids": ["a", None]}, "ids: row 1 .* has None; an id has 1 to 200"),
        ({"ids": ["a", "\x00"]}, r"ids: row 1 .* has '\\x00'; an id has 1 to 200 characters"),
        ({"links": [None, "ftp://a.org"]}, r"links: row 1 .* must be an address that begins with"),
        ({"texts": [1, 2]}, "texts: metadata has a column 'text' as well"),
        ({"links": [[], []]}, "links: row 0 .* type list"),
    ],
)
def test_a_role_that_does_not_fit_has_one_error(given, message):
    with pytest.raises(ValueError, match=message):
        given_table(2, {"kind": ["a", "b"], "text": ["c", "d"], "empty": ["", None]}, **given)


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        (3, "metadata: must be a data frame, a mapping of columns, or a list .*; got int"),
        ([{}, 2], "metadata: must be a data frame, .*; got a list with a value of type int"),
        ({"a": [1]}, r"metadata\['a'\] has 1 value"),
        ([{"a": 1}], "metadata has 1 value"),
        ({"a": [1, [2]]}, r"metadata\['a'\]: row 1 \(counted from 0\) holds a value of type list"),
        ({"a": [1, np.inf]}, r"metadata\['a'\]: row 1 \(counted from 0\) is infinite"),
        ({" ": [1, 2]}, "metadata: a column has no name"),
        (pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"]), "the column 'a' stands there twice"),
    ],
)
def test_metadata_that_cannot_be_published_have_one_error(metadata, message):
    with pytest.raises(ParameterError, match=message):
        given_table(2, metadata)


def read(pictures, folder):
    pictures.write(folder, lambda source, target: target.write_bytes(source.read_bytes()))
    return [name and np.asarray(Image.open(folder / name)) for name in pictures.names()]


GREY = np.arange(32, dtype=np.uint8).reshape(2, 4, 4)


@pytest.mark.parametrize(
    "given",
    [
        GREY,
        GREY[..., None],
        GREY.astype(np.int64),
        GREY / 255,
        (GREY / 255).astype(np.float16),
        list(GREY),
        [Image.fromarray(image) for image in GREY],
    ],
)
def test_pictures_of_all_forms_become_the_same_files(given, tmp_path):
    assert np.array_equal(read(given_pictures(given, 2), tmp_path), GREY)


def test_pictures_can_be_files_or_missing(tmp_path):
    Image.fromarray(GREY[0]).save(tmp_path / "a.PNG")
    found = given_pictures([None, tmp_path / "a.PNG"], 2)
    assert found.names() == [None, "0001.png"]
    (tmp_path / "out").mkdir()
    assert np.array_equal(read(found, tmp_path / "out")[1], GREY[0])


def test_pictures_of_other_formats_are_converted(tmp_path):
    Image.fromarray(GREY[0]).save(tmp_path / "a.tiff")
    found = given_pictures([tmp_path / "a.tiff"], 1)
    assert found.names() == ["0000.png"]
    assert np.array_equal(read(found, tmp_path), GREY[:1])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (GREY[:1], "pictures has 1 picture, and vectors has 2 rows"),
        (np.full((2, 4, 4), 16.0), "pictures: holds values from 16 to 16, and floats between 0"),
        (np.full((2, 4, 4), 256), "integers lie between 0 and 255"),
        (np.full((2, 4, 4), np.nan), "pictures: holds NaN; replace it"),
        (np.zeros((2, 3, 5, 5)), r"channels come first: write numpy.moveaxis\(pictures, -3, -1\)"),
        (np.zeros((2, 4, 4, 2)), r"pictures has the shape \(2, 4, 4, 2\)"),
        (GREY.reshape(2, 16), r"pictures has the shape \(2, 16\); .* pictures.reshape\(-1, HEIGHT"),
        (["absent.png", None], r"pictures\[0\]: there is no file .*absent.png"),
        ([__file__, None], r"pictures\[0\]: .* is no picture that PIL reads"),
        ([3, 4], r"pictures\[0\]: a path, an image of PIL, an array or None is wanted; got int"),
        ([np.zeros((2, 2)), np.zeros(4)], r"pictures\[1\] has the shape \(4,\)"),
        (["a.png"], "pictures has 1 value"),
    ],
)
def test_pictures_that_are_none_have_one_error(given, message):
    with pytest.raises(ParameterError, match=message):
        given_pictures(given, 2)


def test_settings_are_written_as_toml():
    keys = {
        "title": 'A "quoted" \\ \x7f title',
        "none": None,
        "authors": ("A. Author", "B"),
        "mapper": {"cover": {"n_intervals": np.int64(12), "overlap": np.float32(0.5)}, "on": True},
        "data": {"layers": {"a b.c": "data/a.npy", "": "x"}, "few": np.array([1, 2])},
    }
    found = tomllib.loads(as_toml(plain(keys, ())))
    assert found["mapper"] == {"cover": {"n_intervals": 12, "overlap": 0.5}, "on": True}
    assert found["data"] == {"layers": {"a b.c": "data/a.npy", "": "x"}, "few": [1, 2]}
    assert (found["title"], found["authors"]) == (keys["title"], ["A. Author", "B"])
    with pytest.raises(ParameterError, match=r"^mapper.clusterer: must be a text, a number"):
        plain({"mapper": {"clusterer": object()}}, ())
