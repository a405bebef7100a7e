"""Loads and describes the network that a configuration names."""

from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn

from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network import efficientnet_lite, lucent_inception, python_file, torchvision_models
from topopress.network.classes import fit_classes, read_classes
from topopress.network.digest import network_digest
from topopress.network.loaded import BuiltNetwork, LoadedNetwork
from topopress.network.names import SOURCES, source_of
from topopress.network.probing import find_layers
from topopress.network.types import LayerInfo, NetworkInfo

_ADAPTERS: dict[str, Callable[[Network, Path, int], BuiltNetwork]] = {
    "efficientnet-lite0": efficientnet_lite.load,
    "torchvision": torchvision_models.load,
    "lucent": lucent_inception.load,
    "file": python_file.load,
}


def load_network(settings: Network, *, base: Path, seed: int, device: str = "cpu") -> LoadedNetwork:
    """Load a network, freeze it, and find its layers with one forward pass.

    The seed is that of ``weights = "random"`` and of an author's Python file. Relative paths start
    from ``base``.

    Raises:
        NetworkError: Unknown name, unusable weights, wrong class names, a missing device, or a
            network that does not accept pictures.
    """
    source = source_of(settings)
    torch_device = _usable(device)
    built = _ADAPTERS[source](settings, base, seed)
    module = built.module.to(torch_device).eval().requires_grad_(False)
    # channels_last is a third faster on a CPU, but breaks author code that uses ``view``.
    order = torch.contiguous_format if source == "file" else torch.channels_last
    module = module.to(memory_format=order)
    side = built.preprocessing.crop
    layers, outputs = _probe(module, side, torch_device, settings.name)
    given = settings.classes is not None
    classes = read_classes(base / settings.classes) if settings.classes else built.classes
    info = NetworkInfo(
        name=settings.name,
        digest=network_digest(settings, base=base, seed=seed),
        weights=built.weights,
        parameters=sum(p.numel() for p in module.parameters()),
        input_size=(side, side),
        preprocessing=built.preprocessing.describe(),
        layers=layers,
        classes=fit_classes(
            classes, outputs, given=given, may_be_fewer=SOURCES[source].unused_outputs
        ),
    )
    return LoadedNetwork(info, module, built.preprocessing, torch_device, order)


def _usable(device: str) -> torch.device:
    try:
        torch_device = torch.device(device)
        torch.zeros(1, device=torch_device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        reason = str(error).partition("\n")[0]
        raise NetworkError(
            f"--device {device}: {reason}. Write cpu, which always works, or a device that "
            "torch finds, such as cuda, cuda:1 or mps"
        ) from error
    return torch_device


def _probe(
    module: nn.Module, side: int, device: torch.device, name: str
) -> tuple[tuple[LayerInfo, ...], int | None]:
    try:
        layers, outputs = find_layers(module, side, device)
    except (RuntimeError, ValueError, TypeError, IndexError) as error:
        raise NetworkError(
            f"network.name: {name} fails on an input of shape (1, 3, {side}, {side}): {error}"
        ) from error
    if not layers:
        raise NetworkError(
            f"network.name: {name} has no layer whose output is a feature map (n, n_channels, "
            "height, width); networks without such layers cannot be explored yet"
        )
    return layers, outputs
