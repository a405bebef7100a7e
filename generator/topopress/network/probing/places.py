"""Whether the positions of a layer's map are places of the network's input.

The shape alone does not say so: the attention weights of a transformer (n, heads, tokens, tokens)
and a matrix of products of channels are square, too. So vertical and horizontal strips of the input
are replaced, and the change of the output must move across the map with them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import torch

from topopress.network.numbers import wide

STRIPS = 4
AGREEMENT = 0.35
"""Least correlation; it is at least 0.44 in all maps of 18 networks, and at most 0.31 in maps
whose positions are no places, but for those of which the change follows the other axis more."""

Outputs = Callable[[torch.Tensor], Mapping[str, torch.Tensor]]


@dataclass(frozen=True, slots=True)
class Following:
    """How far the positions of a map follow the input.

    Attributes:
        down: Correlation of rows with horizontal strips, from -1 to 1.
        across: Correlation of columns with vertical strips.
        missing: The direction in which the map does not follow, "" if it follows in both. One row,
            or one column, has nothing to follow.
    """

    down: float
    across: float
    missing: str


def following(outputs: Outputs, pixels: torch.Tensor, others: torch.Tensor) -> dict[str, Following]:
    """Return how far the positions of each map follow the input.

    Args:
        outputs: Returns maps (n, n_channels, height, width) by name, for pixels.
        pixels: Inputs, shape (n, n_channels, height, width).
        others: What replaces a strip of them, same shape.
    """
    before = outputs(pixels)
    moved: dict[str, tuple[list[torch.Tensor], list[torch.Tensor]]]
    moved = {name: ([], []) for name in before}
    for axis, strips in enumerate(_with_strips(pixels, others)):
        for changed in strips:
            for name, after in outputs(changed).items():
                change = wide(after) - wide(before[name])
                moved[name][axis].append(change.abs().mean((0, 1)))
    return {name: _following(*map(torch.stack, change)) for name, change in moved.items()}


def _with_strips(pixels: torch.Tensor, others: torch.Tensor) -> Iterator[Iterator[torch.Tensor]]:
    """Yield the inputs with one strip replaced: horizontal strips, then vertical ones."""
    for dimension in (2, 3):
        edges = [pixels.shape[dimension] * k // STRIPS for k in range(STRIPS + 1)]
        yield (
            torch.cat(
                [
                    pixels.narrow(dimension, 0, start),
                    others.narrow(dimension, start, end - start),
                    pixels.narrow(dimension, end, edges[-1] - end),
                ],
                dimension,
            )
            for start, end in pairwise(edges)
        )


def _following(by_row: torch.Tensor, by_column: torch.Tensor) -> Following:
    """Return how far a map follows.

    ``by_row`` is the change of each position for each horizontal strip, shape (n_strips, height,
    width); ``by_column`` that for each vertical strip.
    """
    down, across = _trend(by_row.mean(2)), _trend(by_column.mean(1))
    rows_across, columns_down = _trend(by_column.mean(2)), _trend(by_row.mean(1))
    height, width = by_row.shape[1:]
    missing = ""
    # A single row, or a single column, has nowhere to go.
    if width > 1 and (across[0] < AGREEMENT or across[1] < abs(columns_down[1])):
        missing = "across"
    if height > 1 and (down[0] < AGREEMENT or down[1] < abs(rows_across[1])):
        missing = "down"
    return Following(down[0], across[0], missing)


def _trend(change: torch.Tensor) -> tuple[float, float]:
    """Return how far the change of positions follows the strips, shape (n_strips, n_positions).

    A single position follows nothing: 0. The share of each strip's change that falls on each
    position, without the means of strips and positions, is compared with the product of their
    coordinates: correlation, and slope.
    """
    share = change / change.sum(1, keepdim=True).clamp(min=torch.finfo(change.dtype).tiny)
    share = share - share.mean(0, keepdim=True) - share.mean(1, keepdim=True) + share.mean()
    strips, positions = (_coordinates(length, share) for length in share.shape)
    expected = strips[:, None] * positions[None, :]
    product, size = float((share * expected).sum()), float(expected.square().sum())
    norms = float(share.norm() * expected.norm())
    return (product / norms if norms else 0.0), (product / size if size else 0.0)


def _coordinates(length: int, like: torch.Tensor) -> torch.Tensor:
    return (torch.arange(length, dtype=like.dtype, device=like.device) + 0.5) / length - 0.5
