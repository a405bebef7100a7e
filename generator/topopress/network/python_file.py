"""A network from the author's Python file: ``file:PATH.py:FUNCTION``.

The function has no parameters. It returns a torch module for inputs (n, n_channels, height, width),
or a pair of the module and a dictionary with the fields of ``Preprocessing``: ``crop`` (the input's
side, or its height and width) and, where they differ from ImageNet's usual values, ``resize``,
``interpolation``, ``mean``, ``std``, ``value_range``; ``channels`` is for inputs from 0 to 1
without mean and std. Where nothing says it, the number of channels is found by trying. The code is
trusted like the configuration. ``weights`` may name a checkpoint, which is then loaded into the
module.
"""

from collections.abc import Mapping
from pathlib import Path

import torch
from pydantic import PositiveInt as Count
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from torch import nn

from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network.checkpoints import load_into, read_checkpoint
from topopress.network.loaded import BuiltNetwork, normalised, run_module
from topopress.network.names import author_function, local_weights
from topopress.network.numbers import dtype_of
from topopress.network.own.code import kept_state, own_errors, run_file
from topopress.network.preprocessing import Preprocessing
from topopress.network.probing.pixels import noise_pictures
from topopress.network.randomness import private_rng
from topopress.network.sample_inputs import SampleInputs, stacked

_FIELDS = ("resize", "crop", "channels", "interpolation", "mean", "std", "value_range")
_SIZES = ("resize", "crop")
_CHANNELS = ("channels", "mean", "std")
"""Fields that say how many channels an input has."""
_USUAL: Mapping[str, object] = {"resize": 256, "crop": 224}


def load(
    settings: Network, base: Path, seed: int, samples: SampleInputs | None = None
) -> BuiltNetwork:
    """Return the network that the author's function builds with the exploration's seed.

    With ``samples`` it is shown inputs of the author's own, and has no preprocessing.

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
        module, given = _parts(result, settings.name)
    shown = _shown(given, settings, samples)
    with private_rng(seed), own_errors(f"network.name: {settings.name} failed"), kept_state(path):
        _initialise(module, shown)
    weights = local_weights(settings, base)
    if weights is not None:
        tensors = read_checkpoint(weights)
        note = load_into(module, tensors, path=weights, network=settings.name)
        described = f"{weights.name}{note}"
    else:
        described = f"as {name} in {path.name} makes them, seed {seed}"
    said = not given.keys().isdisjoint(_CHANNELS)
    return BuiltNetwork(module, shown, described, channels_said=said)


def _shown(
    given: Mapping[str, object], settings: Network, samples: SampleInputs | None
) -> Preprocessing | SampleInputs:
    if samples is None:
        return _preprocessing(given, settings.name).with_size(settings.size)
    if given is not _USUAL:
        raise NetworkError(
            f"network.name: {settings.name} returned a preprocessing, and inputs of data.kind = "
            "'python' are shown as they are; return the module alone"
        )
    return samples


def _parts(result: object, network: str) -> tuple[nn.Module, Mapping[str, object]]:
    if isinstance(result, nn.Module):
        return _plain(result, network), _USUAL
    if isinstance(result, tuple) and len(result) == 2:  # noqa: PLR2004
        module, given = result
        if isinstance(module, nn.Module) and isinstance(given, Mapping):
            return _plain(module, network), given
    raise NetworkError(
        f"network.name: {network} returned a value of type {type(result).__name__}; expected a "
        "torch module, or a module and a dictionary of its preprocessing"
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


def _initialise(module: nn.Module, shown: Preprocessing | SampleInputs) -> None:
    """Give lazy layers their shapes, with one forward pass."""
    if not any(nn.parameter.is_lazy(p) for p in (*module.parameters(), *module.buffers())):
        return
    module.eval()
    cpu, dtype = torch.device("cpu"), dtype_of(module)
    with torch.no_grad():
        if isinstance(shown, SampleInputs):
            run_module(module, stacked(shown.shown(1), cpu, dtype), cpu)
        else:
            module(normalised(shown, noise_pictures(shown, 1), dtype))


def _preprocessing(given: Mapping[str, object], network: str) -> Preprocessing:
    unknown = sorted(str(key) for key in set(given) - set(_FIELDS))
    if unknown or "crop" not in given:
        problem = f"unknown {', '.join(unknown)}" if unknown else "no 'crop'"
        raise NetworkError(
            f"network.name: the preprocessing of {network} has {problem}; "
            f"fields are {', '.join(_FIELDS)}"
        )
    fields = {"resize": given["crop"], **given}
    channels = fields.pop("channels", None)
    try:
        if channels is None:
            return TypeAdapter(Preprocessing).validate_python(fields)
        return _of_channels(TypeAdapter(Count).validate_python(channels), fields)
    except NetworkError as error:
        raise NetworkError(f"network.name: {network}: {error}") from error
    except ValidationError as error:
        wrong = "; ".join(dict.fromkeys(_in_words(e) for e in error.errors()))
        raise NetworkError(f"network.name: the preprocessing of {network}: {wrong}") from error


def _of_channels(channels: int, fields: Mapping[str, object]) -> Preprocessing:
    plain = {"mean": (0.0,) * channels, "std": (1.0,) * channels}
    shown = TypeAdapter(Preprocessing).validate_python({**plain, **fields})
    if shown.channels != channels:
        raise NetworkError(
            f"preprocessing: channels is {channels}, and mean and std have {shown.channels} numbers"
        )
    return shown


def _in_words(error: ErrorDetails) -> str:
    key = str(error["loc"][0]) if error["loc"] else "channels"
    wanted = "expected a number of pixels or [height, width]" if key in _SIZES else error["msg"]
    return f"{key}: {wanted}"
