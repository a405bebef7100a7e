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
        ({"labels": np.array(["7", "007", "7.0", "1e3", "7", "7"])}, "007"),
        ({"labels": np.array([b"a", "caf\u00e9".encode(), b"a", b"a", b"a", b"a"])}, "caf\u00e9"),
        ({"labels": np.array([[0], [1], [1], [0], [1], [0]])}, "1"),
        ({"labels": np.array([0, 1, 1, 0, 1, 0]), "names": np.array([b"cat", b"dog"])}, "dog"),
        ({"labels": np.array([2**63, 2**63 + 1, 0, 0, 0, 0], np.uint64)}, str(2**63 + 1)),
    ],
)
def test_labels(tmp_path, arrays, expected):
    table = look(tmp_path, images=IMAGES, **arrays)
    sample = next(s for s in table.samples if s.origin == "images[1]")
    assert sample.label == expected
    assert len({s.id for s in table.samples}) == 6
    assert np.array_equal(open_pictures(SETTINGS, base=tmp_path).read(sample), IMAGES[1])


RGBA = np.concatenate([IMAGES, np.full((6, 5, 7, 1), 255, np.uint8)], axis=3)
GREY = IMAGES[..., 0]
FORMS = {
    "channels first": (IMAGES.transpose(0, 3, 1, 2), IMAGES, "(n, channels, height, width)"),
    "opaque": (RGBA, IMAGES, "RGB with transparency, laid on white"),
    "clear": (RGBA * np.array([1, 1, 1, 0], np.uint8), np.full_like(IMAGES, 255), "on white"),
    "grey": (GREY, np.stack([GREY] * 3, 3), "is read as grey"),
    "grey, last": (GREY[..., None], np.stack([GREY] * 3, 3), "is read as grey"),
    "grey, first": (GREY[:, None], np.stack([GREY] * 3, 3), "(n, channels, height, width)"),
    "double": (IMAGES / 255, IMAGES, "0 is read as black and 1 as the full colour"),
    "single": ((IMAGES / 255).astype(np.float32), IMAGES, "are floats"),
    "half": ((IMAGES // 255).astype(np.float16), IMAGES // 255 * 255, "are floats"),
}


@pytest.mark.parametrize("form", FORMS)
def test_other_forms_are_read_and_said(tmp_path, form):
    images, expected, said = FORMS[form]
    table = look(tmp_path, images=images)
    assert said in " ".join(table.notices)
    source = open_pictures(SETTINGS, base=tmp_path)
    read = {sample.origin: source.read(sample) for sample in table.samples}
    assert np.array_equal(np.stack([read[f"images[{k}]"] for k in range(6)]), expected)


def test_the_usual_form_needs_no_word(tmp_path):
    table = look(tmp_path, images=IMAGES, labels=np.arange(6))
    assert table.notices == ()
    assert str(table.found) == "6 pictures in 'x.npz': 6 used, 0 skipped"


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        ({"labels": np.arange(6)[:, None]}, "'labels' (6, 1) is read as one label"),
        ({"label": np.arange(6)}, "there are no labels; 'labels' is missing beside 'label'"),
        ({"names": np.array(["a"])}, "there are no labels; 'labels' is missing beside 'names'"),
        ({"labels": np.array(["a", "A", "a", "a", "a", "a"])}, "differ only in case stay 2"),
    ],
)
def test_what_is_said_of_labels(tmp_path, arrays, said):
    assert said in " ".join(look(tmp_path, images=IMAGES, **arrays).notices)


@pytest.mark.parametrize(
    "shape", [(2, 2, 16_000, 3), (2, 16_000, 1), (1, 3, 8, 161), (9, 40_000, 9)]
)
def test_strips_are_refused_before_anything_is_computed(tmp_path, shape):
    with pytest.raises(DataError, match=r"'images' is uint8 .* pixels"):
        look(tmp_path, images=np.zeros(shape, np.uint8))


def test_the_digest_follows_the_file(tmp_path):
    look(tmp_path, images=IMAGES)
    first = inputs_digest(SETTINGS, base=tmp_path)
    look(tmp_path, images=IMAGES[::-1])
    assert inputs_digest(SETTINGS, base=tmp_path) != first


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"pictures": IMAGES}, "no array 'images'; it has pictures"),
        ({"images": IMAGES.astype(float)}, "'images' is float64 from 0 to 255; floats are read fr"),
        ({"images": IMAGES / 255 - 0.5}, "from -0.5 to 0.5"),
        ({"images": np.full((2, 5, 7, 3), np.nan)}, "from nan to nan"),
        ({"images": IMAGES.astype(np.int64)}, "'images' is int64"),
        ({"images": IMAGES.astype(complex)}, "'images' is complex128"),
        ({"images": IMAGES.repeat(3, 2)[:, :, :5, [0] * 5]}, "number of channels with data.chan"),
        ({"images": IMAGES[0, 0]}, "expected uint8"),
        ({"images": IMAGES[None]}, "expected uint8"),
        ({"images": IMAGES[0]}, "one picture in colour or several in grey; give it four axes"),
        ({"images": IMAGES[:, :3, :3]}, "the second or the last axis can be the channels"),
        ({"images": IMAGES[:, :4, :, :1]}, "the second or the last axis can be the channels"),
        ({"images": IMAGES[:0]}, "with n at least 1"),
        ({"images": IMAGES, "labels": np.arange(5)}, r"'labels' is \(5,\); expected \(6,\)"),
        ({"images": IMAGES, "labels": np.ones(6)}, "'labels' is float64"),
        (
            {"images": IMAGES, "labels": np.arange(6), "names": np.array(["a"])},
            "labels 0 to 5; it is <U1 and has 1",
        ),
        ({"images": IMAGES, "labels": np.arange(6) - 1, "names": np.array(["a"] * 6)}, "-1 to 4"),
        ({"images": np.array([{}], dtype=object)}, "'images' holds Python objects"),
        ({"images": IMAGES, "labels": np.array(["a"] * 6, object)}, "'labels' holds Python obj"),
        (
            {"images": IMAGES, "labels": np.array([b"a"] * 5 + [b"\xff"])},
            r"labels\[5\] is not UTF-8",
        ),
        ({"images": IMAGES, "labels": np.ones((6, 2), int)}, r"'labels' is \(6, 2\)"),
        ({"images": IMAGES, "labels": np.ones(6, bool)}, "'labels' is bool"),
        (
            {"images": IMAGES, "labels": np.zeros(6, int), "names": np.array([["a"]])},
            "'names' must be texts",
        ),
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
