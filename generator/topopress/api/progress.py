"""How far a build is, as one line: the listener and the progress of ``topopress.publish``."""

import time
from dataclasses import dataclass, field

from topopress.api.one_line import LONGEST, Line
from topopress.core.progress import Progress
from topopress.store.actions import Action


@dataclass(slots=True)
class LineProgress(Progress):
    """Shows the stage that runs, and keeps the notices for the end."""

    line: Line
    exploration: str
    notices: list[str] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)
    _drawn: float = 0.0
    _stage: str = ""
    _task: str = ""
    _total: int = 0
    _done: int = 0

    def reused(self, action: Action) -> None:
        """Pass over a stage whose result is in the store."""

    def runs(self, action: Action, reason: str) -> None:
        """Show the stage that runs."""
        self._stage, self._task = str(action), ""
        self._draw()

    def notice(self, message: str) -> None:
        """Keep a message for the end, without the name of the only exploration."""
        prefixes = (f"{self.exploration}, ", f"{self.exploration}: ")
        of_it = next((each for each in prefixes if message.startswith(each)), "")
        self.notices.append(message.removeprefix(of_it))

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
        """Replace the line by the summary and the notices; by nothing without a summary."""
        notes = [f"note: {notice}" for notice in self.notices]
        self.line.end("\n".join([summary, *notes]) if summary else "")

    @property
    def seconds(self) -> float:
        """Seconds since the build began."""
        return time.monotonic() - self._began

    def _draw(self) -> None:
        now = time.monotonic()
        if now - self._drawn < self.line.refresh_seconds:
            return
        self._drawn = now
        task = f": {self._task} {self._done}/{self._total}" if self._task else ""
        self.line.show(f"{self.seconds:.0f} s, {self._stage}{task}"[:LONGEST])
