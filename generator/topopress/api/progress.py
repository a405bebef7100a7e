"""One line that says how far a build is, on a terminal or in a notebook."""

import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TextIO

from topopress.core.progress import Progress
from topopress.store.actions import Action

REFRESH_SECONDS = 0.2
LONGEST = 78


def in_notebook() -> bool:
    """Return whether this process is the kernel of a notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return hasattr(shell, "kernel")


@dataclass(slots=True)
class OneLine(Progress):
    """A line that changes while a build runs; a summary and the notices after it.

    In a notebook it is written to the standard output, which is not marked as an error there, else
    to the standard error. Where that is neither a terminal nor a notebook, only the summary and
    the notices are written.
    """

    quiet: bool = False
    notices: list[str] = field(default_factory=list)
    _stream: TextIO = field(init=False)
    _live: bool = field(init=False)
    _began: float = field(default_factory=time.monotonic)
    _drawn: float = 0.0
    _length: int = 0
    _stage: str = ""
    _task: str = ""
    _total: int = 0
    _done: int = 0

    def __post_init__(self) -> None:
        """Choose where to write."""
        notebook = in_notebook()
        self._stream = sys.stdout if notebook else sys.stderr
        self._live = not self.quiet and (notebook or self._stream.isatty())

    def reused(self, action: Action) -> None:
        """Pass over a stage whose result is in the store."""

    def runs(self, action: Action, reason: str) -> None:
        """Show the stage that runs."""
        self._stage, self._task = str(action), ""
        self._draw()

    def notice(self, message: str) -> None:
        """Keep a message for the end."""
        self.notices.append(message)

    def start(self, what: str, total: int, within: float | None = None) -> None:
        """Show a task of the stage."""
        self._task, self._total, self._done = what, total, 0
        self._draw()

    def advance(self, items: int = 1) -> None:
        """Count finished items."""
        self._done += items
        self._draw()

    def skip(self, items: int) -> None:
        """Remove items from the total."""
        self._total -= items

    def finish(self) -> None:
        """End the task."""
        self._task = ""

    def close(self, summary: str = "") -> None:
        """Remove the line; write the summary and the notices, if there are any."""
        self._write("")
        if self.quiet or not summary:
            return
        for line in (summary, *(f"note: {notice}" for notice in self.notices)):
            print(line, file=self._stream)
        self._stream.flush()

    @property
    def seconds(self) -> float:
        """Seconds since the build began."""
        return time.monotonic() - self._began

    def _draw(self) -> None:
        now = time.monotonic()
        if now - self._drawn < REFRESH_SECONDS:
            return
        self._drawn = now
        task = f": {self._task} {self._done}/{self._total}" if self._task else ""
        self._write(f"{self.seconds:.0f} s, {self._stage}{task}"[:LONGEST])

    def _write(self, line: str) -> None:
        """Replace the line; spaces cover the rest of a longer one. Notebooks erase nothing."""
        if not self._live or not (line or self._length):
            return
        padded = line.ljust(self._length)
        self._length = len(line)
        with suppress(OSError, ValueError):  # the stream is closed
            self._stream.write(f"\r{padded}" if line else f"\r{padded}\r")
            self._stream.flush()
