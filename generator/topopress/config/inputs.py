"""Checks of settings that are a number or a list of numbers, for one clear message."""

from typing import Any

from topopress.config.limits import MOST_COUNT

_PAIR, _COLOURS = 2, 3


def checked_size(written: Any) -> Any:  # noqa: ANN401 - nothing is checked yet
    """Return what is a size: the side of a square, or height and width.

    Raises:
        ValueError: It is something else.
    """
    pair = isinstance(written, list | tuple) and len(written) == _PAIR
    numbers = written if pair else [written]
    if written is None or all(_is_count(each, 1) for each in numbers):
        return tuple(written) if pair else written
    raise ValueError(
        f"should be a number of pixels or [height, width], such as 64 or [48, 64], got {written!r}"
    )


def checked_channels(written: Any) -> Any:  # noqa: ANN401 - nothing is checked yet
    """Return what is a list of one or three numbers of channels.

    Raises:
        ValueError: It is something else.
    """
    if written is None:
        return None
    listed = isinstance(written, list | tuple) and len(written) in (1, _COLOURS)
    if listed and all(_is_count(each, 0) for each in written):
        return tuple(written)
    raise ValueError(
        "should be a list of three channels, or of one, counted from 0, such as [0, 1, 2] or [3], "
        f"got {written!r}"
    )


def _is_count(value: object, least: int) -> bool:
    return type(value) is int and least <= value <= MOST_COUNT
