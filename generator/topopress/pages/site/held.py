"""Puts the files of an exploration into its page: for a notebook's cell, and for a single file.

The viewer finds each file in an element that holds no script, by its path (``page/held.ts``).
"""

import base64
import html
import re
from collections.abc import Iterator, Mapping

_STYLE = re.compile(r'<link rel="stylesheet" href="(?:\.\./)*(assets/style\.[0-9a-f]+\.css)">')
_TOOLS = re.compile(r'data-tools="(?:\.\./)*(assets/tools\.[0-9a-f]+\.js)"')
_SCRIPT = re.compile(
    r'<script [^>]*?src="(?:\.\./)*(assets/[a-z-]+\.[0-9a-f]+\.js)"[^>]*></script>'
)
_CHUNK = re.compile(rb'TOPO\.chunk\("[^"]*","([A-Za-z0-9+/=]*)"\)\n')
_FONT = re.compile(r"url\((fonts/[a-z-]+\.woff2)\)")


def style_elements(files: Mapping[str, bytes], page: str) -> str:
    """Return the style sheets of a page with their fonts in them."""
    return "".join(style_of(files, path) for path in _STYLE.findall(page))


def style_of(files: Mapping[str, bytes], path: str) -> str:
    """Return a style sheet with its fonts in it."""

    def inlined(found: re.Match[str]) -> str:
        return f"url(data:font/woff2;base64,{base64_of(files[f'assets/{found[1]}'])})"

    return _FONT.sub(inlined, files[path].decode())


def with_style(files: Mapping[str, bytes], page: str) -> str:
    """Return a page with its style sheets in it."""
    return _STYLE.sub(lambda found: f"<style>{style_of(files, found[1])}</style>", page)


def scripts_of(files: Mapping[str, bytes], page: str) -> Iterator[str]:
    """Yield the code of the scripts of an explorer: its texts, the viewer and the tools."""
    for found in _SCRIPT.finditer(page):
        if not found[1].startswith("assets/page."):
            yield from _codes(files, found)


def with_scripts(files: Mapping[str, bytes], page: str, held: str) -> str:
    """Return a page with its scripts in it; ``held`` stands before the viewer's."""

    def inlined(found: re.Match[str]) -> str:
        before = held if _TOOLS.search(found[0]) else ""
        return before + "".join(f"<script>{code}</script>" for code in _codes(files, found))

    return _SCRIPT.sub(inlined, page)


def _codes(files: Mapping[str, bytes], found: re.Match[str]) -> Iterator[str]:
    """Yield the code of a script, then that of the second one that its element names."""
    for path in (found[1], *_TOOLS.findall(found[0])):
        yield files[path].decode().replace("</script", "<\\/script").replace("<!--", "<\\!--")


def held_files(files: Mapping[str, bytes], folder: str) -> Iterator[str]:
    """Yield an element for each file of an exploration's folder that is no page."""
    for path in sorted(path for path in files if path.startswith(f"{folder}/")):
        if path.endswith(".html"):
            continue
        chunk = _CHUNK.fullmatch(files[path]) if path.endswith(".js") else None
        content = chunk[1].decode("ascii") if chunk else base64_of(files[path])
        name = html.escape(path.removeprefix(f"{folder}/"))
        yield f'<script type="text/plain" data-file="{name}">{content}</script>'


def base64_of(content: bytes) -> str:
    """Return bytes as base64."""
    return base64.b64encode(content).decode("ascii")
