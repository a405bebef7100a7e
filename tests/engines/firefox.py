"""Firefox, driven over WebDriver BiDi: https://w3c.github.io/webdriver-bidi/.

Firefox speaks it without a further program. What is here are the few commands that the tests need.
"""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import websocket

NAMES = ("firefox-esr", "firefox")
SECONDS = 60.0
_LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


def find_firefox() -> str | None:
    """Return the path of a Firefox."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Firefox:
    """One tab of Firefox."""

    name = "firefox"

    def __init__(self, address: str) -> None:
        """Connect to the address that Firefox has printed."""
        self._socket = websocket.create_connection(
            f"{address}/session", timeout=SECONDS, suppress_origin=True
        )
        self._numbers = count(1)
        self._said: list[str] = []
        self._do("session.new", capabilities={})
        self._do("session.subscribe", events=["log.entryAdded"])
        self._tab = self._do("browsingContext.create", type="tab")["context"]

    def size(self, width: int, height: int) -> None:
        """Give the page this many CSS pixels."""
        viewport = {"width": width, "height": height}
        self._do("browsingContext.setViewport", context=self._tab, viewport=viewport)

    def open(self, url: str) -> None:
        """Load a page; what an earlier one said is forgotten."""
        for each in ("about:blank", url):
            self._do("browsingContext.navigate", context=self._tab, url=each, wait="complete")
            if each == "about:blank":
                self._said.clear()

    def evaluate(self, expression: str) -> object:
        """Return the value of an expression that JSON can state."""
        answer = self._do(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": self._tab},
            awaitPromise=True,
        )
        if answer["type"] != "success":
            raise AssertionError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def move(self, x: float, y: float) -> None:
        """Move the mouse to a place of the window, in CSS pixels."""
        self._point({"type": "pointerMove", "x": round(x), "y": round(y)})

    def click(self, x: float, y: float) -> None:
        """Move the mouse to a place of the window, in CSS pixels, and press it."""
        self.move(x, y)
        self._point(*({"type": f"pointer{way}", "button": 0} for way in ("Down", "Up")))

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, as WebDriver writes them."""
        actions = [{"type": f"key{way}", "value": key} for key in keys for way in ("Down", "Up")]
        self._act({"type": "key", "id": "keyboard", "actions": actions})

    def said(self) -> list[str]:
        """Return the warnings and errors of the console since the page was opened."""
        self.evaluate("1")
        return list(self._said)

    def close(self) -> None:
        """End the session."""
        self._do("session.end")
        self._socket.close()

    def _point(self, *actions: dict[str, object]) -> None:
        self._act({"type": "pointer", "id": "mouse", "actions": list(actions)})

    def _act(self, actions: dict[str, object]) -> None:
        self._do("input.performActions", context=self._tab, actions=[actions])

    def _do(self, method: str, **params: object) -> dict:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == number:
                break
            self._note(answer)
        if answer["type"] == "error":
            raise AssertionError(f"{method}: {answer['error']}: {answer['message']}")
        return answer["result"]

    def _note(self, event: dict) -> None:
        entry = event.get("params", {})
        if event.get("method") == "log.entryAdded" and entry["level"] in ("warn", "error"):
            self._said.append(entry["text"])


@contextmanager
def firefox(path: str) -> Iterator[Firefox]:
    """Start a Firefox with a profile of its own; it ends with the block."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [path, "--headless", "--no-remote", "--profile", profile]
        process = subprocess.Popen(
            [*command, "--remote-debugging-port", "0"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stderr is not None
            found = filter(None, map(_LISTENS.search, process.stderr))
            page = Firefox(next(found)[1])
            yield page
            page.close()
        finally:
            process.kill()
            process.communicate()
