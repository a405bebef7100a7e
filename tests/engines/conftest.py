"""Firefox and WebKit, where this machine has them; Chromium has tests/browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engines.firefox import Firefox, find_firefox, firefox
from engines.webkit import WebKit, find_webkit, webkit
from static_server import served
from viewer_fixture import write_fixture

WIDTH, HEIGHT = 1280, 800


@pytest.fixture(scope="session")
def page_of_explorer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the synthetic exploration."""
    return write_fixture(tmp_path_factory.mktemp("engines"))


@pytest.fixture(scope="session", params=["firefox", "webkit"])
def engine(request: pytest.FixtureRequest) -> Iterator[Firefox | WebKit]:
    """A browser engine, started once."""
    if request.param == "firefox":
        path = find_firefox()
        if path is None:
            pytest.skip("no Firefox here; Debian's package is firefox-esr")
        started = firefox(path)
    else:
        found = find_webkit()
        if found is None:
            pytest.skip("no WebKit here; Debian's packages are webkit2gtk-driver and xvfb")
        started = webkit(*found)
    with started as page:
        page.size(WIDTH, HEIGHT)
        yield page


@pytest.fixture(scope="session", params=["file", "http"])
def address(request: pytest.FixtureRequest, page_of_explorer: Path) -> Iterator[str]:
    """The address of the exploration: by double click, then over http."""
    if request.param == "file":
        yield page_of_explorer.as_uri()
        return
    with served(page_of_explorer.parents[1]) as root:
        yield f"{root}synthetic/index.html"
