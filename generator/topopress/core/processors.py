"""How many processors this process may use."""

import os

_share: int | None = None


def processors() -> int:
    """Return how many processors this process may use: its share, or all that there are."""
    return usable_processors() if _share is None else min(_share, usable_processors())


def usable_processors() -> int:
    """Return how many processors the system gives to this process, whatever its share is."""
    # Containers limit processors by affinity; os.process_cpu_count needs Python 3.13.
    return len(getattr(os, "sched_getaffinity", lambda _: range(os.cpu_count() or 1))(0))


def use_processors(share: int | None) -> None:
    """Let this process use so many processors at most; None for all that there are."""
    global _share  # noqa: PLW0603 - it is the process's
    _share = share
