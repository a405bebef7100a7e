"""Which positions of a tensor answer to which places of a picture.

Four squares of a picture are replaced, one after the other: one in each row and each column of a
4 x 4 grid, so that rows and columns are told apart. Each position has a share of its change in each
of the four pictures. Where positions are places of the input, most of it is in the picture whose
square covers them.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from topopress.core.arrays import Float64

GRID = 4
COLUMNS = (1, 3, 0, 2)
"""Column of the square in each row of the grid; it does not correlate with the row."""
FAINT = 0.5
"""Change, as a share of the mean of the quarter that changes most, that counts fully."""


def with_squares(pixels: Tensor, others: Tensor) -> Tensor:
    """Return a picture and four copies with a square replaced, shape (5, n_channels, h, w).

    Both arguments have shape (1, n_channels, height, width).
    """
    shown = pixels.repeat(1 + GRID, 1, 1, 1)
    for row, column in enumerate(COLUMNS):
        down, across = _side(row, pixels.shape[2]), _side(column, pixels.shape[3])
        shown[1 + row, :, down, across] = others[0, :, down, across]
    return shown


def _side(index: int, length: int) -> slice:
    return slice(length * index // GRID, length * (index + 1) // GRID)


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """How a tensor of three or four axes answers to ``with_squares``.

    Attributes:
        channels_last: Change of each position for each square if the last axis is that of channels,
            shape (4, n_positions) or (4, height, width); None for other tensors.
        channels_first: Likewise if channels are the second of four axes.
    """

    channels_last: Float64 | None = None
    channels_first: Float64 | None = None


def answers(tensor: Tensor) -> Answers:
    """Return how a tensor answers, of which the first axis is that of the pictures."""
    if tensor.ndim not in (3, 4) or tensor.shape[0] != 1 + GRID or not tensor.numel():
        return Answers()
    change = (tensor[1:].float() - tensor[:1].float()).abs()
    last = _numbers(change.mean(-1))
    return Answers(last, _numbers(change.mean(1)) if tensor.ndim == 4 else None)  # noqa: PLR2004


def _numbers(change: Tensor) -> Float64:
    return torch.nan_to_num(change).cpu().double().numpy()


def shares(change: Float64) -> Float64:
    """Return which share of its change each position has in each picture, less an equal share.

    A position counts less the less it changes: by ``FAINT`` of what most changes, in proportion.
    Shape (4, n_positions), like the change.
    """
    total: Float64 = change.sum(axis=0)
    most = np.sort(total)[total.size * (GRID - 1) // GRID :].mean()
    share = np.divide(change, total, out=np.zeros_like(change), where=total > 0)
    weight = np.minimum(total / (FAINT * most), 1.0) if most > 0 else total
    return np.where(total > 0, share - 1 / GRID, 0.0) * weight


def agreement(change: Float64) -> float:
    """Return how far the positions of a map answer as places of the input do, from -1 to 1.

    It is the correlation of the shares with those of a map in which each position sees just its own
    cell of the input; the least of the correlations of positions, of rows and of columns. The
    change has shape (4, height, width).
    """
    _, height, width = change.shape
    found = [_correlation(change.reshape(GRID, -1), height, width)]
    if height > 1:
        found.append(_correlation(change.mean(axis=2), height, 1))
    if width > 1:
        found.append(_correlation(change.mean(axis=1), 1, width))
    return min(found)


def _correlation(change: Float64, height: int, width: int) -> float:
    found, expected = shares(change), expected_shares(height, width)
    norms = float(np.linalg.norm(found) * np.linalg.norm(expected))
    return float((found * expected).sum()) / norms if norms else 0.0


@lru_cache(maxsize=256)
def expected_shares(height: int, width: int) -> Float64:
    """Return the shares of a map's positions if each sees its own cell, (4, height * width)."""
    down, across = _overlaps(height), _overlaps(width)[list(COLUMNS)]
    return shares((down[:, :, None] * across[:, None, :]).reshape(GRID, -1))


def _overlaps(length: int) -> Float64:
    """Return which part of each cell of a line each quarter covers, shape (4, length)."""
    start, quarter = np.arange(length) / length, np.arange(GRID)[:, None] / GRID
    low, high = np.maximum(start, quarter), np.minimum(start + 1 / length, quarter + 1 / GRID)
    overlap: Float64 = np.maximum(high - low, 0.0)
    return np.where(overlap > 1e-12, overlap, 0.0)  # noqa: PLR2004 - rounding at the edges
