"""A network from the author's Python file: ``file:PATH.py:FUNCTION``.

The function has no parameters. It returns a torch module for inputs (n, 3, height, width), or a
pair of the module and a dictionary with the fields of ``Preprocessing``: ``crop`` (the input's
side) and, where they differ from ImageNet's usual values, ``resize``, ``interpolation``, ``mean``,
``std``, ``value_range``. The file's code is trusted like the configuration. ``weights`` may name a
checkpoint, which is then loaded into the module.
"""

import importlib.util
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from pydantic import TypeAdapter, ValidationError
from torch import nn

from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network.checkpoints import load_into, read_checkpoint
from topopress.network.loaded import BuiltNetwork
from topopress.network.names import author_function, local_weights
from topopress.network.preprocessing import Preprocessing
from topopress.network.randomness import private_rng

_FIELDS = ("resize", "crop", "interpolation", "mean", "std", "value_range")


def load(settings: Network, base: Path, seed: int) -> BuiltNetwork:
    """Return the network that the author's function builds with the exploration's seed."""
    path, name = author_function(settings, base)
    function = getattr(_import(path, settings.name), name, None)
    if not callable(function):
        raise NetworkError(f"network.name: {path} defines no function {name!r}")
    with private_rng(seed):
        try:
            result = function()
        except Exception as error:
            raise NetworkError(f"network.name: {settings.name} failed: {error!r}") from error
    module, preprocessing = _parts(result, settings.name)
    weights = local_weights(settings, base)
    if weights is not None:
        load_into(module, read_checkpoint(weights), path=weights, network=settings.name)
    described = weights.name if weights else f"as {name} in {path.name} makes them, seed {seed}"
    return BuiltNetwork(module, preprocessing, described)


def _import(path: Path, network: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"topopress_own_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise NetworkError(f"network.name: {path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    # Dataclasses and pickles need the module in sys.modules while the file runs.
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise NetworkError(f"network.name: {network} cannot be imported: {error!r}") from error
    finally:
        sys.modules.pop(spec.name, None)
    return module


def _parts(result: object, network: str) -> tuple[nn.Module, Preprocessing]:
    if isinstance(result, nn.Module):
        return result, Preprocessing(resize=256, crop=224)
    if isinstance(result, tuple) and len(result) == 2:  # noqa: PLR2004
        module, given = result
        if isinstance(module, nn.Module) and isinstance(given, Mapping):
            return module, _preprocessing(given, network)
    raise NetworkError(
        f"network.name: {network} returned a {type(result).__name__}; expected a torch module, or "
        "a module and a dictionary of its preprocessing"
    )


def _preprocessing(given: Mapping[str, object], network: str) -> Preprocessing:
    unknown = sorted(set(given) - set(_FIELDS))
    if unknown or "crop" not in given:
        problem = f"unknown {', '.join(unknown)}" if unknown else "no 'crop'"
        raise NetworkError(
            f"network.name: the preprocessing of {network} has {problem}; "
            f"fields are {', '.join(_FIELDS)}"
        )
    try:
        return TypeAdapter(Preprocessing).validate_python({"resize": given["crop"], **given})
    except ValidationError as error:
        wrong = "; ".join(f"{e['loc'][0]}: {e['msg']}" for e in error.errors())
        raise NetworkError(f"network.name: the preprocessing of {network}: {wrong}") from error
