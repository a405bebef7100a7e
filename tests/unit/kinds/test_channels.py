"""Pictures with as many channels as a network takes."""

import numpy as np
import pytest
from PIL import Image

from topopress.core.errors import DataError
from topopress.kinds.images.channels import with_channels
from topopress.kinds.images.reading import open_pictures
from topopress.kinds.images.settings import Builtin, ImageArray, ImageFolder
from topopress.visuals.shown_channels import as_shown, shown_channels

COLOURS = np.random.default_rng(0).integers(0, 256, (6, 5, 3), dtype=np.uint8)
GREY = COLOURS[:, :, :1]
CLEAR = np.concatenate([COLOURS, np.arange(30, dtype=np.uint8).reshape(6, 5, 1)], axis=2)


def folder_of(base, pixels, mode, **settings):
    (base / "pictures/a").mkdir(parents=True)
    Image.fromarray(pixels.squeeze(), mode).save(base / "pictures/a/1.png")
    return open_pictures(ImageFolder(kind="images", folder="pictures", **settings), base=base)


@pytest.mark.parametrize(
    ("pixels", "mode", "settings", "can"),
    [
        (COLOURS, "RGB", {}, {3: COLOURS, 1: None}),
        (GREY, "L", {}, {1: GREY, 3: GREY.repeat(3, 2)}),
        (GREY, "L", {"channels": 1}, {1: GREY, 3: GREY.repeat(3, 2)}),
        (CLEAR, "RGBA", {"channels": 4}, {4: CLEAR, 3: None}),
        (CLEAR, "RGBA", {}, {3: None, 1: None}),
        (COLOURS, "RGB", {"channels": 3}, {3: COLOURS}),
    ],
)
@pytest.mark.filterwarnings("ignore:'mode' parameter is deprecated")
def test_files_are_read_with_the_channels_that_a_network_takes(
    tmp_path, pixels, mode, settings, can
):
    source = folder_of(tmp_path, pixels, mode, **settings)
    (sample,) = source.survey(seed=0).samples
    for channels, expected in can.items():
        source.require_channels(channels)
        read = source.read(sample, channels)
        assert read.shape == (6, 5, channels)
        if expected is not None:
            np.testing.assert_array_equal(read, expected)
    for channels in {1, 2, 3, 4, 5} - can.keys():
        with pytest.raises(DataError, match=rf"pictures have \d channels?, .* takes {channels} ch"):
            source.require_channels(channels)


def test_an_error_says_what_to_write(tmp_path):
    with pytest.raises(DataError, match=r"write data\.channels = 4 if their transparency is the f"):
        folder_of(tmp_path, COLOURS, None).require_channels(4)


@pytest.mark.parametrize(
    ("shape", "channels", "read_as", "said"),
    [
        ((4, 6, 5), None, (6, 5, 1), "is read as grey"),
        ((4, 6, 5, 2), None, (6, 5, 2), "pictures of 2 channels"),
        ((4, 2, 6, 5), None, (6, 5, 2), "(n, channels, height, width)"),
        ((4, 12, 20, 24), None, (20, 24, 12), "pictures of 12 channels"),
        ((4, 9, 9, 40), 40, (9, 9, 40), "pictures of 40 channels"),
        ((4, 40, 9, 9), 40, (9, 9, 40), "(n, channels, height, width)"),
        ((4, 4, 3, 3), 4, (3, 3, 4), "RGB with transparency"),
        ((4, 6, 5, 4), None, (6, 5, 4), "RGB with transparency"),
        ((4, 6, 3), 1, (6, 3, 1), "is read as grey"),
    ],
)
@pytest.mark.parametrize("suffix", [".npz", ".npy"])
def test_arrays_are_read_with_any_number_of_channels(
    tmp_path, shape, channels, read_as, said, suffix
):
    images = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    if suffix == ".npz":
        np.savez(tmp_path / "x.npz", images=images)
    else:
        np.save(tmp_path / "x.npy", images)
    settings = ImageArray(kind="npz", file=f"x{suffix}", channels=channels)
    source = open_pictures(settings, base=tmp_path)
    survey = source.survey(seed=0)
    assert said in " ".join(survey.notices)
    source.require_channels(read_as[2])
    first = next(each for each in survey.samples if each.origin == "images[0]")
    read = source.read(first, read_as[2])
    assert read.shape == read_as
    moved = np.moveaxis(images[0], 0, -1) if "first" in said or "(n, ch" in said else images[0]
    if said != "pictures of 12 channels" and shape != (4, 4, 3, 3):
        np.testing.assert_array_equal(read, moved.reshape(read_as))
    with pytest.raises(DataError, match="and the network takes 7 channels; take another network"):
        source.require_channels(7)


@pytest.mark.parametrize(
    ("shape", "channels", "message"),
    [
        ((4, 20, 20, 20), None, "Say the number of channels with data.channels"),
        ((4, 20, 20, 17), None, "Say the number of channels with data.channels"),
        ((4, 20, 2, 20), None, "expected uint8"),
        ((4, 3, 6, 3), None, "say their number with data.channels"),
        ((4, 6, 5, 2), 5, "data.channels is 5, and neither the second nor the last"),
        ((4, 6, 5), 2, "has 1 channel, and data.channels is 2"),
    ],
)
def test_arrays_whose_channels_cannot_be_told(tmp_path, shape, channels, message):
    np.savez(tmp_path / "x.npz", images=np.zeros(shape, np.uint8))
    source = open_pictures(ImageArray(kind="npz", file="x.npz", channels=channels), base=tmp_path)
    with pytest.raises(DataError, match=message):
        source.survey(seed=0)


def test_a_broken_npy_file(tmp_path):
    (tmp_path / "x.npy").write_bytes(b"no array")
    with pytest.raises(DataError, match=r"not a readable \.npy file"):
        open_pictures(ImageArray(kind="npz", file="x.npy"), base=tmp_path).survey(seed=0)


def test_the_photographs_can_be_grey():
    source = open_pictures(Builtin(kind="builtin", crops=1), base=None)
    source.require_channels(1)
    with pytest.raises(DataError, match="'builtin': the pictures have 3 channels"):
        source.require_channels(2)


def test_colours_become_grey_by_their_luminance():
    red = np.full((1, 1, 3), (255, 0, 0), np.uint8)
    assert with_channels(red, 1).tolist() == [[[76]]]
    assert with_channels(CLEAR, 4) is CLEAR
    with pytest.raises(DataError, match="of 3 channels cannot be read with 2"):
        with_channels(red, 2)


@pytest.mark.parametrize(
    ("channels", "wanted", "chosen"),
    [
        (1, None, (0,)), (2, None, (0,)), (3, None, (0, 1, 2)), (9, None, (0, 1, 2)),
        (5, (4,), (4,)), (5, (4, 0, 2), (4, 0, 2)),
    ],
)  # fmt: skip
def test_which_channels_are_shown(channels, wanted, chosen):
    pixels = np.random.default_rng(0).integers(0, 256, (4, 6, channels), dtype=np.uint8)
    assert shown_channels(channels, wanted) == chosen
    shown = as_shown(pixels, wanted)
    assert shown.shape == (4, 6, 3)
    for place in range(3):
        channel = chosen[place] if len(chosen) == 3 else chosen[0]
        np.testing.assert_array_equal(shown[:, :, place], pixels[:, :, channel])
