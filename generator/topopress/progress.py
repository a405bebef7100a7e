"""How long work tells where it stands.

A stage receives a ``Progress`` and says how many items are done; the command line shows them
with an estimate of the time left. ``SILENT`` is for tests and for callers that do not care.
"""

from typing import Protocol


class Progress(Protocol):
    """Receives news of one piece of long work."""

    def start(self, what: str, total: int) -> None:
        """Begin a piece of work of ``total`` items; ``what`` names it for people."""

    def advance(self, items: int = 1) -> None:
        """Say that so many more items are done."""

    def finish(self) -> None:
        """End the piece of work."""


class _Silent:
    def start(self, what: str, total: int) -> None:
        pass

    def advance(self, items: int = 1) -> None:
        pass

    def finish(self) -> None:
        pass


SILENT: Progress = _Silent()
