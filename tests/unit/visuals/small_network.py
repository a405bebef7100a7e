"""A convolutional net small enough for a test, with batch normalisation in it."""

import os
import signal

import torch
from torch import nn

from topopress.core.errors import NetworkError
from topopress.network.loaded import LoadedNetwork
from topopress.network.preprocessing import Preprocessing
from topopress.network.types import DescribedNetwork, LayerInfo

LAYER = LayerInfo.of_map("block", 12, 8, 8)


def small_network() -> LoadedNetwork:
    """Return a network of known random weights; its layer ``block`` has stride 4."""
    rng = torch.Generator().manual_seed(5)
    block = nn.Sequential(
        nn.Conv2d(3, 8, 5, stride=2, padding=2, bias=False),
        nn.BatchNorm2d(8),
        nn.ReLU(inplace=True),
        nn.Conv2d(8, 12, 3, stride=2, padding=1),
        nn.BatchNorm2d(12),
    )
    module = nn.Sequential()
    module.add_module("block", block)
    module.add_module("after", nn.ReLU(inplace=True))
    module.add_module("never", nn.Conv2d(12, 4, 1))
    with torch.no_grad():
        for name, values in module.state_dict().items():
            if values.is_floating_point():
                values.normal_(0, 0.4, generator=rng)
            if name.endswith("running_var"):
                values.abs_().add_(0.5)
    info = DescribedNetwork("small", "0", "random", 0, (32, 32), "", (LAYER,), ())
    preprocessing = Preprocessing(resize=32, crop=32, mean=(0.5,) * 3, std=(0.25,) * 3)
    return LoadedNetwork(
        info, module.eval().requires_grad_(False), preprocessing, torch.device("cpu")
    )


def target_vectors(count: int = 5):
    """Return target vectors, shape (count, 12), float32."""
    rng = torch.Generator().manual_seed(7)
    return torch.randn(count, 12, generator=rng).numpy()


def refuse() -> LoadedNetwork:
    """Load nothing, and say so."""
    raise NetworkError("no such network")


def dies() -> LoadedNetwork:
    """Be killed in the middle of loading."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise RuntimeError("still alive")
