"""Make sure that the browser tests find a Chromium or Chrome; install one where there is none.

Tried in turn: the browsers that are there, Debian's package (as root), Playwright's own download.
Fails with a clear message if all fail: browser tests are never skipped in silence.
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


@cache
def find_browser() -> str | None:
    """Return the path of a browser: $CHROMIUM, one on the PATH, or Playwright's own."""
    there = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES), *PLACES]
    found = next((path for path in there if path and Path(path).is_file()), None)
    return found or _playwrights()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def _install_debian() -> bool:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = (["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", "chromium"])
    return all(
        subprocess.run(step, env=environment, stdout=subprocess.DEVNULL, check=False).returncode
        == 0
        for step in steps
    )


def _install_playwrights() -> bool:
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, check=False).returncode == 0


def main() -> int:
    """Find or install a browser; return the exit status."""
    for install in (lambda: True, _install_debian, _install_playwrights):
        find_browser.cache_clear()
        if install() and find_browser():
            return 0
    sys.stderr.write(
        "error: the browser tests need Chromium or Chrome and none could be installed; "
        "install one and run make test again, or name it: CHROMIUM=/path/to/chrome make test\n"
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
