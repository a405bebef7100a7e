"""The stages that describe and probe a network, and the resource that loads it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network.digest import network_digest
from topopress.network.layers import require_layers
from topopress.network.names import source_of
from topopress.network.own.identity import OwnNetwork, what_changed
from topopress.network.types import DescribedNetwork, NetworkIdentity
from topopress.stage.executor import Work
from topopress.stage.stage import Stage, stage

if TYPE_CHECKING:
    from topopress.network.loaded import LoadedNetwork
    from topopress.network.sample_inputs import SampleInputs


@dataclass(frozen=True, slots=True)
class NetworkResource:
    """A network to be loaded; relative paths start from the folder.

    ``samples`` are for a network that is shown inputs of an author's own.
    """

    settings: Network
    folder: Path
    seed: int
    samples: "SampleInputs | None" = None

    def open(self, device: str) -> "LoadedNetwork":
        """Load the network to a device."""
        from topopress.network.loading import load_network

        return load_network(
            self.settings, base=self.folder, seed=self.seed, device=device, samples=self.samples
        )

    def loader(self, device: str) -> "Callable[[], LoadedNetwork]":
        """Return a function that loads the network, which can be pickled."""
        return partial(self.open, device)


def same_network(loaded: "LoadedNetwork", digest: str) -> "LoadedNetwork":
    """Return a network that was loaded in the course of a build.

    Raises:
        NetworkError: it is not the one that the build began with.
    """
    if loaded.info.digest != digest:
        raise NetworkError(
            f"network.name: {loaded.info.name} changed while this build ran; run it again"
        )
    return loaded


@dataclass(frozen=True, slots=True)
class Probed:
    """The layers of a network that were found fit to be published."""

    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Examples:
    """The SHA-256 of the samples that a network is probed with."""

    examples: str


def network_stage(
    name: str,
    opened: NetworkResource,
    hash_file: Callable[[Path], str],
    samples: Stage[object] | None = None,
) -> Stage[DescribedNetwork]:
    """Return the stage that describes the network of an exploration.

    ``samples`` lists the inputs of an author's own that the network is shown, if it is.

    Raises:
        NetworkError: a file or a library is missing.
    """
    digest = network_digest(
        opened.settings, base=opened.folder, seed=opened.seed, hash_file=hash_file
    )
    if source_of(opened.settings) != "file":
        known = NetworkIdentity(digest)
        return stage(network, name, identity=known, samples=samples, opened=opened)
    own = stage(own_network, name, files=digest, samples=samples, opened=opened)
    own = replace(own, changed=partial(what_changed, opened.folder))
    return stage(network, name, identity=own, samples=samples, opened=opened)


def own_network(
    work: Work, files: str, samples: Examples | None, opened: NetworkResource
) -> OwnNetwork:
    """Load an author's network twice, and record what its code reads.

    ``files`` is the ``network_digest``, which covers the files that the settings name.

    Raises:
        NetworkError: the code fails, or gives another network at each load.
    """
    from topopress.network.own.identity import loaded_twice

    return loaded_twice(lambda: work.open(opened), lambda: work.open_again(opened))


def network(
    work: Work, identity: NetworkIdentity, samples: Examples | None, opened: NetworkResource
) -> DescribedNetwork:
    """Describe a network."""
    loaded = same_network(work.open(opened), identity.digest)
    return replace(loaded.info, reads=identity.reads)


def probe(
    work: Work,
    *,
    network: DescribedNetwork,
    layers: tuple[str, ...],
    gradient: bool,
    maps: tuple[str, ...],
    opened: NetworkResource,
) -> Probed:
    """Ask a network once whether its layers can be used.

    See ``check_function``, and ``check_text_function`` for networks of texts, which have neither
    gradients nor maps.

    Raises:
        NetworkError: a layer is missing or cannot be used.
    """
    from topopress.network.probing.function import check_function
    from topopress.network.probing.samples import check_sample_function
    from topopress.network.probing.texts import check_text_function

    names = [layer.name for layer in require_layers(network, layers)]
    loaded = same_network(work.open(opened), network.digest)
    if loaded.reads_texts:
        check_text_function(loaded, names)
        return Probed(tuple(names))
    if loaded.samples is not None:
        check_sample_function(loaded, names, loaded.samples)
        return Probed(tuple(names))
    with_places = [layer.name for layer in network.layers if (layer.map_size or (1, 1)) != (1, 1)]
    followed = [name for name in maps if name in with_places]
    check_function(loaded, names, gradient=gradient, maps=followed)
    return Probed(tuple(names))
