"""How long work tells where it stands.

A stage receives a ``Progress`` and says how many items are done; the command line shows them
with an estimate of the time left. ``SILENT`` is for tests and for callers that do not care.
"""

from typing import Protocol


class Progress(Protocol):
    """Receives news of one piece of long work."""

    def start(self, what: str, total: int, within: float | None = None) -> None:
        """Begin a piece of work.

        Args:
            what: Names it for people.
            total: Number of items.
            within: Seconds after which no item is begun any more; None if there is no such limit.
        """

    def advance(self, items: int = 1) -> None:
        """Say that so many more items are done."""

    def skip(self, items: int) -> None:
        """Say that so many items will not be done."""

    def finish(self) -> None:
        """End the piece of work."""


class _Silent:
    def start(self, what: str, total: int, within: float | None = None) -> None:
        pass

    def advance(self, items: int = 1) -> None:
        pass

    def skip(self, items: int) -> None:
        pass

    def finish(self) -> None:
        pass


SILENT: Progress = _Silent()
