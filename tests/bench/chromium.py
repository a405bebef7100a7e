"""The browser that the benchmarks measure in."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from install_browser import find_browser

# As in tests/browser: nothing that talks to the network by itself, and no GPU.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@contextmanager
def chromium(*extra: str) -> Iterator[Browser]:
    """Start the Chromium that the tests use; it ends with the block."""
    path = find_browser()
    if path is None:
        raise SystemExit("no Chromium; run python tests/install_browser.py")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *extra])
        try:
            yield browser
        finally:
            browser.close()
