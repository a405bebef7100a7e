"""A network from the author's Python file: ``file:PATH.py:FUNCTION``.

The function has no parameters. It returns a torch module for inputs (n, 3, height, width), or a
pair of the module and a dictionary with the fields of ``Preprocessing``: ``crop`` (the input's
side) and, where they differ from ImageNet's usual values, ``resize``, ``interpolation``, ``mean``,
``std``, ``value_range``. The file's code is trusted like the configuration. ``weights`` may name a
checkpoint, which is then loaded into the module.
"""

from collections.abc import Mapping
from pathlib import Path

import torch
from pydantic import TypeAdapter, ValidationError
from torch import nn

from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network.checkpoints import load_into, read_checkpoint
from topopress.network.loaded import BuiltNetwork
from topopress.network.names import author_function, local_weights
from topopress.network.own.code import kept_state, own_errors, run_file
from topopress.network.preprocessing import Preprocessing
from topopress.network.probing.pixels import noise_pictures
from topopress.network.randomness import private_rng

_FIELDS = ("resize", "crop", "interpolation", "mean", "std", "value_range")


def load(settings: Network, base: Path, seed: int) -> BuiltNetwork:
    """Return the network that the author's function builds with the exploration's seed.

    Raises:
        NetworkError: the code fails, or returns something else.
    """
    path, name = author_function(settings, base)
    with private_rng(seed):
        function = getattr(run_file(path, settings.name), name, None)
    if not callable(function):
        raise NetworkError(f"network.name: {path} defines no function {name!r}")
    with private_rng(seed), own_errors(f"network.name: {settings.name} failed"), kept_state(path):
        result = function()
    with own_errors(f"network.name: {settings.name} returned what cannot be used"):
        module, preprocessing = _parts(result, settings.name)
    with private_rng(seed), own_errors(f"network.name: {settings.name} failed"), kept_state(path):
        _initialise(module, preprocessing.normalise(noise_pictures(preprocessing.crop, 1)))
    weights = local_weights(settings, base)
    if weights is not None:
        tensors = read_checkpoint(weights)
        note = load_into(module, tensors, path=weights, network=settings.name)
        return BuiltNetwork(module, preprocessing, f"{weights.name}{note}")
    described = f"as {name} in {path.name} makes them, seed {seed}"
    return BuiltNetwork(module, preprocessing, described)


def _parts(result: object, network: str) -> tuple[nn.Module, Preprocessing]:
    if isinstance(result, nn.Module):
        return _plain(result, network), Preprocessing(resize=256, crop=224)
    if isinstance(result, tuple) and len(result) == 2:  # noqa: PLR2004
        module, given = result
        if isinstance(module, nn.Module) and isinstance(given, Mapping):
            return _plain(module, network), _preprocessing(given, network)
    raise NetworkError(
        f"network.name: {network} returned a {type(result).__name__}; expected a torch module, or "
        "a module and a dictionary of its preprocessing"
    )


def _plain(module: nn.Module, network: str) -> nn.Module:
    """Return the module inside the wrappers of torch that change no number."""
    while True:
        if isinstance(module, nn.DataParallel):
            module = module.module
        elif isinstance(inner := getattr(module, "_orig_mod", None), nn.Module):  # torch.compile
            module = inner
        else:
            break
    if isinstance(module, torch.jit.ScriptModule):
        raise NetworkError(
            f"network.name: {network} returned a compiled module ({type(module).__name__}), whose "
            "layers cannot be read; return the module without torch.jit.script or torch.jit.trace"
        )
    places = {p.device.type for p in (*module.parameters(), *module.buffers())}
    if "meta" in places:
        raise NetworkError(
            f"network.name: {network} returned a module on the device 'meta', which has no "
            "numbers; build it on the cpu"
        )
    return module


def _initialise(module: nn.Module, inputs: torch.Tensor) -> None:
    """Give lazy layers their shapes, with one forward pass."""
    if any(nn.parameter.is_lazy(p) for p in (*module.parameters(), *module.buffers())):
        module.eval()
        with torch.no_grad():
            module(inputs)


def _preprocessing(given: Mapping[str, object], network: str) -> Preprocessing:
    unknown = sorted(str(key) for key in set(given) - set(_FIELDS))
    if unknown or "crop" not in given:
        problem = f"unknown {', '.join(unknown)}" if unknown else "no 'crop'"
        raise NetworkError(
            f"network.name: the preprocessing of {network} has {problem}; "
            f"fields are {', '.join(_FIELDS)}"
        )
    try:
        return TypeAdapter(Preprocessing).validate_python({"resize": given["crop"], **given})
    except NetworkError as error:
        raise NetworkError(f"network.name: {network}: {error}") from error
    except ValidationError as error:
        wrong = "; ".join(f"{e['loc'][0]}: {e['msg']}" for e in error.errors())
        raise NetworkError(f"network.name: the preprocessing of {network}: {wrong}") from error
