"""What a build says while it runs, to a terminal, a log or a notebook."""

import math
import time
from dataclasses import dataclass, field
from typing import Self

from topopress.core.progress import Progress
from topopress.stage.estimate import summary
from topopress.stage.forecast import Forecast
from topopress.stage.line import Line, line_of_process

WIDTH = 24
_OWN_CODE = {"own-network": "network", "own-samples": "samples"}
"""What an author's code makes, by the name of the stage that runs it."""
LONG_SECONDS = 10.0
"""A task that takes less is not worth a line that stays."""
LONGEST_TASKS = 5
"""Tasks that a summary names at most."""


@dataclass(slots=True)
class BuildReport(Progress):
    """The listener and the progress of a build: one line that changes, and notes that stay.

    The line names the stage and the layer, counts items, and estimates the time left from the mean
    time per item, limited to the allowed time. Where no line can change, a task that took long
    leaves one of its own. Left as a context manager, the report removes its line.

    Attributes:
        line: Where it is shown.
        explain: Say of each stage why it runs or is reused.
        only: The exploration where there is one only; notes do not name it.
        workers: Processes that compute.
        n_reused: Stages whose result was in the store.
        n_ran: Stages that ran.
        trusted: Explorations whose author's code was not run, and what that code makes.
        notices: What an author should know.
        spent: Seconds of each task, by what it does; of all layers together.
    """

    line: Line = field(default_factory=line_of_process)
    explain: bool = False
    only: str = ""
    workers: int = 1
    n_reused: int = 0
    n_ran: int = 0
    trusted: list[tuple[str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    spent: dict[str, float] = field(default_factory=dict)
    _ran: set[str] = field(default_factory=set)
    _item: str = ""
    _what: str = ""
    _total: int = 0
    _within: float | None = None
    _done: int = 0
    _began: float = 0.0
    _drawn: float = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the line that changes, before a summary or an error is printed."""
        self.line.show("")

    def expects(self, forecast: Forecast) -> None:
        """Say about how long the build takes, unless there is nothing to compute."""
        if forecast.open:
            self.line.say(f"  {summary(forecast, self.workers)}")

    def reused(self, action: object) -> None:
        """Count a reused stage, unless a process has computed it in this build."""
        if getattr(action, "key", None) in self._ran:
            return
        self.n_reused += 1
        if made := _OWN_CODE.get(getattr(action, "stage", "")):
            self.trusted.append((getattr(action, "item", ""), made))
        if self.explain:
            self.line.say(f"  reused  {_name(action)}")

    def runs(self, action: object, reason: str) -> None:
        """Count a stage that runs, and show its name."""
        self.n_ran += 1
        self._ran.add(getattr(action, "key", ""))
        self._item = getattr(action, "item", "")
        if self.explain:
            self.line.say(f"  runs    {_name(action)}: {reason}")
        self.line.show(f"  {self._item}: {getattr(action, 'stage', '')}")

    def notice(self, message: str) -> None:
        """Print a note for the author."""
        prefixes = (f"{self.only}, ", f"{self.only}: ") if self.only else ()
        named = next((each for each in prefixes if message.startswith(each)), "")
        self.notices.append(message.removeprefix(named))
        self.line.say(f"  note: {self.notices[-1]}")

    def start(self, what: str, total: int, within: float | None = None) -> None:
        """Start a task."""
        self._what, self._total, self._within, self._done = what, total, within, 0
        self._began, self._drawn = time.monotonic(), 0.0
        self._draw()

    def advance(self, items: int = 1) -> None:
        """Count finished items and show the time left."""
        self._done += items
        self._draw()

    def skip(self, items: int) -> None:
        """Remove items from the total."""
        self._total -= items
        self._draw()

    def finish(self) -> None:
        """End the task; without a line that changes, say so if it took long."""
        taken = time.monotonic() - self._began
        self.spent[self._what] = self.spent.get(self._what, 0.0) + taken
        if not self.line.live and taken >= LONG_SECONDS:
            self.line.say(f"  {self._named()}: {self._done} in {duration(taken)}")
        self.line.show("")

    def longest(self) -> str:
        """Return the tasks that took longest, with their times; empty if none took long."""
        tasks = sorted(self.spent.items(), key=lambda task: -task[1])[:LONGEST_TASKS]
        return ", ".join(f"{what} {duration(s)}" for what, s in tasks if s >= LONG_SECONDS)

    def _named(self) -> str:
        return f"{self._item}: {self._what}" if self._item else self._what

    def _draw(self) -> None:
        now = time.monotonic()
        if not self.line.live or now - self._drawn < self.line.refresh_seconds:
            return
        self._drawn = now
        share = self._done / self._total if self._total else 1.0
        bar = "█" * round(share * WIDTH) + "·" * (WIDTH - round(share * WIDTH))
        self.line.show(f"  {self._named()} {bar} {self._done}/{self._total}{self._left(now)}")

    def _left(self, now: float) -> str:
        spent, to_do = now - self._began, self._total - self._done
        allowed = math.inf if self._within is None else self._within - spent
        if to_do and allowed <= 0:
            return ", time is up: finishing items that have started"
        estimated = spent / self._done * to_do if self._done else math.inf
        if not to_do or min(estimated, allowed) == math.inf:
            return ""
        if allowed < estimated:
            return f", at most {duration(allowed)} left"
        return f", {duration(estimated)} left"


def duration(seconds: float) -> str:
    """Return seconds as a readable text: ``8 s``, ``3:05 min`` or ``1:02 h``."""
    whole = round(seconds)
    if whole < 60:  # noqa: PLR2004
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:  # noqa: PLR2004
        return f"{minutes}:{rest:02d} min"
    return f"{minutes // 60}:{minutes % 60:02d} h"


def _name(action: object) -> str:
    return f"{getattr(action, 'stage', '?')} {getattr(action, 'item', '')}".rstrip()
