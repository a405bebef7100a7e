"""A fork in real activations becomes pictures of its arms in the published bundle."""

import base64
import gzip
import json
import re
from pathlib import Path

import numpy as np
from PIL import Image

from tiny_project import write_project
from topopress.build.site import build_site
from topopress.bundle.packing import read_header
from topopress.stage.listener import Recorder

# What the layer's centre answers is the mean colour of what it sees.
NETWORK = """
import torch
from torch import nn


def load():
    mean = nn.Conv2d(3, 3, 15, padding=7, bias=False)
    mean.weight.data = torch.eye(3)[:, :, None, None].expand(3, 3, 15, 15) / 15**2
    return nn.Sequential(mean, nn.ReLU()), {"crop": 32, "mean": [0] * 3, "std": [1] * 3}
"""
SETTINGS = """
title = "Fork"
[data]
kind = "npz"
file = "pictures.npz"
[network]
name = "file:my_model.py:load"
layers = ["1"]
[activations]
positions = "centre"
[mapper.cover]
n_intervals = 12
overlap = 0.3
[mapper.clusterer]
metric = "euclidean"
eps = 0.06
min_samples = 3
[mapper.stability]
resamples = 0
[visuals]
attribution = false
[visuals.feature_visualisation]
size = 16
steps = 8
activations = 0
"""
SHADES = 60


def fork() -> np.ndarray:
    """Return pictures of one colour each: from dark to grey, then on to red and to blue."""
    rising = np.linspace(0, 0.5, SHADES)[:, None]
    grey = np.full((SHADES, 3), 0.5)
    colours = np.concatenate([0.2 + 0.6 * rising * [1, 1, 1], grey + rising * [1, 0, 0],
                              grey + rising * [0, 0, 1]])  # fmt: skip
    pictures = np.broadcast_to(colours[:, None, None], (3 * SHADES, 32, 32, 3))
    return (pictures * 255).round().astype(np.uint8)


def manifest(site: Path) -> dict:
    page = (site / "index.html").read_text()
    return json.loads(re.search(r'id="topo-manifest">(.*?)</script>', page, re.DOTALL)[1])


def graph_chunk(file: Path) -> tuple[dict, dict[str, np.ndarray]]:
    """Return the header of a graph chunk and its arrays, as docs of the packing say."""
    data = gzip.decompress(base64.b64decode(file.read_text().split('"')[3]))
    start = 4 + int.from_bytes(data[:4], "little")
    head = json.loads(data[4:start])
    body = data[start + -start % 8 :]
    return head["header"], {
        one["name"]: numbers(body[one["offset"] :], one["dtype"], one["length"])
        for one in head["arrays"]
    }


def numbers(data: bytes, dtype: str, length: int) -> np.ndarray:
    width = np.dtype(dtype).itemsize
    planes = np.frombuffer(data, np.uint8, width * length).reshape(width, length)
    return np.frombuffer(planes.T.tobytes(), dtype)


def test_the_arms_of_a_fork_get_pictures_of_what_sets_them_apart(tmp_path):
    root = write_project(tmp_path, SETTINGS, "# Fork\n")
    folder, site = root / "content/tiny", root / "public/tiny"
    (folder / "my_model.py").write_text(NETWORK)
    names = np.array(["grey", "red", "blue"])
    labels = np.repeat(np.arange(3), SHADES)
    np.savez(folder / "pictures.npz", images=fork(), labels=labels, names=names)
    build_site(root, listener=Recorder(), durable=False)
    (layer,), labels = manifest(site)["layers"], manifest(site)["labels"]
    header, arrays = graph_chunk(site / layer["graph"])
    images = read_header((site / layer["look"]).read_bytes())
    (found,) = [one for one in header["structures"] if one["kind"] == "bifurcation"]
    contrasts = images["contrasts"][header["structures"].index(found)]
    assert sorted(one["sprite"] for one in contrasts) == [0, 1, 2]
    (sheet,) = images["contrast_sheets"]
    pixels = np.asarray(Image.open(site / sheet["file"]).convert("RGB"), np.float64)
    of_arm = {}
    for arm, picture in zip(found["arms"], contrasts, strict=True):
        (label,) = {labels[arrays["majority"][node]] for node in arm}
        top, left = (16 * place for place in divmod(picture["sprite"], sheet["columns"]))
        of_arm[label] = pixels[top : top + 16, left : left + 16].mean(axis=(0, 1))
    redness = {label: red - blue for label, (red, _, blue) in of_arm.items()}
    assert sorted(redness, key=redness.__getitem__) == ["blue", "grey", "red"]
