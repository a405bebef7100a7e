"""Terminal output of a build: stages, reasons, progress and the time left."""

import math
import sys
import time
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

import click

from topopress.core.progress import Progress

WIDTH = 24
REFRESH_SECONDS = 0.1
_OWN_CODE = {"own-network": "network", "own-samples": "samples"}
"""What an author's code makes, by the name of the stage that runs it."""


@dataclass(slots=True)
class TerminalProgress(Progress):
    """A progress line, updated in place on a terminal; elsewhere one line at the end.

    The time left is estimated from the mean time per item, and limited to the allowed time.
    """

    live: bool = field(default_factory=sys.stderr.isatty)
    _what: str = ""
    _total: int = 0
    _within: float | None = None
    _done: int = 0
    _began: float = 0.0
    _drawn: float = 0.0

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
        """Replace the bar with the number of items and the time."""
        taken = duration(time.monotonic() - self._began)
        if self.live:
            click.echo("\r\x1b[2K", nl=False, err=True)
        click.echo(f"  {self._what}: {self._done} in {taken}", err=True)

    def _draw(self) -> None:
        now = time.monotonic()
        if not self.live or now - self._drawn < REFRESH_SECONDS:
            return
        self._drawn = now
        share = self._done / self._total if self._total else 1.0
        bar = "█" * round(share * WIDTH) + "·" * (WIDTH - round(share * WIDTH))
        line = f"  {self._what} {bar} {self._done}/{self._total}{self._left(now)}"
        click.echo(f"\r\x1b[2K{line}", nl=False, err=True)

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


@dataclass(slots=True)
class TerminalListener:
    """Counts stages, and prints each with its reason if ``explain`` is set."""

    explain: bool = False
    n_reused: int = 0
    n_ran: int = 0
    trusted: list[tuple[str, str]] = field(default_factory=list)
    """Explorations whose author's code was not run, each with what the code makes."""

    def reused(self, action: object) -> None:
        """Count a reused stage."""
        self.n_reused += 1
        if made := _OWN_CODE.get(getattr(action, "stage", "")):
            self.trusted.append((getattr(action, "item", ""), made))
        if self.explain:
            click.echo(f"  reused  {_name(action)}", err=True)

    def runs(self, action: object, reason: str) -> None:
        """Count a stage that runs."""
        self.n_ran += 1
        if self.explain:
            click.echo(f"  runs    {_name(action)}: {reason}", err=True)

    def notice(self, message: str) -> None:
        """Print a note for the author."""
        click.echo(f"  note: {message}", err=True)


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


def aligned(cells: Sequence[Sequence[str]], left: Container[int] = ()) -> list[str]:
    """Return the lines of a table with columns of equal width, aligned right but for ``left``."""
    plain = [[cell.replace("\u00a0", "") for cell in line] for line in cells]
    widths = [max(map(len, column)) for column in zip(*plain, strict=True)]
    return [
        "  "
        + "  ".join(
            cell.ljust(width) if place in left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in plain
    ]
