"""The site's scripts, style sheet and fonts under the names they are published by.

Scripts and style sheet carry their digest in the name, so a browser never mixes two builds. The
fonts keep their names: the style sheet's relative addresses (``fonts/...``) stay true.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from topopress.core import resources
from topopress.core.errors import ResourceError

VIEWER, TOOLS, SCRIPT, STYLE = "viewer.js", "tools.js", "page.js", "style.css"
SEARCH = "search.js"


@dataclass(frozen=True, slots=True)
class Assets:
    """The files by their path below the site's root, and the paths that pages refer to."""

    viewer: str
    tools: str
    """What the viewer loads when a reader asks for it."""
    script: str
    style: str
    search: str
    """What the script of every page loads when a reader opens the search."""
    files: Mapping[str, bytes]


def read_assets() -> dict[str, bytes]:
    """Return the compiled assets that come with Topopress, by their path.

    Raises:
        ResourceError: if there are none.
    """
    folder = resources.site_assets()
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def publish_assets(compiled: Mapping[str, bytes]) -> Assets:
    """Return the assets under their published names.

    Raises:
        ResourceError: if a script or the style sheet is missing.
    """
    names = {}
    for name in (VIEWER, TOOLS, SCRIPT, STYLE, SEARCH):
        if name not in compiled:
            raise ResourceError(f"the site assets lack {name}; run `make assets`")
        stem, _, ending = name.rpartition(".")
        names[name] = f"{stem}.{hashlib.sha256(compiled[name]).hexdigest()[:8]}.{ending}"
    # The licences go with the fonts, as they ask.
    fonts = {p: p for p in compiled if p.startswith("fonts/") and p.endswith((".woff2", ".txt"))}
    files = {f"assets/{new}": compiled[old] for old, new in {**names, **fonts}.items()}
    viewer, tools, script, style, search = (f"assets/{name}" for name in names.values())
    return Assets(viewer, tools, script, style, search, files)
