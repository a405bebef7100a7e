"""Whether a network is shown what an exploration has. Imports no torch."""

from pathlib import Path

from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network.model_folder import CONFIG, Takes, model_folder, read_json, takes_of
from topopress.network.names import SOURCES, source_of


def require_takes(settings: Network, takes: Takes, base: Path) -> None:
    """Refuse a network that is shown something else than the samples of an exploration.

    Raises:
        NetworkError: It is, or its files do not say what it is shown.
    """
    found = SOURCES[source_of(settings)].takes
    if found == "either":
        found = takes_of(read_json(model_folder(settings, base) / CONFIG), settings.name)
    if found != takes:
        raise NetworkError(
            f"network.name: {settings.name!r} reads {found}, and the samples of data.kind are "
            f"{takes}; take another network, or another kind of data"
        )
