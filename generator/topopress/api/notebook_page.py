"""The explorer of a published site as the output of a notebook's cell.

The output holds everything that the explorer needs: the document of an inner frame, with style,
script and data in it. So it works wherever a notebook shows HTML, without a server and without
files beside the notebook. ``docs/decisions/0093-publish-from-python.md`` says why.
"""

import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from topopress.api.paths import shown_path
from topopress.pages.site.held import held_files, scripts_of, style_elements

LARGEST = 2_500_000
"""Characters of an output at most: Jupyter's server cuts off 3 MB within three seconds."""
HEIGHT = 760
_EXPLORER = re.compile(r'<script [^>]*id="topo-manifest">.*?</section>', re.DOTALL)
_OPENING = re.compile(r"<html [^>]*>")
_ALONE = (
    ".explorer { margin: 0; border: 0; padding: 0.75rem 0.5rem }"
    ".no-viewer, .layer-nav:has(> :only-child) { display: none }"
)
"""The explorer without a page around it; one layer needs no list of layers."""
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'"
)


def notebook_html(site: Path, name: str) -> str:
    """Return the HTML of a cell's output: the explorer, and where the site is.

    The graph is a still drawing where the explorer is larger than ``LARGEST``.

    Args:
        site: Folder of the site.
        name: Name of the exploration in addresses.
    """
    page = site / name / "index.html"
    if not page.is_file():
        return f"<p>{html.escape(shown_path(page))} is not there any more.</p>"
    text = page.read_text("utf-8")
    explorer = _EXPLORER.search(text)
    if explorer is None:
        return _below(page, "The template of the page has no explorer to show here. ")
    files = _files(site, name)
    shown = _frame(_document(files, name, text, explorer[0], live=True))
    if len(shown) <= LARGEST:
        return shown + _below(page, "")
    size = f"The explorer has {len(shown) / 1e6:.1f} MB, more than a notebook takes at once. "
    return _frame(_document(files, name, text, explorer[0], live=False)) + _below(page, size)


def _frame(document: str) -> str:
    return (
        f'<iframe title="Explorer" srcdoc="{html.escape(document)}" '
        # A reader can save figures; the frame has nothing else of the notebook.
        'sandbox="allow-scripts allow-downloads" '
        f'style="width: 100%; height: {HEIGHT}px; border: 0"></iframe>'
    )


def _below(page: Path, before: str) -> str:
    """Return where the page is; no link, because Jupyter blocks scripts in the files it serves."""
    folder = html.escape(shown_path(page.parent.parent))
    return (
        f"<p>{before}The whole site is in <code>{folder}</code>; its method <code>open()</code> "
        "shows it in a browser.</p>"
    )


def _document(
    files: Mapping[str, bytes], name: str, page: str, explorer: str, *, live: bool
) -> str:
    """Return a page of the explorer alone, with everything in it: live, or a still drawing."""
    opening = _OPENING.search(page)
    return "\n".join(
        [
            f'<!doctype html>{opening[0] if opening else "<html>"}<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            f'<meta name="color-scheme" content="light dark"><style>{style_elements(files, page)}',
            f'{_ALONE}</style></head><body class="exploration">',
            f'<main id="content">{explorer}</main>',
            *(_files_and_scripts(files, name, page) if live else ()),
            "</body></html>",
        ]
    )


def _files_and_scripts(files: Mapping[str, bytes], name: str, page: str) -> Iterator[str]:
    yield from held_files(files, name)
    for code in scripts_of(files, page):
        yield f"<script>{code}</script>"


def _files(site: Path, name: str) -> dict[str, bytes]:
    """Return the files that the explorer is made of, by their paths below the site."""
    found = (file for folder in ("assets", name) for file in (site / folder).rglob("*"))
    return {
        file.relative_to(site).as_posix(): file.read_bytes() for file in found if file.is_file()
    }
