"""The manifest of a published site. It shows that topopress made a folder."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from topopress.store.disk import Disk
from topopress.store.site_files import MANIFEST

_FORMAT = "topopress-site 1"
_SHA256 = re.compile(r"[0-9a-f]{64}")


def encode_manifest(hashes: Mapping[str, str]) -> bytes:
    """Return ``site-manifest.json``: SHA-256 by sorted path, without times."""
    content = {"files": dict(sorted(hashes.items())), "format": _FORMAT}
    return (json.dumps(content, indent=1) + "\n").encode("ascii")


def read_manifest(out: Path, disk: Disk) -> dict[str, str] | None:
    """Return SHA-256 by path of the site in a folder, or None if there is no such site."""
    if disk.status(out / MANIFEST) is None:
        return None
    try:
        content = json.loads(disk.read(out / MANIFEST))
        files = content["files"]
        if content["format"] != _FORMAT or not all(map(_SHA256.fullmatch, files.values())):
            return None
        return {str(path): str(digest) for path, digest in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
