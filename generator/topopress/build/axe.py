"""Accessibility of the built pages by axe-core, in a browser that is there.

axe-core is not part of Topopress: it has a licence of its own (MPL-2.0) and half a megabyte, and is
of use only where there is a browser. It comes with the extra ``topopress[axe]``, or from npm.
"""

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topopress.build.problems import SiteFiles
from topopress.core.counted import counted
from topopress.core.errors import ResourceError
from topopress.core.problems import Problem

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

INSTALL = "pip install 'topopress[axe]'"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SCHEMES = ("light", "dark")
SERIOUS = {"serious", "critical"}
FROM_NPM = "node_modules/axe-core/axe.min.js"
_SETTLED = """() => document.readyState === 'complete' && (
  !document.querySelector('#explorer') || document.documentElement.matches('.has-viewer'))"""
_SECONDS = 30


def axe_problems(site: SiteFiles, root: Path) -> list[Problem]:
    """Return what axe finds on the pages of a site, in light and in dark.

    Raises:
        ResourceError: axe-core, playwright or a browser is not there.
    """
    script = _axe_script(root).read_text("utf-8")
    if find_spec("playwright") is None:
        raise ResourceError(f"--axe: needs playwright, which is not installed; {INSTALL}")
    from playwright.sync_api import Error, sync_playwright

    pages = [path for path in site.files if path.endswith(".html")]

    def looked_at() -> list[Problem]:
        with sync_playwright() as driver:
            try:
                browser = _launched(driver)
            except Error as error:
                said = error.message
                raise ResourceError(f"--axe: the browser does not start: {said}") from error
            return [one for path in pages for one in _of_page(browser, site, path, script)]

    # In a thread of its own: Playwright refuses one with an event loop, as that of a notebook has.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(looked_at).result()


def _axe_script(root: Path) -> Path:
    """Return the file of axe-core: of npm in the project, or of the extra."""
    package = find_spec("axe_playwright_python")
    folders = (package.submodule_search_locations or []) if package else []
    places = [root / FROM_NPM, *(Path(folder) / "axe.min.js" for folder in folders)]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise ResourceError(f"--axe: axe-core is not there; {INSTALL}, or npm install axe-core")
    return found


def _launched(driver: "Playwright") -> "Browser":
    there = [os.environ.get("CHROMIUM"), *map(shutil.which, BROWSERS)]
    found = next((path for path in there if path and Path(path).is_file()), None)
    own = driver.chromium.executable_path
    if found is None and not Path(own).is_file():
        raise ResourceError(
            "--axe: there is no Chromium or Chrome; install one, run `playwright install "
            "chromium`, or name one in the environment variable CHROMIUM"
        )
    return driver.chromium.launch(executable_path=found or own)


def _of_page(browser: "Browser", site: SiteFiles, path: str, script: str) -> Iterator[Problem]:
    seen = set[str]()
    for scheme in SCHEMES:
        for found in _violations(browser, (site.folder / path).resolve().as_uri(), scheme, script):
            name, nodes = found["id"], found["nodes"]
            if name not in seen:
                seen.add(name)
                yield Problem(
                    f"{site.shown}/{path}",
                    f"{name}: {found['help']} ({counted(len(nodes), 'element')}, {scheme} theme, "
                    f"first {_target(nodes[0])}); {found['helpUrl'].partition('?')[0]}",
                    "axe",
                    severity="error" if found["impact"] in SERIOUS else "notice",
                )


def _violations(browser: "Browser", address: str, scheme: Any, script: str) -> list[dict[str, Any]]:  # noqa: ANN401 - one of SCHEMES
    from playwright.sync_api import Error

    context = browser.new_context(bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    try:
        page = context.new_page()
        page.goto(address)
        page.wait_for_function(_SETTLED, timeout=_SECONDS * 1000)
        page.evaluate(script)
        found: list[dict[str, Any]] = page.evaluate("axe.run()")["violations"]
    except Error as error:
        raise ResourceError(f"--axe: {address}: {error.message}") from error
    finally:
        context.close()
    return found


def _target(node: dict[str, Any]) -> str:
    return " ".join(map(str, node["target"]))
