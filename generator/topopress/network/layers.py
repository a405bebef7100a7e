"""Selects the author's layers from those of a network. Imports no torch."""

from collections.abc import Iterable

from topopress.core.errors import NetworkError, suggestion
from topopress.network.types import DescribedNetwork, LayerInfo, NetworkInfo


def require_layers(
    info: NetworkInfo, names: Iterable[str], where: str = "network.layers"
) -> tuple[LayerInfo, ...]:
    """Return the named layers in the order of the names.

    Raises:
        NetworkError: The network has no such layer, it cannot be published, or a name occurs twice.
    """
    others = info.others if isinstance(info, DescribedNetwork) else {}
    known = {layer.name: layer for layer in info.layers}
    listing = f"topopress layers {info.name}{_shown_samples(info)}"
    chosen: dict[str, LayerInfo] = {}
    for index, name in enumerate(names):
        if name in others:
            raise NetworkError(
                f"{where}[{index}]: layer {name!r} of {info.name!r} cannot be published: "
                f"{others[name]}; `{listing}` lists those that can"
            )
        if name not in known:
            raise NetworkError(
                f"{where}[{index}]: {info.name!r} has no layer {name!r}{suggestion(name, known)}"
                f"; `{listing}` lists them"
            )
        if name in chosen:
            raise NetworkError(f"{where}[{index}]: {name!r} is listed twice; leave one out")
        chosen[name] = known[name]
    return tuple(chosen.values())


def _shown_samples(info: NetworkInfo) -> str:
    """Return the option of the command for an author's network of samples of their own."""
    own = info.name.startswith("file:") and info.input_size is None
    return " --samples file:PATH.py:NAME" if own else ""
