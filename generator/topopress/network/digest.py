"""One hash that identifies a network without loading it. Imports neither torch nor torchvision.

A finished rebuild needs only this hash, and must not wait seconds for the import of torch.
"""

import hashlib
import json
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network.model_folder import model_files
from topopress.network.names import (
    SOURCES,
    author_function,
    local_weights,
    packaged_weights,
    source_of,
)
from topopress.store.canonical import sha256_of_file

# Increase it when an adapter's preprocessing, layer names or numbers change.
ADAPTER_VERSION = 1


def network_digest(
    settings: Network,
    *,
    base: Path,
    seed: int = 0,
    hash_file: Callable[[Path], str] = sha256_of_file,
) -> str:
    """Return a SHA-256 of everything that decides a network's numbers.

    It covers the network's name, the size of its inputs where that is set, the content of its
    weights, tokenizer, code and class files, the versions of its libraries, and the version of our
    adapters. It does not cover the choice of layers, nor the modules that an author's Python file
    imports.

    Relative paths start from ``base``. The seed counts only for ``weights = "random"`` and for an
    author's Python file. ``hash_file`` returns a file's SHA-256; the store's function caches those
    of unchanged files.

    Raises:
        NetworkError: A file or a library is missing.
    """
    source = source_of(settings)
    packaged = SOURCES[source].weights if settings.weights == "default" else None
    files = {
        "weights": local_weights(settings, base),
        "packaged": packaged_weights(*packaged) if packaged else None,
        "code": author_function(settings, base)[0] if source == "file" else None,
        "classes": base / settings.classes if settings.classes else None,
        **(model_files(settings, base) if source == "transformers" else {}),
    }
    content = {
        "adapter": ADAPTER_VERSION,
        "name": settings.name,
        "weights": "local" if files["weights"] else settings.weights,
        "files": {role: _hash(path, role, hash_file) for role, path in files.items() if path},
        "libraries": {library: _version(library) for library in SOURCES[source].libraries},
        **({} if settings.size is None else {"size": settings.size}),
        "seed": seed if source == "file" or settings.weights == "random" else None,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _hash(path: Path, role: str, hash_file: Callable[[Path], str]) -> str:
    try:
        return hash_file(path)
    except OSError as error:
        key = role if role == "classes" else "weights"
        raise NetworkError(
            f"network.{key}: cannot read {path} ({error.strerror}); "
            "paths are relative to the exploration.toml"
        ) from error


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError as error:
        raise NetworkError(f"{library} is not installed; run `pip install {library}`") from error
