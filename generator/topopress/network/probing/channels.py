"""Finds how many channels the inputs of an author's network have, where nothing says so."""

from collections.abc import Callable, Iterator

from torch import nn

from topopress.core.errors import NetworkError
from topopress.network.channels import channels_in_words
from topopress.network.preprocessing import Preprocessing

MOST_TRIED = 16

Takes = Callable[[Preprocessing], bool]
"""Returns whether a network runs on inputs of a preprocessing."""


def fitting(module: nn.Module, given: Preprocessing, takes: Takes, *, said: bool) -> Preprocessing:
    """Return the preprocessing with the number of channels that a network takes.

    It is called for a network that refuses inputs of ``given``; ``said`` is whether the author
    wrote their number of channels. Where the network takes no other number, that is not the
    reason, and ``given`` is returned.

    Raises:
        NetworkError: The network takes another number than the author wrote, or several.
    """
    found = [
        n for n in _candidates(module) if n != given.channels and takes(given.with_channels(n))
    ]
    if not found:
        return given
    if said:
        raise NetworkError(
            f"the preprocessing is for {channels_in_words(given.channels)}, and the network takes "
            f"{_listed(found)}; mean and std have one number for each channel"
        )
    if len(found) > 1:
        raise NetworkError(
            f"the network takes inputs of {_listed(found)}; say which in its preprocessing: "
            f"'channels': {found[0]}, or mean and std with one number for each channel"
        )
    return given.with_channels(found[0])


def _candidates(module: nn.Module) -> Iterator[int]:
    first = next((m.in_channels for m in module.modules() if isinstance(m, nn.Conv2d)), 1)
    yield from dict.fromkeys([first, *range(1, MOST_TRIED + 1)])


def _listed(numbers: list[int]) -> str:
    *most, last = map(str, numbers)
    if not most:
        return channels_in_words(numbers[0])
    return f"{', '.join(most)} or {last} channels"
