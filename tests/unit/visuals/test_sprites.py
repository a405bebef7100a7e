import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from topopress.visuals.sprites import MAX_SIDE, compressed, make_sheets, place_of, tile_size
from topopress.visuals.types import SpriteSheet


def plain(colour, tile):
    return np.full((tile, tile, 3), colour, np.uint8)


def opened(sheet):
    with Image.open(io.BytesIO(sheet.webp)) as picture:
        return np.asarray(picture.convert("RGB")), picture.info


@given(count=st.integers(0, 60), tile=st.integers(500, MAX_SIDE))
def test_tiles_fill_sheets_without_overlap_and_within_bounds(count, tile):
    capacity = (MAX_SIDE // tile) ** 2
    counts = [capacity] * (count // capacity) + [count % capacity] * (count % capacity > 0)
    sheets = [SpriteSheet(tile, tile, int(np.ceil(np.sqrt(n))), n, b"") for n in counts]
    places = [place_of(sheets, index) for index in range(count)]
    assert len(set(places)) == count
    assert all(top + tile <= MAX_SIDE and left + tile <= MAX_SIDE for _, top, left in places)
    with pytest.raises(IndexError):
        place_of(sheets, count)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 16, 17, 40])
def test_each_picture_is_where_it_is_said_to_be(count):
    tile = 500
    rng = np.random.default_rng(count)
    colours = rng.integers(0, 256, (count, 3))
    sheets = make_sheets([plain(colour, tile) for colour in colours], tile=(tile, tile))
    assert sum(sheet.count for sheet in sheets) == count
    decoded = [opened(sheet)[0] for sheet in sheets]
    for sheet, pixels in zip(sheets, decoded, strict=True):
        assert max(pixels.shape) <= MAX_SIDE
        assert pixels.shape[1] == sheet.columns * tile
        assert pixels.shape[0] == -(-sheet.count // sheet.columns) * tile
    for index, colour in enumerate(colours):
        sheet, top, left = place_of(sheets, index)
        middle = decoded[sheet][top + 8 : top + tile - 8, left + 8 : left + tile - 8]
        assert np.abs(middle.astype(int) - colour).max() <= 12


def test_no_pictures_no_sheets():
    assert make_sheets([], tile=(32, 32)) == ()


def test_the_bytes_repeat_and_carry_no_metadata():
    rng = np.random.default_rng(0)
    pictures = [rng.integers(0, 256, (32, 32, 3)).astype(np.uint8) for _ in range(7)]
    first, second = make_sheets(pictures, tile=(32, 32))[0], make_sheets(pictures, tile=(32, 32))[0]
    assert first.webp == second.webp
    assert not {"exif", "xmp", "icc_profile"} & set(opened(first)[1])


@pytest.mark.parametrize("tile", [(0, 1), (MAX_SIDE + 1, 1), (1, MAX_SIDE + 1)])
def test_impossible_tiles_are_refused(tile):
    with pytest.raises(ValueError, match="tile of"):
        make_sheets([], tile=tile)


def test_pictures_of_another_size_are_refused():
    with pytest.raises(ValueError, match="picture 1 is"):
        make_sheets([plain(0, 16), plain(0, 17)], tile=(16, 16))


@pytest.mark.parametrize(("size", "count"), [((48, 64), 1), ((48, 64), 7), ((20, 300), 900)])
def test_tiles_need_not_be_square(size, count):
    height, width = tile_size(64, size)
    assert (height, width) == (max(1, round(64 * size[0] / size[1])), 64)
    levels = np.random.default_rng(0).integers(0, 256, count)
    pictures = [np.full((height, width, 3), level, np.uint8) for level in levels]
    (sheet,) = make_sheets(pictures, tile=(height, width))
    pixels = opened(sheet)[0]
    assert max(pixels.shape) <= MAX_SIDE
    for index, level in enumerate(levels):
        _, top, left = place_of((sheet,), index)
        assert abs(int(pixels[top + height // 2, left + width // 2, 0]) - level) <= 12


def test_grey_pictures_are_compressed_and_those_of_other_channels_are_not():
    picture = np.random.default_rng(0).integers(0, 256, (16, 12, 5), dtype=np.uint8)
    assert compressed(picture, 70) is picture
    grey = compressed(picture[:, :, :1], 70)
    assert grey.shape == (16, 12, 1)
    assert (grey != picture[:, :, :1]).any()
