"""The colour map of the lens: viridis, as nine stops joined by straight lines in sRGB.

Van der Walt and Smith's viridis (matplotlib, CC0) rises evenly in lightness, so it reads in
grey and for colour-blind readers. The straight lines stay within 4/255 of the original.
"""

from itertools import pairwise

STOPS = (
    (68, 1, 84), (71, 44, 122), (59, 81, 139), (44, 113, 142), (33, 144, 141),
    (39, 173, 129), (92, 200, 99), (170, 220, 50), (253, 231, 37),
)  # fmt: skip
MIDDLE = 0.5


def colour_at(share: float) -> str:
    """Return the colour of a place on the map as ``#rrggbb``.

    Args:
        share: 0 for the first colour, 1 for the last; values outside are clipped.
    """
    place = min(max(share, 0.0), 1.0) * (len(STOPS) - 1)
    index = min(int(place), len(STOPS) - 2)
    low, high = list(pairwise(STOPS))[index]
    rest = place - index
    mixed = (round(a + (b - a) * rest) for a, b in zip(low, high, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def share_of(value: float, low: float, high: float) -> float:
    """Return where a value lies between two bounds; the middle where they are equal."""
    return (value - low) / (high - low) if high > low else MIDDLE
