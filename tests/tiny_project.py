"""A complete project that builds in seconds: a small network of one's own, pictures in one file.

The pictures are of three classes that differ in colour and texture; the network is an untrained
convolutional net whose random weights are drawn by the exploration's seed.
"""

from pathlib import Path

import numpy as np

NETWORK = """
from torch import nn


def load():
    layers = [nn.Conv2d(3, 12, 5, stride=2, padding=2), nn.ReLU(),
              nn.Conv2d(12, 24, 3, stride=2, padding=1), nn.ReLU()]
    return nn.Sequential(*layers), {"crop": 32}
"""
SETTINGS = """
title = "Tiny"
[data]
kind = "npz"
file = "pictures.npz"
[network]
name = "file:my_model.py:load"
layers = ["1", "3"]
[mapper.cover]
n_intervals = 4
overlap = 0.3
[mapper.clusterer]
min_samples = 3
[visuals.feature_visualisation]
size = 16
steps = 2
"""
ESSAY = "# Tiny\n\n{{ samples }} pictures.\n\n::: explorer\n\nThe end.\n"


def pictures(n_per_class: int = 20) -> tuple[np.ndarray, np.ndarray]:
    """Return uint8 pictures (n, 32, 32, 3) and their class indices (n,)."""
    rng = np.random.default_rng(0)
    stripes = np.indices((32, 32)).sum(axis=0) % 8 < 4
    bases = [
        np.full((32, 32, 3), (200, 60, 40)),
        np.where(stripes[..., None], 220, 30) * np.ones(3),
        np.linspace(0, 255, 32)[None, :, None] * np.array([0.2, 0.5, 1.0]),
    ]
    drawn = [base + rng.normal(0, 20, (n_per_class, 32, 32, 3)) for base in bases]
    images = np.concatenate(drawn).clip(0, 255).astype(np.uint8)
    return images, np.repeat(np.arange(3), n_per_class)


def write_project(root: Path, settings: str = SETTINGS, essay: str = ESSAY) -> Path:
    """Write the project into a folder and return it."""
    folder = root / "content" / "tiny"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "content/site.toml").write_text('title = "Site"\nauthors = ["A. Author"]\n')
    (folder / "exploration.toml").write_text(settings)
    (folder / "index.md").write_text(essay)
    (folder / "my_model.py").write_text(NETWORK)
    images, labels = pictures()
    np.savez(
        folder / "pictures.npz",
        images=images,
        labels=labels,
        names=np.array(["plain", "striped", "graded"]),
    )
    return root


def change(root: Path, old: str, new: str, file: str = "exploration.toml") -> None:
    """Replace a piece of one of the project's files."""
    path = root / "content/tiny" / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
