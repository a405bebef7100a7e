"""A site and its stored results are the same bytes, whatever surrounds the build.

``python tests/reliability/run.py surroundings`` builds the default site so.
"""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reliability.surroundings import (
    AS_USUAL,
    OTHERWISE,
    copied,
    differing,
    files_of,
    results_of,
)
from tiny_project import change, pictures, write_project

# With one thread, torch multiplies by its own kernel where a 1 x 1 kernel meets less than sixteen
# inputs, and with two by that of oneDNN.
NETWORK = """
import torch
from torch import nn


def load():
    torch.manual_seed(0)
    layers = [nn.Conv2d(3, 24, 5, stride=2, padding=2), nn.ReLU(),
              nn.Conv2d(24, 96, 1), nn.ReLU(), nn.Conv2d(96, 64, 1), nn.ReLU()]
    return nn.Sequential(*layers), {"crop": 32}
"""


def project_of_files(root: Path) -> Path:
    """Write a project whose pictures are files of a folder, in an order of their own."""
    write_project(root)
    change(root, 'kind = "npz"\nfile = "pictures.npz"', 'kind = "images"\nfolder = "pictures"')
    change(root, 'layers = ["1", "3"]', 'layers = ["1", "3", "5"]')
    change(root, "steps = 2", "enabled = false")
    folder = root / "content/tiny"
    (folder / "my_model.py").write_text(NETWORK)
    (folder / "pictures.npz").unlink()
    images, labels = pictures()
    for k in np.random.default_rng(1).permutation(len(images)):
        file = folder / "pictures" / f"class {labels[k]}" / f"{k:03d}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(images[k]).save(file)
    return root


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    root = project_of_files(tmp_path_factory.mktemp("usual") / "site")
    AS_USUAL.build(root)
    return root


def test_nothing_around_a_build_changes_a_byte(usual, tmp_path):
    root = project_of_files(tmp_path / "elsewhere" / "other name")
    OTHERWISE.build(root)
    one, other = (results_of(each / ".topopress") for each in (usual, root))
    assert one.keys() == other.keys()
    assert [key for key in one if one[key] != other[key]] == []
    assert differing(files_of(usual / "public"), files_of(root / "public")) == []
    modes = {path.stat().st_mode & 0o777 for path in (root / "public").rglob("*")}
    assert modes == {0o644, 0o755} or os.name == "nt"


def test_a_copied_store_serves_another_folder(usual, tmp_path):
    root = copied(usual, tmp_path / "copy")
    assert "0 stages ran" in OTHERWISE.build(root)
    assert differing(files_of(usual / "public"), files_of(root / "public")) == []
