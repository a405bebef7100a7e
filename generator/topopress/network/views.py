"""How the vectors of a layer lie in its tensor, where they do not lie as in a convolution's output.

A view reads a map (n, n_channels, height, width) or a vector (n, n_channels) from a tensor, and
writes a changed one back in its place. Gradients flow through both.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from topopress.core.errors import ActivationError

_WITH_ONE = 3
"""Axes of a tensor with one axis of positions."""


@dataclass(frozen=True, slots=True)
class ChannelsLast:
    """A map whose tensor has shape (n, height, width, n_channels)."""

    def read(self, tensor: Tensor) -> Tensor:
        """Return the map."""
        return tensor.permute(0, 3, 1, 2)

    def write(self, tensor: Tensor, part: Tensor) -> Tensor:
        """Return a tensor with another map in it."""
        del tensor
        return part.permute(0, 2, 3, 1)


@dataclass(frozen=True, slots=True)
class PatchTokens:
    """A map whose positions are tokens: its tensor has shape (n, n_tokens, n_channels).

    The tokens of patches stand row by row, from the top left.

    Attributes:
        before: Number of tokens before those of patches, such as a class token.
        after: Number of tokens after them.
        height: Rows of patches in an input of the network's own size.
        width: Columns of patches likewise. Other sizes have as many rows for each column.
    """

    before: int
    after: int
    height: int
    width: int

    def read(self, tensor: Tensor) -> Tensor:
        """Return the map.

        Raises:
            ActivationError: the tokens of an input of another size are no such map.
        """
        height, width = self._size(tensor.shape[1])
        patches = tensor[:, self.before : tensor.shape[1] - self.after]
        return patches.transpose(1, 2).reshape(len(tensor), -1, height, width)

    def write(self, tensor: Tensor, part: Tensor) -> Tensor:
        """Return a tensor with another map in it, and the same other tokens."""
        n_tokens, patches = tensor.shape[1], part.flatten(2).transpose(1, 2)
        ends = tensor[:, : self.before], tensor[:, n_tokens - self.after :]
        return torch.cat([ends[0], patches, ends[1]], dim=1)

    def _size(self, n_tokens: int) -> tuple[int, int]:
        n_patches = n_tokens - self.before - self.after
        height = round((max(n_patches, 0) * self.height / self.width) ** 0.5)
        width = n_patches // height if height else 0
        if not width or height * width != n_patches:
            raise ActivationError(
                f"{n_tokens} tokens are no map of patches like {self.height} x {self.width}"
            )
        return height, width


@dataclass(frozen=True, slots=True)
class OneToken:
    """A vector that is one token of a tensor of shape (n, n_tokens, n_channels).

    A negative ``place`` counts from the last token, because the number of patches can differ.
    """

    place: int

    def read(self, tensor: Tensor) -> Tensor:
        """Return the vector."""
        return tensor[:, self.place]

    def write(self, tensor: Tensor, part: Tensor) -> Tensor:
        """Return a tensor with another vector at this token."""
        place = self.place % tensor.shape[1]
        return torch.cat([tensor[:, :place], part[:, None], tensor[:, place + 1 :]], dim=1)


@dataclass(frozen=True, slots=True)
class AnyPositions:
    """A map whose tensor has its channels at one axis and positions at one or more other ones.

    One axis of positions becomes a map of height 1; of more than two, all but the first are one.
    """

    channels: int

    def read(self, tensor: Tensor) -> Tensor:
        """Return the map."""
        moved = tensor.movedim(self.channels, 1)
        return moved[:, :, None] if moved.ndim == _WITH_ONE else moved.flatten(3)

    def write(self, tensor: Tensor, part: Tensor) -> Tensor:
        """Return a tensor with another map in it."""
        moved = tensor.movedim(self.channels, 1)
        return part.reshape(moved.shape).movedim(1, self.channels)


View = ChannelsLast | PatchTokens | OneToken | AnyPositions
