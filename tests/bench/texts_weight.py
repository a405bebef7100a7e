"""What an exploration of 5,000 words in seven layers weighs: whole on disk, and at first view."""

import tempfile
from collections import Counter
from pathlib import Path

from chromium import chromium
from pages import DESKTOP, visit
from tables import table
from texts_site import HIDDEN, build, write_site

from static_server import Gzipping, served
from topopress.bundle.packing import read_header

SENTENCES, LIMIT = 2_000, 5_000
PAGE = "words/index.html"


def weights(site: Path) -> Counter[str]:
    """Return the bytes of a site on disk, chunks by their kind and other files by their ending."""
    found: Counter[str] = Counter()
    for path in site.rglob("*"):
        if path.is_file():
            is_chunk = path.parent.name == "data" and path.suffix == ".js"
            kind = f"chunks: {read_header(path.read_bytes())['kind']}" if is_chunk else path.suffix
            found[kind or "other"] += path.stat().st_size
    return found


def first_view(site: Path) -> tuple[int, int]:
    """Return the bytes, gzipped, and the requests until the graph can be used."""
    with served(site, Gzipping) as root, chromium() as browser:
        figures, _ = visit(browser, root + PAGE, DESKTOP, throttled=False)
    return figures["bytes"], figures["requests"]


def report() -> str:
    """Build the exploration and weigh it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_site(root, SENTENCES, LIMIT, HIDDEN)
        build(root)
        found = weights(root / "public")
        size, requests = first_view(root / "public")
    rows = [[kind, f"{count / 1e3:,.0f}"] for kind, count in found.most_common()]
    total = f"{sum(found.values()) / 1e6:.2f}"
    return (
        f"{total} MB on disk; {size / 1e3:,.0f} KB in {requests} requests before the first view "
        f"is usable, gzipped.\n\n{table(['files', 'KB on disk'], rows)}"
    )
