"""The colours of numbers and the classes of edges, the same on pages and in the viewer.

Van der Walt and Smith's viridis (matplotlib, CC0) rises evenly in lightness, so it reads in grey
and for colour-blind readers. Each theme leaves out the end that is hard to see on its background.
"""

import numpy as np

from topopress.core.arrays import Float64, Int64

VIRIDIS = (
    "440154", "482576", "414487", "35608d", "2a788e", "21908c", "22a884", "43bf71", "7ad151",
    "bbdf27", "fde725",
)  # fmt: skip
"""Eleven colours of the map at equal distances, joined by straight lines in sRGB."""
ENDS = {"light": (0.0, 0.95), "dark": (0.13, 1.0)}
"""The part of the map that each theme uses."""
LABEL_COLOURS = (
    "#3b6fb6", "#d9822b", "#2f9477", "#b8437a", "#6aa5d8", "#94502f", "#c49b1a", "#7552ad",
    "#e08aa0", "#6a8530", "#3f4b94", "#2b9fb0",
)  # fmt: skip
"""Colours of labels on light paper, those of ``look/palette.ts``."""
UNKNOWN = "#6c675b"
"""Colour of nodes without a value or a label, and of labels without a colour of their own."""
STEPS = 48
"""Colours of a theme: enough that neighbours look alike, few enough to draw in groups."""
EDGE_CLASSES = 6
"""Widths of edges."""
DOUBTFUL = 0.5
"""Edges that are in a smaller share of the resamples are dashed."""
_MIDDLE = 0.5


def colours_of(theme: str) -> tuple[str, ...]:
    """Return the colours of a theme as ``#rrggbb``, from the lowest value to the highest."""
    stops = np.array([[int(colour[k : k + 2], 16) for k in (0, 2, 4)] for colour in VIRIDIS])
    places = np.linspace(*ENDS[theme], STEPS) * (len(VIRIDIS) - 1)
    channels = [np.interp(places, np.arange(len(VIRIDIS)), channel) for channel in stops.T]
    whole = np.floor(np.array(channels).T + 0.5).astype(int).tolist()
    return tuple(f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in whole)


LIGHT = colours_of("light")


def colour_at(share: float) -> str:
    """Return the colour in the light theme, ``#rrggbb``, from 0, the lowest, to 1, the highest."""
    return LIGHT[int(min(max(share, 0.0), 1.0) * (STEPS - 1) + 0.5)]


def share_of(value: float, low: float, high: float) -> float:
    """Return where a value lies between two bounds; the middle where they are equal."""
    return (value - low) / (high - low) if high > low else _MIDDLE


def edge_classes(jaccard: Float64) -> Int64:
    """Return the class of width of each edge, 0 for the thinnest, shape (n_edges,).

    Most Jaccard indices are small, so that the root of their share of the largest counts.
    """
    share = np.sqrt(jaccard / max(float(jaccard.max(initial=0.0)), 1e-6))
    return np.minimum((share * EDGE_CLASSES).astype(np.int64), EDGE_CLASSES - 1)
