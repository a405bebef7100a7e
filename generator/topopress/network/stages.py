"""The stage that describes a network, and the resource that loads it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from topopress.config.schema import Network
from topopress.network.digest import network_digest
from topopress.network.types import NetworkInfo
from topopress.stage.executor import Work
from topopress.stage.stage import Stage, stage

if TYPE_CHECKING:
    from topopress.network.loaded import LoadedNetwork


@dataclass(frozen=True, slots=True)
class NetworkResource:
    """A network to be loaded; relative paths start from the folder."""

    settings: Network
    folder: Path
    seed: int

    def open(self, device: str) -> "LoadedNetwork":
        """Load the network to a device."""
        return self.loader(device)()

    def loader(self, device: str) -> "Callable[[], LoadedNetwork]":
        """Return a function that loads the network, which can be pickled."""
        from topopress.network.loading import load_network

        return partial(load_network, self.settings, base=self.folder, seed=self.seed, device=device)


def network_stage(
    name: str, opened: NetworkResource, hash_file: Callable[[Path], str]
) -> Stage[NetworkInfo]:
    """Return the stage that describes the network of an exploration.

    Raises:
        NetworkError: a file or a library is missing.
    """
    digest = network_digest(
        opened.settings, base=opened.folder, seed=opened.seed, hash_file=hash_file
    )
    return stage(network, name, digest=digest, opened=opened)


def network(work: Work, digest: str, opened: NetworkResource) -> NetworkInfo:
    """Describe a network; ``digest`` is its ``network_digest``."""
    return work.open(opened).info
