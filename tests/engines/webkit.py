"""WebKit, as GTK's MiniBrowser has it, driven by WebKitWebDriver on a display of its own."""

import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver import ActionChains, WebKitGTK
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

# The console cannot be read through WebDriver: the page keeps what it is told itself.
_LISTEN = """
(window.__said ??= [], window.onerror = (text) => { window.__said.push(String(text)); }, 1)
"""


def find_webkit() -> tuple[str, str, str] | None:
    """Return the paths of the driver, the browser and a display server."""
    places = Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")
    browser = next((str(path) for path in sorted(places, reverse=True)), None)
    found = (shutil.which("WebKitWebDriver"), browser, shutil.which("Xvfb"))
    return found if all(found) else None


class WebKit:
    """One window of WebKit. It is at least 500 pixels wide."""

    name = "webkit"

    def __init__(self, driver: WebKitGTK) -> None:
        """Take a started browser."""
        self._driver = driver

    def size(self, width: int, height: int) -> None:
        """Give the page this many CSS pixels, as near as the window can."""
        self._driver.set_window_size(width, height)
        inner = self.evaluate("[innerWidth, innerHeight]")
        self._driver.set_window_size(2 * width - inner[0], 2 * height - inner[1])

    def open(self, url: str) -> None:
        """Load a page."""
        self._driver.get("about:blank")
        self._driver.get(url)
        self.evaluate(_LISTEN)

    def evaluate(self, expression: str):
        """Return the value of an expression that JSON can state."""
        return self._driver.execute_script(f"return {expression.strip()}")

    def move(self, x: float, y: float) -> None:
        """Move the mouse to a place of the window, in CSS pixels."""
        chain = ActionChains(self._driver, duration=0)
        chain.w3c_actions.pointer_action.move_to_location(round(x), round(y))
        chain.perform()

    def click(self, x: float, y: float) -> None:
        """Move the mouse to a place of the window, in CSS pixels, and press it."""
        self.move(x, y)
        ActionChains(self._driver, duration=0).click().perform()

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, as WebDriver writes them."""
        ActionChains(self._driver).send_keys(*keys).perform()

    def said(self) -> list[str]:
        """Return the errors that reached the page since it was loaded."""
        return list(self.evaluate("window.__said"))


@contextmanager
def webkit(driver: str, browser: str, display: str) -> Iterator[WebKit]:
    """Start a WebKit on a display of its own; both end with the block."""
    with _displayed(display) as number:
        options = Options()
        options.binary_location = browser
        options.add_argument("--automation")
        # Root has no sandbox; without a graphics processor nothing is composited.
        asked = {
            "DISPLAY": number,
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        }
        service = Service(executable_path=driver, env={**os.environ, **asked})
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            started = WebKitGTK(options=options, service=service)  # it warns of its own code
        try:
            yield WebKit(started)
        finally:
            started.quit()


@contextmanager
def _displayed(server: str) -> Iterator[str]:
    reading, writing = os.pipe()
    command = [
        server,
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1600x1200x24",
        "-nolisten",
        "tcp",
    ]
    process = subprocess.Popen(
        command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            yield f":{said.readline().strip()}"
    finally:
        process.kill()
        process.wait()
