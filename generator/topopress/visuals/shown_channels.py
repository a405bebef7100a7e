"""Which channels of an input a picture shows to a reader."""

import numpy as np

from topopress.core.arrays import Uint8
from topopress.core.errors import NetworkError
from topopress.network.channels import channels_in_words

Channels = tuple[int, ...]
"""Numbers of one channel, which is shown in grey, or of three: red, green and blue."""

_COLOURS = 3


def shown_channels(channels: int, wanted: Channels | None) -> Channels:
    """Return which of so many channels are shown.

    Without a wish these are the first three, and the first where there are fewer than three.

    Raises:
        NetworkError: The input lacks a channel that is wanted.
    """
    if wanted is None:
        return (0, 1, 2) if channels >= _COLOURS else (0,)
    if max(wanted) >= channels:
        raise NetworkError(
            f"visuals.shown_channels: the network has no channel {max(wanted)}; its input has "
            f"{channels_in_words(channels)}, counted from 0"
        )
    return wanted


def as_shown(pixels: Uint8, wanted: Channels | None) -> Uint8:
    """Return what is shown of pixels (height, width, n_channels): shape (height, width, 3)."""
    chosen = shown_channels(pixels.shape[2], wanted)
    if chosen == tuple(range(pixels.shape[2])) and len(chosen) == _COLOURS:
        return pixels
    picked = pixels[:, :, list(chosen)]
    return np.ascontiguousarray(np.broadcast_to(picked, (*pixels.shape[:2], _COLOURS)))
