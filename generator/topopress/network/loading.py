"""Loads and describes the network that a configuration names."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import torch
from torch import nn

from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network import (
    efficientnet_lite,
    lucent_inception,
    python_file,
    torchvision_models,
    transformers_models,
)
from topopress.network.classes import fit_classes, read_classes
from topopress.network.digest import network_digest
from topopress.network.loaded import BuiltNetwork, LoadedNetwork, normalised
from topopress.network.names import SOURCES, source_of
from topopress.network.numbers import dtype_of
from topopress.network.own.code import close_own_code, kept_state, own_errors
from topopress.network.own.digest import module_digest
from topopress.network.preprocessing import Preprocessing
from topopress.network.probing.channels import fitting
from topopress.network.probing.layers import FoundLayers, find_layers
from topopress.network.probing.pixels import noise_pictures
from topopress.network.probing.sample_layers import find_sample_layers
from topopress.network.probing.text_layers import find_text_layers
from topopress.network.sample_inputs import SampleInputs
from topopress.network.types import DescribedNetwork
from topopress.store.canonical import sha256

_ADAPTERS: dict[str, Callable[[Network, Path, int], BuiltNetwork]] = {
    "efficientnet-lite0": efficientnet_lite.load,
    "torchvision": torchvision_models.load,
    "lucent": lucent_inception.load,
    "file": python_file.load,
    "transformers": transformers_models.load,
}


def load_network(
    settings: Network,
    *,
    base: Path,
    seed: int,
    device: str = "cpu",
    samples: SampleInputs | None = None,
) -> LoadedNetwork:
    """Load a network, freeze it, and find its layers with one forward pass.

    The seed is that of ``weights = "random"`` and of an author's Python file. Relative paths start
    from ``base``. With ``samples`` the network is shown inputs of an author's own.

    Raises:
        NetworkError: Unknown name, unusable weights, wrong class names, a missing device, or a
            network that does not accept pictures.
    """
    source_of(settings)
    torch_device = _usable(device)
    try:
        return _load(settings, base, seed, torch_device, samples)
    except BaseException:
        close_own_code()
        raise


def _load(
    settings: Network, base: Path, seed: int, device: torch.device, samples: SampleInputs | None
) -> LoadedNetwork:
    source = source_of(settings)
    built = _built(settings, base, seed, samples)
    module = built.module
    with own_errors(f"network.name: {settings.name} cannot be read"), kept_state(base):
        digest = _digest(settings, base, seed, module if source == "file" else None)
    # channels_last is a third faster on a CPU, but breaks author code that uses ``view``.
    of_library = source != "file" and isinstance(built.prepared_by, Preprocessing)
    order = torch.channels_last if of_library else torch.contiguous_format
    with own_errors(f"network.name: {settings.name} cannot be prepared"), kept_state(base):
        _prepare(module, device, order)
        parameters = sum(p.numel() for p in module.parameters())
    built, found = _found_layers(built, settings, base, device)
    prepared_by = built.prepared_by
    pictures = prepared_by if isinstance(prepared_by, Preprocessing) else None
    info = DescribedNetwork(
        name=settings.name,
        digest=digest,
        weights=built.weights,
        parameters=parameters,
        input_size=pictures.input_size if pictures else None,
        input_channels=pictures.channels if pictures else 0,
        preprocessing=prepared_by.describe() + (_numbers(module) if pictures else ""),
        layers=found.layers,
        others=found.others,
        outputs=found.outputs,
        classes=_classes(settings, base, built, found),
    )
    return LoadedNetwork(info, module, prepared_by, device, order, base, found.taps)


def _built(settings: Network, base: Path, seed: int, samples: SampleInputs | None) -> BuiltNetwork:
    source = source_of(settings)
    if samples is None:
        return _sized(_ADAPTERS[source](settings, base, seed), settings)
    for key, value in {"size": settings.size, "maps": settings.maps}.items():
        if value:
            raise NetworkError(
                f"network.{key}: this is for networks that are shown pictures; leave it out, since "
                "inputs of data.kind = 'python' are shown as they are"
            )
    if source == "file":
        return python_file.load(settings, base, seed, samples)
    return replace(_ADAPTERS[source](settings, base, seed), prepared_by=samples)


def _found_layers(
    built: BuiltNetwork, settings: Network, base: Path, device: torch.device
) -> tuple[BuiltNetwork, FoundLayers]:
    """Return a network in evaluation mode with its layers, at least one that can be published.

    An author's network that refuses its inputs may get them with another number of channels.
    """
    try:
        return built, _layers_of(built, settings, base, device)
    except NetworkError:
        fitted = _with_channels(built, settings, base, device)
        if fitted is built:
            raise
    return fitted, _layers_of(fitted, settings, base, device)


def _layers_of(
    built: BuiltNetwork, settings: Network, base: Path, device: torch.device
) -> FoundLayers:
    prepared_by, name = built.prepared_by, settings.name
    if isinstance(prepared_by, SampleInputs):
        failed = f"network.name: {name} fails on samples: {prepared_by.described}"
        with own_errors(failed), kept_state(base):
            found = find_sample_layers(built.module, prepared_by, device)
        wanted = "a vector (n, n_channels), or has known channels and further axes"
    elif not isinstance(prepared_by, Preprocessing):
        with own_errors(f"network.name: {name} fails on short texts"), kept_state(base):
            found = find_text_layers(built.module, prepared_by, device)
        wanted = "a sequence (n, tokens, n_channels) or a vector (n, n_channels)"
    else:
        inputs = _inputs(built.module, prepared_by, device)
        shape, hidden = tuple(inputs[:1].shape), source_of(settings) == "transformers"
        with (
            own_errors(f"network.name: {name} fails on an input of shape {shape}"),
            kept_state(base),
        ):
            found = find_layers(built.module, inputs[:1], inputs[1:], hidden=hidden)
        wanted = "a map (n, n_channels, height, width) or a vector (n, n_channels)"
    _require_any(found, name, wanted)
    return found


def _sized(built: BuiltNetwork, settings: Network) -> BuiltNetwork:
    """Return a network for inputs of the size that the settings ask for."""
    if settings.size is None:
        return built
    if not isinstance(built.prepared_by, Preprocessing):
        raise NetworkError(
            f"network.size: {settings.name} reads texts, whose size is not in pixels; leave it out"
        )
    return replace(built, prepared_by=built.prepared_by.with_size(settings.size))


def _with_channels(
    built: BuiltNetwork, settings: Network, base: Path, device: torch.device
) -> BuiltNetwork:
    """Return an author's network with the number of channels that its inputs have."""
    shown = built.prepared_by
    if source_of(settings) != "file" or not isinstance(shown, Preprocessing):
        return built

    def takes(tried: Preprocessing) -> bool:
        inputs = _inputs(built.module, tried, device)[:1]
        with suppress(NetworkError), own_errors(""), kept_state(base), torch.no_grad():
            built.module(inputs)
            return True
        return False

    if takes(shown):
        return built
    try:
        fitted = fitting(built.module, shown, takes, said=built.channels_said)
    except NetworkError as error:
        raise NetworkError(f"network.name: {settings.name}: {error}") from error
    return built if fitted is shown else replace(built, prepared_by=fitted)


def _numbers(module: nn.Module) -> str:
    """Return in words which numbers inputs are, where they have no single precision."""
    dtype = dtype_of(module)
    return "" if dtype == torch.float32 else f", as {dtype}"


def _inputs(module: nn.Module, shown: Preprocessing, device: torch.device) -> torch.Tensor:
    """Return two inputs of noise for a module."""
    return normalised(shown, noise_pictures(shown, 2), dtype_of(module)).to(device)


def _classes(
    settings: Network, base: Path, built: BuiltNetwork, found: FoundLayers
) -> tuple[str, ...]:
    given = settings.classes is not None
    return fit_classes(
        read_classes(base / settings.classes) if settings.classes else built.classes,
        found.outputs,
        given=given,
        may_be_fewer=SOURCES[source_of(settings)].unused_outputs,
    )


def _digest(settings: Network, base: Path, seed: int, own: nn.Module | None) -> str:
    """Return the digest of a network's files and, for an author's, of the module itself."""
    of_files = network_digest(settings, base=base, seed=seed)
    return of_files if own is None else sha256(f"{of_files} {module_digest(own)}".encode())


def _prepare(module: nn.Module, device: torch.device, order: torch.memory_format) -> None:
    """Move a module, switch it to evaluation and freeze its weights.

    What ``eval`` and the like return is not used: an author's override may return nothing.
    """
    module.to(device)
    module.to(memory_format=order)
    module.eval()
    for part in module.modules():
        part.training = False
    for parameter in module.parameters():
        parameter.requires_grad_(False)


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


def _require_any(found: FoundLayers, name: str, wanted: str) -> None:
    if found.layers:
        return
    examples = [f"{layer}: {reason}" for layer, reason in found.others.items()][-2:]
    raise NetworkError(
        f"network.name: {name} has no layer whose output is {wanted}; networks without such layers "
        f"cannot be explored yet{'. ' if examples else ''}{'; '.join(examples)}"
    )
