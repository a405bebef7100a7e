"""Matrices are read from files as they are, and every other file is one clear error."""

import json
import struct
import zipfile

import numpy as np
import pytest
from safetensors.numpy import save_file

from array_fixture import vectors
from topopress.core.errors import DataError
from topopress.samples.arrays import types
from topopress.samples.arrays.reading import ArrayPlace, open_matrix

GIVEN = vectors()


def read(folder, written: str) -> np.ndarray:
    matrix = open_matrix(ArrayPlace.of(written), folder, "data.layers.a")
    target = np.empty((matrix.n_rows, matrix.n_channels), np.float32)
    matrix.copy_to(target)
    return target


def refused(folder, written: str) -> str:
    with pytest.raises(DataError) as error:
        read(folder, written)
    return str(error.value)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(types, "BLOCK", 40)


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"])
def test_npy_and_npz(tmp_path, dtype, order):
    array = np.array(GIVEN, dtype, order=order)
    np.save(tmp_path / "a.npy", array)
    np.savez(tmp_path / "plain.npz", first=GIVEN[:2], a=array)
    np.savez_compressed(tmp_path / "packed.npz", a=array)
    expected = array.astype(np.float32)
    for written in ("a.npy", "plain.npz#a", "packed.npz", "packed.npz#a"):
        np.testing.assert_array_equal(read(tmp_path, written), expected)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_safetensors(tmp_path, dtype):
    array = GIVEN.astype(dtype)
    save_file({"a": array, "b": array[:5]}, tmp_path / "both.safetensors")
    save_file({"a": array}, tmp_path / "a.safetensors", metadata={"format": "pt"})
    for written in ("both.safetensors#a", "a.safetensors"):
        np.testing.assert_array_equal(read(tmp_path, written), array.astype(np.float32))


def test_bfloat16(tmp_path):
    upper = (GIVEN.view(np.uint32) >> 16).astype("<u2")
    header = {"a": {"dtype": "BF16", "shape": GIVEN.shape, "data_offsets": [0, upper.nbytes]}}
    written = json.dumps(header).encode()
    content = struct.pack("<Q", len(written)) + written + upper.tobytes()
    (tmp_path / "a.safetensors").write_bytes(content)
    expected = (upper.astype(np.uint32) << 16).view(np.float32)
    np.testing.assert_array_equal(read(tmp_path, "a.safetensors"), expected)


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (np.arange(12).reshape(3, 4), "holds integers"),
        (np.ones((3, 4), bool), "holds truth values"),
        (np.ones((3, 4), complex), "holds complex numbers"),
        (np.ones((3, 4), "U3"), "holds texts"),
        (np.ones((3, 4), np.longdouble), "a size other than 2, 4 or 8 bytes"),
        (np.zeros(3, [("x", "f4")]), "records with named fields"),
        (np.ones(5), "has the shape (5), and a layer is a matrix"),
        (np.ones((2, 3, 4)), "write array.reshape(len(array), -1)"),
        (np.ones((0, 4)), "0 rows and 4 columns"),
        (np.ones((4, 0)), "4 rows and 0 columns"),
        (np.array([[0, 1], [2, np.nan]]), "row 1, column 1 (counted from 0) is not a number"),
        (np.array([[0, 1], [-np.inf, 2]]), "row 1, column 0 (counted from 0) is infinite"),
        (np.array([[0, 1e39]]), "row 0, column 1 (counted from 0) is 1e+39"),
    ],
)
def test_what_is_no_layer(tmp_path, array, said):
    np.save(tmp_path / "a.npy", array)
    message = refused(tmp_path, "a.npy")
    assert said in message
    assert message.startswith("data.layers.a: 'a.npy'")


def test_nan_far_below_names_its_row(tmp_path):
    array = np.asfortranarray(GIVEN.copy())
    array[77, 3] = np.nan
    np.save(tmp_path / "a.npy", array)
    assert "row 77, column 3" in refused(tmp_path, "a.npy")


def test_objects_are_never_unpickled(tmp_path):
    np.save(tmp_path / "a.npy", np.array([[1, "x"]], object), allow_pickle=True)
    assert "Python objects, which are never unpickled" in refused(tmp_path, "a.npy")
    (tmp_path / "b.npy").write_bytes(b"\x80\x04cos\nsystem\n")
    assert "a pickled object, which is never read" in refused(tmp_path, "b.npy")


def test_what_a_header_claims_is_compared_with_the_file(tmp_path):
    np.save(tmp_path / "a.npy", GIVEN)
    content = (tmp_path / "a.npy").read_bytes()
    (tmp_path / "short.npy").write_bytes(content[:-1])
    assert "is shorter than its header says" in refused(tmp_path, "short.npy")
    (tmp_path / "long.npy").write_bytes(content + b"\0")
    assert "is longer than its header says" in refused(tmp_path, "long.npy")
    (tmp_path / "huge.npy").write_bytes(content.replace(b"(120, 6), ", b"(10**9, 9)"))
    assert "damaged .npy header" in refused(tmp_path, "huge.npy")
    (tmp_path / "large.npy").write_bytes(content.replace(b"(120, 6), }   ", b"(1200000,6),}"))
    assert "shorter" in refused(tmp_path, "large.npy") or "damaged" in refused(
        tmp_path, "large.npy"
    )


def test_several_arrays_need_a_name(tmp_path):
    np.savez(tmp_path / "a.npz", first=GIVEN, second=GIVEN)
    assert "2 arrays ('first', 'second'); name one" in refused(tmp_path, "a.npz")
    assert "no array 'secund'; did you mean 'second'?" in refused(tmp_path, "a.npz#secund")
    np.save(tmp_path / "a.npy", GIVEN)
    assert "leave out what follows #" in refused(tmp_path, "a.npy#first")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.pt", "numpy.save('vectors.npy', torch.load(path).float().numpy())"),
        ("a.h5", "h5py"),
        ("a.mat", "scipy.io.loadmat"),
        ("a.csv", "numpy.loadtxt"),
        ("a.png", "ends in '.png'; vectors are read from .npy, .npz"),
        ("a", "has no suffix"),
        ("gone.npy", "cannot be read (No such file or directory)"),
        ("folder.npy", "is not a regular file"),
        ("a\0.npy", "cannot be read"),
    ],
)
def test_other_files(tmp_path, name, said):
    (tmp_path / "folder.npy").mkdir()
    assert said in refused(tmp_path, name)


def test_a_damaged_archive(tmp_path):
    np.savez_compressed(tmp_path / "a.npz", a=GIVEN)
    content = bytearray((tmp_path / "a.npz").read_bytes())
    (tmp_path / "short.npz").write_bytes(content[:-30])
    assert "no .npz archive, or is damaged" in refused(tmp_path, "short.npz")
    content[200:230] = bytes(30)
    (tmp_path / "spoilt.npz").write_bytes(content)
    assert "data.layers.a: 'spoilt.npz'" in refused(tmp_path, "spoilt.npz")
    with zipfile.ZipFile(tmp_path / "text.npz", "w") as archive:
        archive.writestr("readme.txt", "no array")
    assert "is no .npy array" in refused(tmp_path, "text.npz")
