"""One line that says how far a build is: on a terminal, in a notebook's cell, or nowhere."""

import importlib
import shutil
import sys
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Any

from topopress.core.terminal import escaped


class Line(ABC):
    """A line that changes, above which texts can stay.

    Attributes:
        live: Whether the line can be written again.
        refresh_seconds: Time that passes at least between two states.
    """

    live = True
    refresh_seconds = 0.1

    @abstractmethod
    def show(self, text: str) -> None:
        """Replace the line; an empty text removes it."""

    @abstractmethod
    def say(self, text: str) -> None:
        """Remove the line and write a text that stays."""


class TerminalLine(Line):
    """A line of the standard error; where that is no terminal, only what stays is written."""

    def __init__(self, live: bool | None = None) -> None:
        self.live = sys.stderr.isatty() if live is None else live
        self._length = 0

    def show(self, text: str) -> None:
        """Replace the line; spaces cover the rest of a longer one."""
        if not self.live or not (text or self._length):
            return
        shown = text[: shutil.get_terminal_size().columns - 1]
        _write(f"\r{shown.ljust(self._length)}" if shown else f"\r{' ' * self._length}\r")
        self._length = len(shown)

    def say(self, text: str) -> None:
        """Remove the line and write a text that stays."""
        self.show("")
        _write(f"{escaped(text)}\n")


class NotebookLine(Line):
    """An output of the cell that is replaced, so that a stored notebook has the last one only."""

    refresh_seconds = 0.5

    def __init__(self) -> None:
        self._handle: Any = None
        self._said: list[str] = []

    def show(self, text: str) -> None:
        """Replace the output: what stays, and the line."""
        if not text and self._handle is None:
            return
        bundle = {"text/plain": "\n".join([*self._said, *filter(None, [text])])}
        if self._handle is None:
            display = importlib.import_module("IPython.display").display
            self._handle = display(bundle, raw=True, display_id=True)
        else:
            self._handle.update(bundle, raw=True)

    def say(self, text: str) -> None:
        """Add a text that stays, in place of the line."""
        self.show(text)
        self._said.append(text)


class NoLine(Line):
    """Nothing is shown."""

    def show(self, text: str) -> None:
        """Show nothing."""

    def say(self, text: str) -> None:
        """Show nothing."""


def line_of_process() -> Line:
    """Return the line of this process: that of a notebook's kernel, or that of a terminal."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return NotebookLine() if hasattr(shell, "kernel") else TerminalLine()


def _write(text: str) -> None:
    with suppress(OSError, ValueError):  # the stream is closed
        sys.stderr.write(text)
        sys.stderr.flush()
