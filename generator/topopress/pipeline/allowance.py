"""What a build may spend on optimised pictures, shared out over the layers.

Node by node comes first, then the arms of bifurcations, then single activations: what is asked
for first takes from what is left.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from topopress.config.schema import Budget


@dataclass(slots=True)
class Clock:
    """The time left for one layer's pictures.

    Attributes:
        seconds: What is left; it may end a little below zero.
    """

    seconds: float
    _since: float | None = None

    def start(self) -> None:
        """Let the time run."""
        self._since = time.monotonic()

    @property
    def is_over(self) -> bool:
        """Whether nothing is left."""
        spent = 0.0 if self._since is None else time.monotonic() - self._since
        return spent >= self.seconds


class Allowance:
    """What is left of a budget; every call of ``share`` takes from it."""

    def __init__(self, budget: Budget) -> None:
        """Begin with the whole budget."""
        self._pictures = budget.pictures
        self._seconds = None if budget.minutes is None else 60 * budget.minutes

    @property
    def seconds(self) -> float | None:
        """The time that is left; None where time is no matter."""
        return self._seconds

    def share(self, wanted: Sequence[int]) -> list[int]:
        """Take as many pictures as are wanted and left, in proportion where they do not suffice.

        Args:
            wanted: Number of pictures of each layer.

        Returns:
            How many each layer may have; by the largest remainders, ties: the earlier layer first.
        """
        total = sum(wanted)
        if self._pictures is None or total <= self._pictures:
            granted = list(wanted)
        else:
            exact = [count * self._pictures / total for count in wanted]
            granted = [int(share) for share in exact]
            by_remainder = sorted(range(len(exact)), key=lambda k: (granted[k] - exact[k], k))
            for k in by_remainder[: self._pictures - sum(granted)]:
                granted[k] += 1
        if self._pictures is not None:
            self._pictures -= sum(granted)
        return granted

    def clock(self, layers_left: int) -> Clock | None:
        """Return an equal share of the time that is left; None where time is no matter."""
        return None if self._seconds is None else Clock(self._seconds / layers_left)

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Take what the block takes."""
        begun = time.monotonic()
        yield
        if self._seconds is not None:
            self._seconds = max(self._seconds - (time.monotonic() - begun), 0.0)
