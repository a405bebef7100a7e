"""The site's scripts, style sheet and fonts under the names they are published by.

Scripts and style sheet carry their digest in the name, so a browser never mixes two builds. The
fonts keep their names: the style sheet's relative addresses (``fonts/...``) stay true.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from topopress.core.errors import ResourceError

VIEWER, SCRIPT, STYLE = "viewer.js", "page.js", "style.css"


@dataclass(frozen=True, slots=True)
class Assets:
    """Published assets.

    Attributes:
        viewer: Path of the viewer's script below the site's root.
        script: Path of the script of every page below the site's root.
        style: Path of the style sheet below the site's root.
        files: All assets by their path.
    """

    viewer: str
    script: str
    style: str
    files: Mapping[str, bytes]


def read_assets(folder: Path) -> dict[str, bytes]:
    """Return the compiled assets by their path below the folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def publish_assets(compiled: Mapping[str, bytes]) -> Assets:
    """Return the assets under their published names.

    Raises:
        ResourceError: if a script or the style sheet is missing.
    """
    for name in (VIEWER, SCRIPT, STYLE):
        if name not in compiled:
            raise ResourceError(f"the site assets lack {name}; run `make assets`")
    names = {name: _with_digest(name, compiled[name]) for name in (VIEWER, SCRIPT, STYLE)}
    files = {f"assets/{names[name]}": compiled[name] for name in names}
    fonts = {f"assets/{path}": content for path, content in compiled.items() if _is_font(path)}
    viewer, script, style = (f"assets/{names[name]}" for name in names)
    return Assets(viewer, script, style, {**files, **fonts})


def _with_digest(name: str, content: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{ending}"


def _is_font(path: str) -> bool:
    # The licences go with the fonts, as they ask.
    return path.startswith("fonts/") and path.endswith((".woff2", ".txt"))
