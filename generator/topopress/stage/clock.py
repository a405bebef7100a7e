"""The wall time of runs that have other runs within them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Clock:
    """Measures each run without the runs within it."""

    def __init__(self) -> None:
        self._within: list[float] = []

    @contextmanager
    def run(self) -> Iterator[Callable[[], float]]:
        """Measure the block; what it gives returns the seconds so far, those within left out."""
        began = time.monotonic()
        self._within.append(0.0)
        try:
            yield lambda: time.monotonic() - began - self._within[-1]
        finally:
            self._within.pop()
            if self._within:
                self._within[-1] += time.monotonic() - began
