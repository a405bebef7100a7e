"""Projects whose samples and networks are an author's own: the example of the docs, and others."""

import re
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[1] / "docs/own-data.md"
SETTINGS = """
title = "Own"
[data]
kind = "python"
samples = "file:my_data.py:samples"
{data}
[network]
name = "file:my_network.py:load"
layers = {layers}
[mapper.cover]
n_intervals = 4
[mapper.clusterer]
min_samples = 3
[mapper.stability]
resamples = 0
{more}
"""
GRAPHS = '''
import numpy as np


def samples():
    """Rings and stars of different sizes: dense adjacency, and the degree of each node."""
    rng = np.random.default_rng(0)
    for k in range(40):
        n, kind = int(rng.integers(4, 20)), ("ring", "star")[k % 2]
        edges = np.zeros((n, n))
        if kind == "ring":
            edges[np.arange(n), (np.arange(n) + 1) % n] = 1
        else:
            edges[0, 1:] = rng.random(n - 1)
        edges = np.maximum(edges, edges.T)
        inputs = {"adjacency": edges, "features": edges.sum(1, keepdims=True)}
        yield {"id": f"graph-{k}", "label": kind, "metadata": {"nodes": n}, "input": inputs}
'''
GRAPH_NETWORK = """
import torch
from torch import nn


class Convolution(nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(n_in, n_out))

    def forward(self, adjacency, x):
        return torch.relu((x + adjacency @ x) @ self.weight)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = Convolution(1, 24), Convolution(24, 25)
        self.head = nn.Linear(25, 3)

    def forward(self, features, adjacency):
        return self.head(self.second(adjacency, self.first(adjacency, features)).mean(1))


def load():
    return Net()
"""
TABLE = """
from sklearn.datasets import load_wine

found = load_wine()
scaled = (found.data - found.data.mean(0)) / found.data.std(0)
samples = [
    {"input": row, "label": found.target[k], "metadata": {"alcohol": found.data[k, 0]}}
    for k, row in enumerate(scaled)
]
"""
TABLE_NETWORK = """
import numpy as np
import torch
from torch import nn

from my_data import samples


def load():
    net = nn.Sequential(nn.Linear(13, 16), nn.ReLU(), nn.Linear(16, 3))
    rows = torch.tensor(np.stack([each["input"] for each in samples]), dtype=torch.float32)
    wanted = torch.tensor([int(each["label"]) for each in samples])
    optimiser = torch.optim.Adam(net.parameters(), 0.02)
    for _ in range(100):
        optimiser.zero_grad()
        nn.functional.cross_entropy(net(rows), wanted).backward()
        optimiser.step()
    return net
"""


def write_own(
    root: Path, samples: str, network: str, *, layers: str, data: str = "", more: str = ""
) -> Path:
    """Write a project into a folder, and return the folder of its exploration."""
    folder = root / "content/own"
    folder.mkdir(parents=True)
    (root / "content/site.toml").write_text('title = "Site"\n')
    settings = SETTINGS.format(layers=layers, data=data, more=more)
    (folder / "exploration.toml").write_text(settings)
    (folder / "index.md").write_text("{{ samples }} samples.\n\n::: explorer\n")
    (folder / "my_data.py").write_text(samples)
    (folder / "my_network.py").write_text(network)
    return folder


def documented_files() -> dict[str, str]:
    """Return the files of the example in ``docs/own-data.md``, by the name above each."""
    block = r"`(content/\S+)`[^\n]*:\n\n```\w+\n(.*?)```"
    blocks = re.findall(block, DOCUMENT.read_text("utf-8"), re.S)
    return dict(blocks)
