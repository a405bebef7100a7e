"""Projects whose networks take other inputs than square pictures in colour and single precision.

Each is one exploration, built from its settings alone: a network of one's own, and pictures in one
file. The network of the digits is trained here in a second.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

NETWORK = """
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Sequential(nn.Conv2d({channels}, 12, 3, padding=1), nn.ReLU())
        wide = nn.Conv2d(12, 24, {kernel}, stride={stride}, padding={kernel} // 2)
        self.second = nn.Sequential(wide, nn.ReLU())
        self.head = nn.Linear(24, 10)

    def forward(self, x):
        return self.head(self.second(self.first(x)).mean((2, 3)))


def load():
    return Net().to(torch.{numbers}), {preprocessing}
"""
SETTINGS = """
title = "{name}"
[data]
kind = "npz"
file = "pictures.npz"
[network]
name = "file:my_model.py:load"
layers = ["first.1", "second.1"]
{weights}
[mapper.cover]
n_intervals = 4
[mapper.clusterer]
min_samples = 3
[mapper.stability]
resamples = 0
[visuals]
exemplars = 3
spread_exemplars = 3
label_exemplars = 3
exemplar_size = 32
thumbnail_size = 64
[visuals.feature_visualisation]
size = 32
canvas = 64
contrasts = 0
steps = 10
activations = 0
[visuals.budget]
pictures = 4
"""


@dataclass(frozen=True)
class InputProject:
    """What differs between the projects."""

    size: tuple[int, int] = (24, 24)
    channels: int = 3
    numbers: str = "float32"
    preprocessing: str = "{'crop': 24}"
    kernel: int = 3
    stride: int = 2


PROJECTS = {
    "grey": InputProject((8, 8), 1, preprocessing="{'crop': 8, 'mean': [0.3], 'std': [0.4]}"),
    "four": InputProject(channels=4),
    "wide": InputProject((48, 64), preprocessing="{'crop': [48, 64]}", kernel=57, stride=8),
    "bfloat16": InputProject(numbers="bfloat16"),
    "float16": InputProject(numbers="float16"),
    "float64": InputProject(numbers="float64"),
}


def write_input_project(root: Path, name: str) -> Path:
    """Write a project of ``PROJECTS`` into a folder and return it."""
    project, folder = PROJECTS[name], root / "content" / name
    folder.mkdir(parents=True)
    (root / "content/site.toml").write_text('title = "Site"\n')
    (folder / "index.md").write_text("{{ samples }} pictures.\n\n::: explorer\n")
    code = NETWORK
    for key in ("channels", "numbers", "preprocessing", "kernel", "stride"):
        code = code.replace(f"{{{key}}}", str(getattr(project, key)))
    (folder / "my_model.py").write_text(code)
    images, labels = digits() if name == "grey" else drawn(project.size, project.channels)
    weights = ""
    if name == "grey":
        train(code, images, labels, folder / "digits.pth")
        weights = 'weights = "digits.pth"'
    settings = SETTINGS.replace("{name}", name).replace("{weights}", weights)
    (folder / "exploration.toml").write_text(settings)
    np.savez(folder / "pictures.npz", images=images, labels=labels)
    return root


def drawn(size: tuple[int, int], channels: int, count: int = 60) -> tuple[np.ndarray, np.ndarray]:
    """Return pictures of a disc or a bar, each brightest in one channel, and which it is."""
    rng = np.random.default_rng(0)
    rows, columns = np.indices(size)
    images, labels = np.empty((count, *size, channels), np.uint8), []
    for k in range(count):
        down, across = rng.uniform(0.3, 0.7, 2) * size
        far = np.hypot(rows - down, columns - across)
        shape = far < min(size) / 4 if k % 2 else np.abs(columns - across) < min(size) / 12
        levels = rng.uniform(0, 255, (1, 1, channels)) * shape[:, :, None]
        images[k] = np.clip(levels + rng.normal(60, 20, (*size, channels)), 0, 255)
        labels.append("disc" if k % 2 else "bar")
    return images, np.array(labels)


def digits(count: int = 300) -> tuple[np.ndarray, np.ndarray]:
    """Return scikit-learn's handwritten digits, uint8 (count, 8, 8), and their labels."""
    from sklearn.datasets import load_digits

    found = load_digits()
    images = np.rint(found.images[:count] * 255 / 16).astype(np.uint8)
    return images, found.target[:count].astype(str)


def train(code: str, images: np.ndarray, labels: np.ndarray, file: Path) -> float:
    """Train the network of the digits, save its weights, and return the share it gets right."""
    import torch

    scope: dict[str, object] = {}
    exec(code, scope)
    with torch.random.fork_rng():
        torch.random.manual_seed(0)
        net, _ = scope["load"]()
    inputs = (torch.from_numpy(images)[:, None].float() / 255 - 0.3) / 0.4
    wanted = torch.from_numpy(labels.astype(int))
    optimiser = torch.optim.Adam(net.parameters(), 0.01)
    for _ in range(80):
        optimiser.zero_grad()
        torch.nn.functional.cross_entropy(net(inputs), wanted).backward()
        optimiser.step()
    torch.save(net.state_dict(), file)
    return float((net(inputs).argmax(1) == wanted).float().mean())
