"""Packing of boxes, the parts of a drawing, on a landscape page."""

from collections.abc import Sequence

import numpy as np

from topopress.core.arrays import Float64

ASPECT = 1.6
"""Width over height of the page."""
WIDTHS = 48
"""Page widths that are tried."""


def pack(sizes: Float64) -> Float64:
    """Place boxes without overlap on a page about ``ASPECT`` times as wide as high.

    The boxes are placed in the given order, each as high up and then as far left as possible. Of
    many page widths, the one with the smallest page of that shape is chosen. Sizes and upper left
    corners, y downwards, have shape (n_boxes, 2).
    """
    if len(sizes) == 0:
        return np.empty((0, 2))
    narrowest = float(sizes[:, 0].max())
    widest = max(narrowest, 2 * float(np.sqrt(ASPECT * sizes.prod(axis=1).sum())))
    tries = [_place(sizes, width) for width in np.linspace(narrowest, widest, WIDTHS)]
    return min(tries, key=lambda corners: page_width(corners, sizes))


def page_width(corners: Float64, sizes: Float64) -> float:
    """Return the width of the smallest page of shape ``ASPECT`` that holds all boxes."""
    width, height = (corners + sizes).max(axis=0)
    return float(max(width, ASPECT * height))


def _place(sizes: Float64, page: float) -> Float64:
    # The skyline: steps (left end, depth down to which the page is occupied), left to right.
    skyline = [(0.0, 0.0)]
    corners = []
    for width, height in sizes.tolist():
        x, y = _spot(skyline, width, page)
        corners.append((x, y))
        skyline = _lowered(skyline, x, x + width, y + height)
    return np.array(corners)


def _spot(skyline: Sequence[tuple[float, float]], width: float, page: float) -> tuple[float, float]:
    spots = []
    for start, (x, _) in enumerate(skyline):
        if start > 0 and x + width > page * (1 + 1e-9):
            break
        depth = max(d for left, d in skyline[start:] if left < x + width)
        spots.append((depth, x))
    depth, x = min(spots)
    return x, depth


def _lowered(
    skyline: Sequence[tuple[float, float]], left: float, right: float, depth: float
) -> list[tuple[float, float]]:
    before = [step for step in skyline if step[0] < left]
    under = [step for step in skyline if step[0] <= right]
    after = [step for step in skyline if step[0] > right]
    return [*before, (left, depth), (right, under[-1][1]), *after]
