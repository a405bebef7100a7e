"""Explorations whose networks take other inputs than square pictures in colour."""

import io
import re

import numpy as np
import pytest
from PIL import Image

from input_projects import write_input_project
from topopress.build.site import build_site
from topopress.bundle.packing import read_header
from topopress.stage.listener import Recorder

NAMES = ("grey", "four", "wide", "bfloat16", "float64")


def headers(folder, part):
    """Return the headers of the chunks whose names have a part."""
    return [read_header(file.read_bytes()) for file in folder.glob(f"data/*{part}*.js")]


def size_of(sheet):
    """Return height and width of the pictures on a sheet."""
    tile = sheet["tile"]
    return (tile, tile) if isinstance(tile, int) else (tile[1], tile[0])


def tiles_of(folder, sheet):
    """Return the pictures on a sheet, shape (n, height, width, 3)."""
    height, width = size_of(sheet)
    whole = np.asarray(Image.open(io.BytesIO((folder / sheet["file"]).read_bytes())).convert("RGB"))
    rows = -(-sheet["count"] // sheet["columns"])
    assert whole.shape == (rows * height, sheet["columns"] * width, 3)
    cut = whole.reshape(rows, height, sheet["columns"], width, 3).swapaxes(1, 2)
    return cut.reshape(-1, height, width, 3)[: sheet["count"]].astype(int)


@pytest.mark.parametrize("name", NAMES)
def test_pictures_have_the_shape_of_the_input(input_site, name):
    folder = input_site / name
    wide = name == "wide"
    (thumbnails,) = headers(folder, "thumbnails")
    assert {size_of(sheet) for sheet in thumbnails["sheets"]} == {(48, 64) if wide else (64, 64)}
    layers = {header["layer"]: header for header in headers(folder, "-images")}
    assert len(layers) == 2
    for layer, header in layers.items():
        for kind in ("exemplar", "visual"):
            assert header[f"{kind}_sheets"]
            for sheet in header[f"{kind}_sheets"]:
                height, width = size_of(sheet)
                # The second layer of the wide network sees nearly all of its input.
                low = wide and layer == "second-1"
                assert (height < width == 32) if low else (height == width == 32)
                assert tiles_of(folder, sheet).std() > 1
        assert header["visuals"]["cosine"] > 0.5


def looks_grey(tiles):
    """Return whether red, green and blue differ by no more than compression makes."""
    return bool(np.abs(tiles - tiles.mean(axis=3, keepdims=True)).max() <= 3)


def test_one_channel_is_grey_and_of_four_the_first_three_are_shown(input_site):
    for name, is_grey in (("grey", True), ("four", False)):
        (thumbnails,) = headers(input_site / name, "thumbnails")
        tiles = tiles_of(input_site / name, thumbnails["sheets"][0])
        assert looks_grey(tiles) is is_grey
        for header in headers(input_site / name, "-images"):
            tiles = tiles_of(input_site / name, header["visual_sheets"][0])
            assert looks_grey(tiles) is is_grey


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("grey", "8 × 8 pixels, 1 channel"),
        ("four", "24 × 24 pixels, 4 channels"),
        ("four", "Of the 4 channels of an input, counted from 0, images show channels 0, 1 and 2"),
        ("wide", "48 × 64 pixels"),
        ("bfloat16", "as torch.bfloat16"),
        ("float64", "as torch.float64"),
    ],
)
def test_pages_say_what_the_network_takes(input_site, name, words):
    text = re.sub(r"\s+", " ", (input_site / name / "method.html").read_text())
    assert words in text


def test_a_mismatch_is_refused_before_any_work(tmp_path):
    folder = write_input_project(tmp_path, "four") / "content/four"
    images = np.load(folder / "pictures.npz")["images"]
    np.savez(folder / "pictures.npz", images=images[..., [0, 1, 2, 3, 0]])
    recorder = Recorder()
    with pytest.raises(Exception, match="have 5 channels, and the network takes 4 channels"):
        build_site(tmp_path, listener=recorder, durable=False)
    assert not any(line.startswith(("samples", "activations")) for line in recorder.ran)
