"""A real Chromium, and the built sites it looks at, over http and from file://."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    sync_playwright,
)

from install_browser import find_browser
from live_fixture import write_live
from static_server import served
from viewer_fixture import opened, write_fixture

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
WATCH = """
window.__violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.__violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass
class Watched:
    """A page and everything it must not do."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def problems(self, origin: str) -> list[str]:
        """Return console errors, policy violations and requests to other origins."""
        violations = self.page.evaluate("window.__violations")
        foreign = [url for url in self.requests if not url.startswith((origin, "data:", "blob:"))]
        return [*self.errors, *violations, *foreign]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver; a process can have one, so the browser is looked for before it starts."""
    find_browser()
    with sync_playwright() as driver:
        yield driver


@contextmanager
def launched(driver: Playwright, *extra: str) -> Iterator[Browser]:
    """Start the Chromium that ``install_browser`` finds."""
    path = find_browser()
    assert path, "no Chromium; run python tests/install_browser.py"
    browser = driver.chromium.launch(executable_path=path, args=[*ARGUMENTS, *extra])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all tests."""
    with launched(playwright) as browser:
        yield browser


@pytest.fixture(scope="session")
def browser_without_3d(playwright: Playwright) -> Iterator[Browser]:
    """A browser such as a machine without a graphics processor has: neither WebGL nor WebGPU."""
    with launched(playwright, "--disable-3d-apis") as browser:
        yield browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile at desktop width."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context
    context.close()


def watched_page(context: BrowserContext) -> Watched:
    """Open a page whose every error and request is noted."""
    page = context.new_page()
    watched = Watched(page)
    page.add_init_script(WATCH)
    page.on("request", lambda request: watched.requests.append(request.url))
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    page.on("requestfailed", lambda request: watched.errors.append(f"failed: {request.url}"))
    page.on("console", lambda message: _note(message, watched.errors))
    return watched


def _note(message: ConsoleMessage, errors: list[str]) -> None:
    if message.type in ("error", "warning"):
        errors.append(message.text)


@pytest.fixture
def watch(context: BrowserContext) -> Callable[[], Watched]:
    """Open pages whose every error and request is noted."""
    return lambda: watched_page(context)


@pytest.fixture
def watch_without_3d(browser_without_3d: Browser) -> Iterator[Callable[[], Watched]]:
    """The same in a browser without WebGL."""
    context = browser_without_3d.new_context(viewport={"width": 1280, "height": 800})
    yield lambda: watched_page(context)
    context.close()


@pytest.fixture(scope="session")
def http_site(small_site: Path) -> Iterator[str]:
    """The address of the small site on a plain static server."""
    with served(small_site) as address:
        yield address


@pytest.fixture(params=["http", "file"])
def site_address(request: pytest.FixtureRequest, small_site: Path) -> str:
    """The small site over http, then by double click."""
    if request.param == "http":
        return str(request.getfixturevalue("http_site"))
    return small_site.as_uri() + "/"


@pytest.fixture(scope="session")
def exploration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the synthetic exploration."""
    return write_fixture(tmp_path_factory.mktemp("viewer"))


@pytest.fixture
def watched(watch: Callable[[], Watched]) -> Watched:
    """A page whose every error and request is noted."""
    return watch()


@pytest.fixture
def page(watched: Watched, exploration: Path) -> Iterator[Page]:
    """The synthetic exploration, opened, and in the end without a problem."""
    page = watched.page
    opened(page, exploration)
    yield page
    assert watched.problems(exploration.parents[1].as_uri()) == []


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """A page that the tasks of a module share, each at an address of its own."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def at(tab: Page, exploration: Path) -> Callable[..., Page]:
    """Open a view; the keyboard is then in the graph, as the address has a view."""

    def visit(fragment: str = "#layer=block10") -> Page:
        tab.goto("about:blank")
        return opened(tab, exploration, fragment)

    return visit


@pytest.fixture(scope="session")
def live_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose graphs can be changed on the page, and one whose graph cannot."""
    return write_live(tmp_path_factory.mktemp("live"))


@pytest.fixture
def at_live(tab: Page, live_site: Path) -> Callable[[str], Page]:
    """Open a view of the exploration whose graphs can be changed."""

    def visit(fragment: str) -> Page:
        tab.goto("about:blank")
        return opened(tab, live_site / "ring/index.html", fragment)

    return visit
