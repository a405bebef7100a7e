"""How pictures are read with as many channels as a network takes."""

import numpy as np
from PIL import Image

from topopress.core.arrays import Uint8
from topopress.core.errors import DataError
from topopress.kinds.images.decoding import on_white
from topopress.network.channels import channels_in_words

GREY, COLOURS, WITH_TRANSPARENCY = 1, 3, 4
"""Numbers of channels that a picture can have as a file."""
READ_AS = {
    GREY: (GREY, COLOURS),
    COLOURS: (COLOURS,),
    WITH_TRANSPARENCY: (WITH_TRANSPARENCY, COLOURS),
}
"""Numbers of channels that pictures can be read with, by their own; others only with their own."""


def with_channels(pixels: Uint8, channels: int) -> Uint8:
    """Return pixels (height, width, n) with so many channels.

    Grey is repeated, transparency is laid on white, and colours become grey by their luminance,
    0.299 of red, 0.587 of green and 0.114 of blue (ITU-R BT.601).
    """
    match (pixels.shape[2], channels):
        case (own, wanted) if own == wanted:
            return pixels
        case (1, 3):
            return pixels.repeat(COLOURS, axis=2)
        case (4, 3):
            image = Image.fromarray(np.ascontiguousarray(pixels))
            return np.array(on_white(image).convert("RGB"))
        case (3, 1):
            return np.array(Image.fromarray(np.ascontiguousarray(pixels)).convert("L"))[:, :, None]
        case (own, wanted):
            raise DataError(f"pictures of {channels_in_words(own)} cannot be read with {wanted}")


def require_channels(can: tuple[int, ...], takes: int, where: str, *, files: bool) -> None:
    """Refuse pictures that a network cannot be shown.

    Args:
        can: Numbers of channels that the pictures can be read with, their own first.
        takes: Number of channels of the network's input.
        where: The place in the settings, for the message.
        files: Whether the pictures are files, whose transparency can be read as a channel.

    Raises:
        DataError: With both numbers.
    """
    if takes in can:
        return
    hint = "take another network, or pictures with as many channels as it has"
    if files and takes == WITH_TRANSPARENCY:
        hint = "write data.channels = 4 if their transparency is the fourth channel"
    elif files and takes in (GREY, COLOURS):
        hint = f"write data.channels = {takes}, or leave it out"
    raise DataError(
        f"{where}: the pictures have {channels_in_words(can[0])}, and the network takes "
        f"{channels_in_words(takes)}; {hint}"
    )
