"""A line that changes, on a terminal or in the output of a notebook's cell."""

import importlib
import sys
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Any

LONGEST = 78


class Line(ABC):
    """Shows how far something is; ``refresh_seconds`` pass at least between two states."""

    refresh_seconds = 0.2

    @abstractmethod
    def show(self, text: str) -> None:
        """Replace the line."""

    @abstractmethod
    def end(self, text: str) -> None:
        """Remove the line, and write a text in its place, which may be empty."""


class TerminalLine(Line):
    """A line of the standard error; where that is no terminal, only the text at the end."""

    def __init__(self) -> None:
        self._length = 0

    def show(self, text: str) -> None:
        """Replace the line; spaces cover the rest of a longer one."""
        if sys.stderr.isatty():
            padded = text.ljust(self._length)
            self._length = len(text)
            self._write(f"\r{padded}")

    def end(self, text: str) -> None:
        """Remove the line, and write a text in its place."""
        if self._length:
            self._write(f"\r{' ' * self._length}\r")
        self._write(f"{text}\n" if text else "")

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):  # the stream is closed
            sys.stderr.write(text)
            sys.stderr.flush()


class NotebookLine(Line):
    """An output of the cell that is replaced, so that a stored notebook has the last one only."""

    refresh_seconds = 0.5

    def __init__(self) -> None:
        self._handle: Any = None

    def show(self, text: str) -> None:
        """Replace the output."""
        bundle = {"text/plain": text}
        if self._handle is None:
            display = importlib.import_module("IPython.display").display
            self._handle = display(bundle, raw=True, display_id=True)
        else:
            self._handle.update(bundle, raw=True)

    def end(self, text: str) -> None:
        """Replace the output by a text."""
        if text or self._handle is not None:
            self.show(text)


class NoLine(Line):
    """Nothing is shown."""

    def show(self, text: str) -> None:
        """Show nothing."""

    def end(self, text: str) -> None:
        """Show nothing."""


def line_of_process(*, quiet: bool) -> Line:
    """Return the line of this process: that of a notebook's kernel, or that of a terminal."""
    if quiet:
        return NoLine()
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return NotebookLine() if hasattr(shell, "kernel") else TerminalLine()
