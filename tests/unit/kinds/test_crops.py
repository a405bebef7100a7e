import numpy as np
import pytest

from topopress.activations.types import Rows
from topopress.kinds.images.crops import Published, cut, cut_exemplars, seen_of
from topopress.kinds.images.receptive_field import ReceptiveField
from topopress.network.preprocessing import Preprocessing
from topopress.network.types import LayerInfo
from topopress.samples.types import Sample
from topopress.visuals.effective_field import Square
from topopress.visuals.types import ExemplarRows

FIELD = ReceptiveField(Square(8), (4, 4), Preprocessing(resize=32, crop=32))


class Pictures:
    def __init__(self):
        self.reads = []

    def read(self, sample, channels=3):
        self.reads.append(sample.id)
        picture = np.zeros((32, 32, 3), np.uint8)
        picture[:, :, 0] = np.arange(32)[:, None] * 8
        picture[:, :, 1] = np.arange(32)[None, :] * 8
        return picture


def matrix_of(samples):
    position = np.array([[k % 4, k // 4 % 4] for k in range(len(samples))], np.int32)
    vectors = np.ones((len(samples), 2), np.float32)
    return Rows(
        LayerInfo.of_map("layer", 2, 4, 4), vectors, np.array(samples, np.int32), "cell", position
    )


def test_a_row_in_two_nodes_is_cut_once_and_each_sample_read_once():
    pictures = Pictures()
    row = np.array([0, 1, 2, 0, 1, 2, 3], np.int32)
    choice = ExemplarRows(np.array([0, 3, 7]), np.zeros(7, np.uint8), row, np.ones(7))
    exemplars = cut_exemplars(
        matrix_of([0, 0, 1, 2]), choice, pictures=pictures,
        samples=[Sample(str(k), "o", None, "") for k in range(3)], field=FIELD,
        published=Published(16),
    )  # fmt: skip
    assert exemplars.sprite.tolist() == [0, 1, 2, 0, 1, 2, 3]
    assert [sheet.count for sheet in exemplars.sheets] == [4]
    assert pictures.reads == ["0", "1", "2"]
    # Rows 0 and 3 look at positions (0, 0) and (3, 0) of a map of 4 by 4.
    assert exemplars.seen[[0, 3, 6]].tolist() == [
        [0, 0, 0.25, 0.25], [0, 0, 0.25, 0.25], [0.75, 0, 1, 0.25],
    ]  # fmt: skip


def test_no_node_no_picture():
    none = ExemplarRows(
        np.zeros(1, np.int64), np.empty(0, np.uint8), np.empty(0, np.int32), np.empty(0)
    )
    exemplars = cut_exemplars(
        matrix_of([0]),
        none,
        pictures=Pictures(),
        samples=[],
        field=FIELD,
        published=Published(16),
    )
    assert exemplars.seen.shape == (0, 4)
    assert exemplars.sheets == ()


def test_the_crop_is_what_the_position_sees():
    picture = Pictures().read(Sample("0", "o", None, ""))
    crop = cut(picture, (2, 1), FIELD, (8, 8))
    np.testing.assert_array_equal(crop, picture[16:24, 8:16])


@pytest.mark.parametrize("size", [(32, 32), (100, 60), (61, 257), (7, 9), (500, 500)])
def test_what_is_seen_lies_within_what_the_network_is_shown(size):
    field = ReceptiveField(Square(9, (1.5, 1.5)), (5, 5), Preprocessing(resize=40, crop=32))
    for row in range(5):
        for column in range(5):
            top, left, bottom, right = seen_of((row, column), field, size)
            assert 0 <= top < bottom <= 1
            assert 0 <= left < right <= 1
            # But for the rounding to pixels of the picture, which are few in a small one.
            assert bottom - top == pytest.approx(9 / 32, abs=1.5 * 40 / 32 / min(size))


def test_the_whole_map_sees_all_of_it():
    field = ReceptiveField(Square(9), (5, 5), Preprocessing(resize=40, crop=32))
    assert seen_of(None, field, (400, 400)).tolist() == [0, 0, 1, 1]


LOW = ReceptiveField(Square(40), (3, 4), Preprocessing(resize=(48, 64), crop=(48, 64)))
WIDE = ReceptiveField(Square(60), (3, 4), Preprocessing(resize=(48, 64), crop=(48, 64)))


def test_a_field_as_wide_as_the_input_is_cut_as_a_rectangle():
    assert LOW.box((1, 1), (96, 128)) == (8, 8, 88, 88)
    assert WIDE.box((1, 1), (96, 128)) == (0, 0, 96, 120)
    assert (LOW.shape, WIDE.shape) == ((40, 40), (48, 60))
    assert seen_of((1, 3), WIDE, (48, 64)).tolist() == [0, 4 / 64, 1, 1]
    assert seen_of(None, WIDE, (48, 64)).tolist() == [0, 0, 1, 1]
    choice = ExemplarRows(
        np.array([0, 1]), np.zeros(1, np.uint8), np.zeros(1, np.int32), np.ones(1)
    )
    made = cut_exemplars(
        matrix_of([0]),
        choice,
        pictures=Pictures(),
        samples=[Sample("0", "o", None, "")],
        field=WIDE,
        published=Published(80),
    )
    assert [(sheet.height, sheet.width) for sheet in made.sheets] == [(64, 80)]
