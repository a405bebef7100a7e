"""The explorer of a published site as the output of a notebook's cell.

The output holds everything that the explorer needs: the document of an inner frame, with style,
script and data in it. So it works wherever a notebook shows HTML, without a server and without
files beside the notebook. ``docs/decisions/0093-publish-from-python.md`` says why.
"""

import base64
import html
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

LARGEST = 2_500_000
"""Characters of an output at most: Jupyter's server cuts off 3 MB within three seconds."""
HEIGHT = 760
_EXPLORER = re.compile(r'<script [^>]*id="topo-manifest">.*?</section>', re.DOTALL)
_OPENING = re.compile(r"<html [^>]*>")
_ASSET = {
    "style": re.compile(r'href="\.\./(assets/style\.[0-9a-f]+\.css)"'),
    "viewer": re.compile(r'src="\.\./(assets/viewer\.[0-9a-f]+\.js)"'),
}
_CHUNK = re.compile(rb'TOPO\.chunk\("[^"]*","([A-Za-z0-9+/=]*)"\)\n')
_FONT = re.compile(r"url\((fonts/[a-z-]+\.woff2)\)")
_ALONE = ".explorer { margin: 0; border: 0 } .layer-nav:has(> :only-child) { display: none }"
"""The explorer without a page around it; one layer needs no list of layers."""
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'"
)


def notebook_html(site: Path, name: str) -> str:
    """Return the HTML of a cell's output: the explorer, and a link to the site below it.

    The explorer is left out where the site is not there any more, was made with templates that
    have no explorer, or is larger than ``LARGEST``; the link stays.

    Args:
        site: Folder of the site.
        name: Name of the exploration in addresses.
    """
    page = site / name / "index.html"
    if not page.is_file():
        return f"<p>{html.escape(str(page))} is not there any more.</p>"
    document = _document(site, name, page.read_text("utf-8"))
    if document is None:
        return _link(page, "The page has no explorer that a notebook can show. ")
    frame = (
        f'<iframe title="Explorer" srcdoc="{html.escape(document)}" sandbox="allow-scripts" '
        f'style="width: 100%; height: {HEIGHT}px; border: 0"></iframe>'
    )
    if len(frame) > LARGEST:
        return _link(
            page,
            f"The explorer has {len(frame) / 1e6:.1f} MB, more than a notebook takes at once. ",
        )
    return frame + _link(page, "")


def _link(page: Path, before: str) -> str:
    """Return a link, relative to the notebook where it is in the working folder."""
    try:
        shown = Path(os.path.relpath(page)).as_posix()
    except ValueError:  # on another drive of Windows
        shown = page.as_posix()
    address = quote(shown) if not shown.startswith("..") else page.as_uri()
    return (
        f'<p>{before}The whole site: <a href="{html.escape(address)}" target="_blank">'
        f"{html.escape(shown)}</a></p>"
    )


def _document(site: Path, name: str, page: str) -> str | None:
    """Return a page that holds the explorer and all of its files; None where it has no explorer."""
    explorer, opening = _EXPLORER.search(page), _OPENING.search(page)
    assets = {asset: pattern.search(page) for asset, pattern in _ASSET.items()}
    style, viewer = assets["style"], assets["viewer"]
    if not (explorer and opening and style and viewer):
        return None
    script = (site / viewer[1]).read_text("utf-8").replace("</script", "<\\/script")
    return "\n".join(
        [
            f'<!doctype html>{opening[0]}<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="color-scheme" content="light dark">',
            f"<style>{_style(site / style[1])}{_ALONE}</style>",
            f'</head><body class="exploration"><main id="content">{explorer[0]}</main>',
            *_held_files(site / name),
            f"<script>{script}</script></body></html>",
        ]
    )


def _style(file: Path) -> str:
    """Return a style sheet with its fonts in it."""

    def inlined(found: re.Match[str]) -> str:
        return f"url(data:font/woff2;base64,{_base64(file.parent / found[1])})"

    return _FONT.sub(inlined, file.read_text("utf-8"))


def _held_files(folder: Path) -> Iterator[str]:
    """Yield an element for each file of the explorer, by its path as the explorer names it."""
    for file in sorted(folder.rglob("*")):
        if not file.is_file() or file.suffix == ".html":
            continue
        chunk = _CHUNK.fullmatch(file.read_bytes()) if file.suffix == ".js" else None
        content = chunk[1].decode("ascii") if chunk else _base64(file)
        path = html.escape(file.relative_to(folder).as_posix())
        yield f'<script type="text/plain" data-file="{path}">{content}</script>'


def _base64(file: Path) -> str:
    return base64.b64encode(file.read_bytes()).decode("ascii")
