"""Progress reporting for long-running stages.

A stage reports the number of finished items to a ``Progress``; the command line shows it with an
estimate of the time left.
"""


class Progress:
    """Receives the progress of one task at a time. This base class ignores it."""

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


SILENT = Progress()
