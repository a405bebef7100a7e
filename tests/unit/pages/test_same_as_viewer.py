"""Pages and viewer write shares, class edges and colour nodes alike: one table for both tests.

``site_assets/test/same.test.ts`` compares the viewer with the same file.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from topopress.bundle.colour_map import colour_at, edge_classes
from topopress.pages.tables.text import percent

CASES = json.loads((Path(__file__).parents[2] / "fixtures/viewer/same.json").read_text("utf-8"))


@pytest.mark.parametrize(("share", "text"), CASES["percent"])
def test_shares(share, text):
    assert percent(share).replace("\u00a0", " ") == text


def test_edges():
    jaccard, classes = zip(*CASES["edges"], strict=True)
    assert edge_classes(np.array(jaccard)).tolist() == list(classes)


@pytest.mark.parametrize(("share", "colour"), CASES["colours"])
def test_colours_of_the_light_theme(share, colour):
    assert colour_at(share) == colour
