"""The site's scripts, style sheet and fonts under the names they are published by.

Scripts and style sheet carry their digest in the name, so a browser never mixes two builds. The
fonts keep their names: the style sheet's relative addresses (``fonts/...``) stay true.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from topopress.core import resources
from topopress.core.errors import ResourceError
from topopress.core.language import ENGLISH, Language
from topopress.core.translations import viewer_texts

VIEWER, TOOLS, LIVE, SCRIPT, STYLE = "viewer.js", "tools.js", "live.js", "page.js", "style.css"
SEARCH = "search.js"
CHECKPOINTS = "checkpoints.js"
LANGUAGE = "language.js"


@dataclass(frozen=True, slots=True)
class Assets:
    """The files by their path below the site's root, and the paths that pages refer to."""

    viewer: str
    tools: str
    """What the viewer loads when a reader asks for it."""
    live: str
    """The script of pages with views that can come alive."""
    script: str
    style: str
    search: str
    """What the script of every page loads when a reader opens the search."""
    checkpoints: str
    """The script of explorers with checkpoints; empty where the site has none."""
    texts: str
    """The translations for the scripts; empty where they write English."""
    files: Mapping[str, bytes]


def read_assets() -> dict[str, bytes]:
    """Return the compiled assets that come with Topopress, by their path.

    Raises:
        ResourceError: if there are none.
    """
    folder = resources.site_assets()
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def publish_assets(
    compiled: Mapping[str, bytes], language: Language = ENGLISH, *, checkpoints: bool = False
) -> Assets:
    """Return the assets under their published names, with the translations for the scripts.

    The script of ``checkpoints`` is among them where an exploration has some.

    Raises:
        ResourceError: if a script or the style sheet is missing.
    """
    names, of_some = {}, (CHECKPOINTS,) if checkpoints else ()
    for name in (VIEWER, TOOLS, LIVE, SCRIPT, STYLE, SEARCH, *of_some):
        names[name] = _named(name, _compiled(name, compiled))
    # The licences go with the fonts, as they ask.
    fonts = {p: p for p in compiled if p.startswith("fonts/") and p.endswith((".woff2", ".txt"))}
    files = {f"assets/{new}": compiled[old] for old, new in {**names, **fonts}.items()}
    published = {name: f"assets/{new}" for name, new in names.items()}
    texts = ""
    if language is not ENGLISH:
        content = texts_script(language) + _compiled(LANGUAGE, compiled)
        texts = f"assets/{_named(f'{language.tag}.js', content)}"
        files[texts] = content
    return Assets(
        viewer=published[VIEWER],
        tools=published[TOOLS],
        live=published[LIVE],
        script=published[SCRIPT],
        style=published[STYLE],
        search=published[SEARCH],
        checkpoints=published.get(CHECKPOINTS, ""),
        texts=texts,
        files=files,
    )


def texts_script(language: Language) -> bytes:
    """Return what the viewer and the tools need to write a language, as a script."""
    texts = json.dumps(viewer_texts(language), ensure_ascii=False, separators=(",", ":"))
    # An own page includes scripts, where neither an end tag nor a comment may begin.
    texts = texts.replace("<", "\\u003c")
    return f"globalThis.topoTexts={texts};\n".encode()


def _compiled(name: str, compiled: Mapping[str, bytes]) -> bytes:
    if name not in compiled:
        raise ResourceError(f"the site assets lack {name}; run `make assets`")
    return compiled[name]


def _named(name: str, content: bytes) -> str:
    """Return the name of a file with the digest of its content."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{ending}"
