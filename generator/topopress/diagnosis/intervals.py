"""Intervals of shares."""

import math

USUAL = 1.96
"""Normal deviate of an interval that covers 95 %."""


def wilson(count: float, total: float, deviate: float = USUAL) -> tuple[float, float]:
    """Return Wilson's interval of a share that was ``count`` of ``total``; 0 to 1 of nothing.

    Wilson (1927), Probable inference, the law of succession, and statistical inference.
    """
    if total <= 0:
        return 0.0, 1.0
    share, square = count / total, deviate * deviate
    centre = share + square / (2 * total)
    spread = deviate * math.sqrt(share * (1 - share) / total + square / (4 * total * total))
    low, high = ((centre + sign * spread) / (1 + square / total) for sign in (-1, 1))
    return max(0.0, low), min(1.0, high)
