import io

import numpy as np
from PIL import Image

from topopress.kinds.images.thumbnails import SHARED, make_thumbnails
from topopress.kinds.images.types import Box
from topopress.network.preprocessing import Preprocessing
from topopress.samples.types import Sample

SHOWN = Preprocessing(resize=40, crop=32)
SIDE = 32


class Pictures:
    """Photographs of 200 by 100 pixels: the left half dark, the right half bright."""

    def __init__(self):
        self.read_whole = []

    def read(self, sample, channels=3):
        picture = np.full((100, 200, 3), 20, np.uint8)
        picture[:, 100:] = 230
        if not sample.part:
            self.read_whole.append(sample.id)
            return picture
        box = Box(*sample.part)
        return picture[box.top : box.bottom, box.left : box.right]


def made(samples, used, shown=SHOWN):
    pictures = Pictures()
    found = make_thumbnails(
        np.array(used, np.int32), samples=samples, pictures=pictures, preprocessing=shown, side=SIDE
    )
    return found, pictures


def sizes(found):
    return [(sheet.height, sheet.width, sheet.count) for sheet in found.sheets]


def pixels(sheet):
    return np.asarray(Image.open(io.BytesIO(sheet.webp)).convert("RGB"))


def test_parts_of_one_picture_share_a_tile():
    boxes = [Box(0, 100, 80, 180), Box(20, 0, 60, 40)]
    samples = [Sample(str(k), "photo", None, "", box) for k, box in enumerate(boxes)]
    found, pictures = made(samples, [0, 1])
    assert pictures.read_whole == ["0"]
    assert found.tile.tolist() == [0, 0]
    assert sizes(found) == [(SHARED * SIDE, SHARED * SIDE, 1)]
    # The network is shown the middle 32 of 40: a tenth less on each side, of 200 pixels' width.
    np.testing.assert_allclose(found.place[0], np.array([8, 108, 72, 172]) / 200)
    np.testing.assert_allclose(found.place[1], np.array([24, 4, 56, 36]) / 200)
    tile = pixels(found.sheets[0])
    top, left, bottom, right = (round(share * SHARED * SIDE) for share in found.place[0])
    assert tile[top:bottom, left:right].mean() > 220


def test_a_sample_of_its_own_is_shown_as_the_network_sees_it():
    found, _ = made([Sample(str(k), f"o{k}", None, "") for k in range(3)], [0, 2])
    assert found.sample.tolist() == [0, 2]
    assert found.place.tolist() == [[0, 0, 1, 1]] * 2
    assert sizes(found) == [(SIDE, SIDE, 2)]
    assert pixels(found.sheets[0])[:, :SIDE].shape == (SIDE, SIDE, 3)


def test_a_tile_has_the_shape_of_the_input():
    shown = Preprocessing(resize=(48, 64), crop=(48, 64))
    found, _ = made([Sample("0", "o", None, "")], [0], shown)
    assert sizes(found) == [(24, 32, 1)]


def test_shared_tiles_come_first():
    samples = [Sample("0", "a", None, ""), Sample("1", "b", None, "", Box(0, 0, 9, 9))]
    found, _ = made(samples, [0, 1])
    assert found.tile.tolist() == [1, 0]


def test_nothing_used_nothing_made():
    found, _ = made([], [])
    assert found.place.shape == (0, 4)
    assert found.sheets == ()
