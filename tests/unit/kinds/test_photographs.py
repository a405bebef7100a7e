"""The builtin photographs are installed, credited, and cut the same way every time."""

import numpy as np
import pytest
from PIL import Image

from topopress.core.errors import DataError
from topopress.kinds.images.photographs import (
    PHOTOGRAPHS,
    SMALLEST_CROP,
    Photograph,
    photograph_file,
)
from topopress.kinds.images.reading import inputs_digest, open_pictures
from topopress.kinds.images.settings import Builtin
from topopress.kinds.images.types import Box


def look(base, crops=40, seed=0):
    return open_pictures(Builtin(kind="builtin", crops=crops), base=base).survey(seed=seed)


def whole(name):
    path = next(photograph_file(p) for p in PHOTOGRAPHS if p.name == name)
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def test_a_dozen_credited_photographs():
    assert len(PHOTOGRAPHS) == 12
    assert [p.name for p in PHOTOGRAPHS] == sorted(p.name for p in PHOTOGRAPHS)
    assert len({p.label for p in PHOTOGRAPHS}) == 12
    for photograph in PHOTOGRAPHS:
        assert photograph.credit
        assert photograph.licence
        assert photograph.source.startswith("https://")
        assert photograph_file(photograph).is_file()


def test_crops_lie_inside_and_span_the_scales(tmp_path):
    table = look(tmp_path, crops=100)
    assert len(table.samples) == 1200
    for photograph in PHOTOGRAPHS:
        height, width = whole(photograph.name).shape[:2]
        boxes = [Box(*s.part) for s in table.samples if s.origin == photograph.name]
        sides = np.array([box.bottom - box.top for box in boxes])
        assert all(box.right - box.left == box.bottom - box.top for box in boxes)
        assert min(box.top for box in boxes) >= 0 <= min(box.left for box in boxes)
        assert max(box.bottom for box in boxes) <= height
        assert max(box.right for box in boxes) <= width
        assert sides.min() >= SMALLEST_CROP
        middle = np.sqrt(SMALLEST_CROP * min(width, height))
        assert 0.35 < (sides < middle).mean() < 0.65  # log-uniform: half on either side


def test_a_crop_does_not_depend_on_how_many_there_are(tmp_path):
    few = {s.id: s for s in look(tmp_path, crops=3).samples}
    many = {s.id: s for s in look(tmp_path, crops=5).samples}
    assert all(many[sample_id] == sample for sample_id, sample in few.items())
    assert few.keys() != many.keys()
    moved = {s.id: s for s in look(tmp_path, crops=3, seed=1).samples}
    assert all(moved[sample_id].part != sample.part for sample_id, sample in few.items())


def test_reading_gives_the_box_of_the_photograph(tmp_path):
    source = open_pictures(Builtin(kind="builtin"), base=tmp_path)
    for sample in look(tmp_path, crops=1).samples:
        box = Box(*sample.part)
        expected = whole(sample.origin)[box.top : box.bottom, box.left : box.right]
        assert np.array_equal(source.read(sample), expected)


def test_the_digest_covers_all_photographs(tmp_path):
    seen = []

    def remember(path):
        seen.append(path.name)
        return "0"

    inputs_digest(Builtin(kind="builtin"), base=tmp_path, hash_file=remember)
    assert len(seen) == 12


def test_a_photograph_that_is_not_installed():
    absent = Photograph("x", "x", "skimage", "data/no_such.png", "", "", "")
    with pytest.raises(DataError, match="not in the installed package skimage"):
        photograph_file(absent)
