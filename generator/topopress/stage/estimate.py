"""About how long a build takes, in words."""

from topopress.core.counted import counted
from topopress.stage.forecast import Forecast

SHOWN = 3
"""Sorts of work that the summary names at most."""
LEAST_SHARE = 0.1
"""Part of the time that a sort of work takes at least to be named."""
MINUTE, HOUR = 60, 3600
ROUNDED = 2
"""From so many minutes or hours on, only these are said."""


def summary(found: Forecast, workers: int = 1) -> str:
    """Return about how long a build takes: ``about 14 min on this machine: 9 min pictures``."""
    n_open, unknown = len(found.open), found.n_unknown
    if not n_open:
        return f"nothing to compute: {counted(len(found.actions), 'result')} stored"
    if unknown == n_open:
        return (
            f"{counted(n_open, 'action')} to compute; how long that takes is not known, since no "
            "run of this sort is recorded in the store"
        )
    parts = [
        f"{_rough(seconds)} {name}"
        for name, seconds in list(found.groups.items())[:SHOWN]
        if seconds >= LEAST_SHARE * found.seconds
    ]
    work = f" of work for {workers} workers" if workers > 1 else " on this machine"
    text = f"{about(found.seconds)}{work}: {', '.join(parts)}"
    if unknown:
        text += f"; and {counted(unknown, 'action')} of which no run is recorded"
    return text


def about(seconds: float) -> str:
    """Return seconds as a rough time: ``under 1 s``, ``about 12 s`` or ``about 14 min``."""
    return "under 1 s" if seconds < 1 else f"about {_rough(seconds)}"


def _rough(seconds: float) -> str:
    if seconds < ROUNDED * MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / MINUTE:.0f} min" if seconds < ROUNDED * HOUR else f"{seconds / HOUR:.1f} h"
