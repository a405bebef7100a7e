"""Progress reporting for long-running stages.

A stage reports the number of finished items to a ``Progress``; the command line shows it with an
estimate of the time left. ``SILENT`` ignores all reports.
"""

from typing import Protocol


class Progress(Protocol):
    """Receives the progress of one task at a time."""

    def start(self, what: str, total: int, within: float | None = None) -> None:
        """Start a task.

        Args:
            what: Readable name of the task.
            total: Number of items.
            within: Seconds after which no further item starts; None for no limit.
        """

    def advance(self, items: int = 1) -> None:
        """Report that more items are done."""

    def skip(self, items: int) -> None:
        """Report that items will not be done."""

    def finish(self) -> None:
        """End the task."""


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
