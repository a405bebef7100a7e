"""Explorations whose graphs can be changed on the page, and one whose graph cannot."""

from pathlib import Path

import numpy as np
from PIL import Image

from topopress.build.site import build_site
from topopress.stage.listener import Recorder

SETTINGS = """
title = "Ring"
[data]
kind = "arrays"
metadata = "rows.csv"
picture = "path"
row = "point"
[data.layers]
near = "near.npy"
far = "far.npy"
[mapper.cover]
n_intervals = 10
overlap = 0.4
[mapper.clusterer]
kind = "{clusterer}"
metric = "euclidean"
{radius}
[mapper.stability]
resamples = 4
"""


def points(seed: int, noise: float) -> np.ndarray:
    """Return a ring around (6, 0) with two arms where it is farthest from the origin."""
    rng = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, 240, endpoint=False)
    ring = np.c_[6 + 3 * np.cos(angle), 3 * np.sin(angle)]
    along = np.linspace(0, 4, 80)
    arms = [np.c_[9 + along, sign * along] for sign in (-0.7, 0.7)]
    rows = np.concatenate([ring, *arms])
    return (rows + rng.normal(0, noise, rows.shape)).astype(np.float32)


def write_ring(root: Path, name: str, clusterer: str, radius: str) -> None:
    """Write an exploration of the ring with pictures and labels."""
    folder = root / "content" / name
    folder.mkdir(parents=True)
    (folder / "exploration.toml").write_text(SETTINGS.format(clusterer=clusterer, radius=radius))
    (folder / "index.md").write_text("::: explorer\n")
    np.save(folder / "near.npy", points(0, 0.05))
    np.save(folder / "far.npy", points(1, 0.2))
    for k, colour in enumerate([(200, 60, 40), (40, 160, 80), (40, 60, 200)]):
        Image.new("RGB", (12, 12), colour).save(folder / f"{k}.png")
    label = ["ring"] * 240 + ["left arm"] * 80 + ["right arm"] * 80
    rows = [f"r{k},{each},{k % 3}.png" for k, each in enumerate(label)]
    (folder / "rows.csv").write_text("\n".join(["id,label,path", *rows]) + "\n")


def write_live(root: Path) -> Path:
    """Build the site of a graph with a family and one without; return its folder."""
    write_ring(root, "ring", "dbscan", "eps = 0.6\nmin_samples = 3")
    write_ring(root, "linked", "agglomerative", "")
    (root / "content/site.toml").write_text('title = "Rings"\nauthors = ["A. Author"]\n')
    return build_site(root, listener=Recorder(), durable=False).out


if __name__ == "__main__":
    import sys

    print(write_live(Path(sys.argv[1])))
