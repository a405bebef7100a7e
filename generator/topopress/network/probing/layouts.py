"""Finds how the vectors of a picture's layer lie in its tensor, by what answers to which place."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float64
from topopress.network.probing.outputs import Part
from topopress.network.probing.squares import GRID, Answers, agreement, expected_shares, shares
from topopress.network.taps import Tap
from topopress.network.views import ChannelsLast, PatchTokens

LEAST_AGREEMENT = 0.35
"""It is at least 0.38 in all maps of 17 networks but one, and at most 0.2 if read wrongly."""
LEAST_LEAD = 0.1
"""Least difference of the agreement of two ways to read a tensor, if both are enough."""
LEAST_GAIN = 0.25
"""Least difference of the agreement of tokens to the best that is found in random numbers."""
MOST_APART = 16
"""Most tokens beside those of patches."""
EACH_APART = 0.01
"""Agreement that each of them must add."""
LONGEST_ASPECT = 4
"""Most rows of patches for each column, and the reverse."""
CERTAIN = 0.95
"""Agreement from which on no further layer is asked."""


_FEWEST = 4
"""A map of two rows and two columns."""


@dataclass(frozen=True, slots=True)
class MapLayout:
    """How a tensor of four axes holds a map.

    Attributes:
        view: How the map is read; None if the tensor is the map.
        agreement: How far its positions answer as places of the input; 0 if that decided nothing.
        reason: Why the layout is unknown; "" if it is known.
    """

    view: ChannelsLast | None = None
    agreement: float = 0.0
    reason: str = ""


def layout_of_map(found: Answers | None, size: tuple[int, int]) -> MapLayout:
    """Return how a tensor holds a map: with channels as second axis, or with channels last.

    Where its answers do not say so, it is a map of torch's modules if that has the shape of the
    input, whose height and width are ``size``. The positions are checked before a build.
    """
    if found is None or found.channels_first is None or found.channels_last is None:
        return MapLayout(reason="it has no numbers")
    first, last = agreement(found.channels_first), agreement(found.channels_last)
    most, lead = max(first, last), first - last
    if most >= LEAST_AGREEMENT and abs(lead) >= LEAST_LEAD:
        return MapLayout(None if lead > 0 else ChannelsLast(), most)
    said = (
        f"(agreement {first:.2f} for (n, n_channels, height, width), {last:.2f} for "
        f"(n, height, width, n_channels); {LEAST_AGREEMENT:g} is needed)"
    )
    if most >= LEAST_AGREEMENT:
        return MapLayout(reason=f"two ways to read it follow the same places of the input {said}")
    _, height, width = found.channels_first.shape
    if abs(height - width * size[0] / size[1]) < 1:
        return MapLayout()
    return MapLayout(reason=f"no two axes follow the height and the width of the input {said}")


@dataclass(frozen=True, slots=True)
class FoundPatches:
    """A way to lay out tokens as a map, and how far their answers agree with it."""

    view: PatchTokens
    agreement: float


def layout_of_tokens(change: Float64) -> FoundPatches | None:
    """Return the map that some tokens agree with best; None if there is no certain one.

    The change has shape (4, n_tokens). Tokens of patches stand row by row from the top left, with
    at most ``MOST_APART`` others before and after them.
    """
    found = shares(change)
    length = float(np.linalg.norm(found))
    if not length or found.shape[1] < _FEWEST:
        return None
    tried = sorted(_tried(found, length), key=_preferred)
    best, others = tried[0], tried[1:]
    by_chance = math.sqrt(2 * math.log(len(tried)) / ((GRID - 1) * found.shape[1]))
    if best.agreement < by_chance + LEAST_GAIN or _preferred(best) == _preferred(others[0]):
        return None
    view = best.view
    part = change[:, view.before : view.before + view.height * view.width]
    as_map = part.reshape(len(part), view.height, view.width)
    return best if agreement(as_map) >= LEAST_AGREEMENT else None


def _preferred(tried: FoundPatches) -> float:
    apart = tried.view.before + tried.view.after
    return EACH_APART * apart - tried.agreement


def _tried(found: Float64, length: float) -> Iterator[FoundPatches]:
    n_tokens = found.shape[1]
    for apart in range(min(MOST_APART, n_tokens - 1) + 1):
        for height, width in _sizes(n_tokens - apart):
            expected = expected_shares(height, width)
            norm = length * float(np.linalg.norm(expected))
            for before in range(apart + 1):
                part = found[:, before : before + height * width]
                view = PatchTokens(before, apart - before, height, width)
                yield FoundPatches(view, float((part * expected).sum()) / norm if norm else 0.0)


def _sizes(count: int) -> Iterator[tuple[int, int]]:
    """Yield heights and widths of maps with so many positions."""
    for height in range(1, count + 1):
        width, rest = divmod(count, height)
        if not rest and max(height, width) <= LONGEST_ASPECT * min(height, width):
            yield height, width


class Layouts:
    """How the tensors of a network hold their vectors.

    Where the answers of a tensor do not say so, those of another one of the same shape do. Deep
    layers mix what they see of all places of the input, and keep the order of these places.
    """

    def __init__(self, parts: Mapping[Tap, Part], size: tuple[int, int]) -> None:
        """Compare all tensors, of which each part keeps its ``Answers``.

        ``size`` is height and width of the input.
        """
        self._size = size
        self._maps: dict[Tap, MapLayout] = {}
        self._shapes = {tap: (part.shape or ())[1:] for tap, part in parts.items()}
        self._of_shape: dict[tuple[int, ...], MapLayout] = {}
        self._patches: dict[int, FoundPatches] = {}
        for tap, part in parts.items():
            if isinstance(part.kept, Answers) and len(self._shapes[tap]) > 1:
                self._add(tap, part.kept)

    def of_map(self, tap: Tap) -> MapLayout:
        """Return how a tensor of four axes holds a map."""
        own = self._maps[tap]
        return own if own.agreement else self._of_shape.get(self._shapes[tap], own)

    def of_tokens(self, n_tokens: int) -> PatchTokens | None:
        """Return how so many tokens are a map; None if they are none."""
        found = self._patches.get(n_tokens)
        return found.view if found else None

    def _add(self, tap: Tap, found: Answers) -> None:
        if found.channels_first is None and found.channels_last is not None:
            self._add_tokens(found.channels_last)
            return
        layout, shape = layout_of_map(found, self._size), self._shapes[tap]
        self._maps[tap] = layout
        if layout.agreement > self._of_shape.get(shape, MapLayout()).agreement:
            self._of_shape[shape] = layout

    def _add_tokens(self, change: Float64) -> None:
        n_tokens = change.shape[1]
        before = self._patches.get(n_tokens)
        if before is None or before.agreement < CERTAIN:
            found = layout_of_tokens(change)
            if found and (before is None or found.agreement > before.agreement):
                self._patches[n_tokens] = found
