"""Pictures in one .npz file."""

import struct
import zipfile

import numpy as np
import pytest

from topopress.core.errors import DataError
from topopress.kinds.images.reading import inputs_digest, open_pictures
from topopress.kinds.images.settings import ImageArray

SETTINGS = ImageArray(kind="npz", file="x.npz")
IMAGES = np.random.default_rng(0).integers(0, 256, (6, 5, 7, 3), dtype=np.uint8)


def look(base, **arrays):
    np.savez(base / "x.npz", **arrays)
    return open_pictures(SETTINGS, base=base).survey(seed=0)


@pytest.mark.parametrize(
    ("arrays", "expected"),
    [
        ({}, None),
        ({"labels": np.array([0, 1, 1, 0, 1, 0]), "names": np.array(["cat", "dog"])}, "dog"),
        ({"labels": np.array(["a", "b", "a", "a", "a", "a"])}, "b"),
        ({"labels": np.array([3, 4, 3, 3, 3, 3])}, "4"),
    ],
)
def test_labels(tmp_path, arrays, expected):
    table = look(tmp_path, images=IMAGES, **arrays)
    sample = next(s for s in table.samples if s.origin == "images[1]")
    assert sample.label == expected
    assert len({s.id for s in table.samples}) == 6
    assert np.array_equal(open_pictures(SETTINGS, base=tmp_path).read(sample), IMAGES[1])


def test_the_digest_follows_the_file(tmp_path):
    look(tmp_path, images=IMAGES)
    first = inputs_digest(SETTINGS, base=tmp_path)
    look(tmp_path, images=IMAGES[::-1])
    assert inputs_digest(SETTINGS, base=tmp_path) != first


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"pictures": IMAGES}, "no array 'images'; it has pictures"),
        ({"images": IMAGES.astype(float)}, "'images' is float64"),
        ({"images": IMAGES[..., 0]}, "expected uint8"),
        ({"images": IMAGES[:0]}, "with n at least 1"),
        ({"images": IMAGES, "labels": np.arange(5)}, r"'labels' is \(5,\); expected \(6,\)"),
        ({"images": IMAGES, "labels": np.ones(6)}, "'labels' is float64"),
        ({"images": IMAGES, "labels": np.arange(6), "names": np.array(["a"])}, "it has 1"),
        ({"images": IMAGES, "labels": np.arange(6) - 1, "names": np.array(["a"] * 6)}, "-1 to 4"),
        ({"images": np.array([{}], dtype=object)}, "not a readable .npz"),
    ],
)
def test_arrays_of_another_form(tmp_path, arrays, message):
    with pytest.raises(DataError, match=message):
        look(tmp_path, **arrays)


def test_missing_and_damaged_files(tmp_path):
    with pytest.raises(DataError, match="no such file"):
        open_pictures(SETTINGS, base=tmp_path).survey(seed=0)
    with pytest.raises(DataError, match="cannot read"):
        inputs_digest(SETTINGS, base=tmp_path)
    for content in (b"", b"PK\x03\x04 nothing", b"x" * 500):
        (tmp_path / "x.npz").write_bytes(content)
        with pytest.raises(DataError, match="not a readable"):
            open_pictures(SETTINGS, base=tmp_path).survey(seed=0)


def test_an_array_that_claims_too_much_is_refused_unread(tmp_path):
    header = b"{'descr': '|u1', 'fortran_order': False, 'shape': (99999, 9999, 99, 3), }"
    header = header.ljust(117) + b"\n"
    npy = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header
    with zipfile.ZipFile(tmp_path / "x.npz", "w") as archive:
        archive.writestr("images.npy", npy)
    with pytest.raises(DataError, match="bytes, limit"):
        open_pictures(SETTINGS, base=tmp_path).survey(seed=0)


def test_an_array_that_changes_under_way_is_noticed(tmp_path):
    table = look(tmp_path, images=IMAGES)
    np.savez(tmp_path / "x.npz", images=IMAGES[::-1])
    with pytest.raises(DataError, match="changed since"):
        open_pictures(SETTINGS, base=tmp_path).read(table.samples[0])
