"""A published site's files: the checks of their paths, and the manifest that lists them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from topopress.core.errors import PublishError
from topopress.core.file_names import LONGEST_PATH, UNSTORABLE, folded, is_storable
from topopress.store.disk import Digest, Disk

MANIFEST = "site-manifest.json"


def check_paths(paths: Iterable[str]) -> None:
    """Refuse paths that are unsafe, or that some systems cannot store in one folder.

    Raises:
        PublishError: a path is unsafe, two differ only in case, or a file is also a folder.
    """
    spellings: dict[str, str] = {}
    for path in paths:
        _check_path(path)
        parts = path.split("/")
        for length in range(1, len(parts) + 1):
            entry = "/".join(parts[:length]) + ("/" if length < len(parts) else "")
            other = spellings.setdefault(folded(entry.rstrip("/")), entry)
            if other != entry:
                raise PublishError(
                    f"{path}: the site already has {other}; paths must differ in more than case, "
                    "and a file is not a folder"
                )


def _check_path(path: str) -> None:
    if not all(map(is_storable, path.split("/"))) or len(path.encode()) > LONGEST_PATH:
        raise PublishError(
            f"{path!a}: not a path for a published file; allowed are up to {LONGEST_PATH} bytes, "
            f"without {UNSTORABLE}, spaces and dots at ends of names, and names like 'con'"
        )
    if path == MANIFEST:
        raise PublishError(f"{path}: this name is reserved for the list of published files")


@dataclass(frozen=True, slots=True)
class _Manifest:
    files: dict[str, Digest]
    format: Literal["topopress-site 1"]


def encode_manifest(hashes: Mapping[str, str]) -> bytes:
    """Return ``site-manifest.json``: SHA-256 by sorted path, without times."""
    content = _Manifest(dict(sorted(hashes.items())), "topopress-site 1")
    return (json.dumps(asdict(content), indent=1) + "\n").encode("ascii")


def read_manifest(out: Path, disk: Disk) -> dict[str, str] | None:
    """Return SHA-256 by path of the site in a folder, or None if topopress made no site there."""
    if disk.status(out / MANIFEST) is None:
        return None
    return decode_manifest(disk.read(out / MANIFEST))


def decode_manifest(content: bytes) -> dict[str, str] | None:
    """Return SHA-256 by path as a ``site-manifest.json`` has them; None if it is none of ours."""
    try:
        return TypeAdapter(_Manifest).validate_json(content).files
    except ValidationError:
        return None
