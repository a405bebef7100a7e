"""What an author's network was when it was last loaded, and whether it would be the same now."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from topopress.core.errors import NetworkError
from topopress.network.own.reads import HashFile, Reads

if TYPE_CHECKING:
    from topopress.network.loaded import LoadedNetwork


@dataclass(frozen=True, slots=True)
class OwnNetwork:
    """An author's network as it was loaded.

    Attributes:
        digest: As ``NetworkInfo`` has it.
        reads: SHA-256 of what was read.
        read: What was read.
    """

    digest: str
    reads: str
    read: Reads


def loaded_twice(
    load: Callable[[], "LoadedNetwork"], load_again: Callable[[], "LoadedNetwork"]
) -> OwnNetwork:
    """Load an author's network twice and return what it is and reads.

    Raises:
        NetworkError: the code fails, or gives another network at each load.
    """
    from topopress.network.own.code import running_modules
    from topopress.network.own.reads import recording
    from topopress.network.probing.loads import check_loads

    with recording() as seen:
        loaded = load()
        modules = running_modules()
        check_loads(loaded, _again(load_again))
    read = seen.reads(loaded.folder, modules)
    return OwnNetwork(loaded.info.digest, read.digest, read)


def _again(load: Callable[[], "LoadedNetwork"]) -> "LoadedNetwork":
    try:
        return load()
    except NetworkError as error:
        raise NetworkError(
            f"{error}. This was the second load; the first one worked. A build runs the file "
            "several times in one process, so what may be done only once, such as registering a "
            "name, belongs below `if __name__ == '__main__':` or into a try block"
        ) from error


def what_changed(base: Path, network: OwnNetwork, hash_file: HashFile) -> str:
    """Return what has changed of all that the last load read, in words; "" if nothing has.

    Paths start from ``base``.
    """
    return network.read.changed(base, hash_file)
