"""What a picture of a mean is told apart from: every other mean of the layer.

The probability that an answer is of its own mean is a softmax, over all means, of its cosine
similarities divided by a temperature. That falls until, at the mean itself, the nearest rival is
``e**2`` times less probable: wide, it leads away from far means that many pictures drift to;
narrow, it decides between neighbours that share half of their rows.
"""

import numpy as np
import torch
from torch import Tensor

from topopress.core.arrays import Float32
from topopress.visuals.nearest_centroid import unit_vectors
from topopress.visuals.objectives import SMALLEST_NORM, unit

WIDEST, NARROWEST = 0.05, 0.001
SHARE_OF_GAP = 0.5
"""Final temperature, as a share of what a mean's cosine to its nearest rival lacks to one."""
_SAME = 1 - 1e-9


class CompetingMeans:
    """The competing means of each picture of a batch. A slot can be reassigned to another picture.

    Means of the picture's own direction do not compete: overlapping intervals can have nodes with
    the same members, and no picture can separate those. Means of zero do not compete either.
    """

    def __init__(self, means: Float32, batch_slots: int, device: torch.device) -> None:
        """Prepare places that have no competing yet.

        Args:
            means: All that pictures may be told apart from, shape (n_means, n_channels); n_means
                may be 0.
            batch_slots: Number of pictures at a time.
            device: Where answers and directions lie.
        """
        self._exact = unit_vectors(means)
        self._directions = unit(means).to(device)
        self._absent = torch.ones(batch_slots, len(means), dtype=torch.bool, device=device)
        self._final = torch.full((batch_slots,), WIDEST, device=device)

    def __len__(self) -> int:
        """Return the number of means."""
        return len(self._exact)

    def assign(self, slot: int, direction: Float32) -> None:
        """Give a place to a picture of a direction of any length, shape (n_channels,)."""
        (own,) = unit_vectors(direction[None])
        # Not a product of matrices, whose last bits would depend on how many means there are.
        cosine = np.einsum("ij,j->i", self._exact, own)
        present = self._exact.any(axis=1) & (cosine < _SAME)
        self._absent[slot] = torch.from_numpy(~present)
        gap = 1 - cosine[present].max(initial=-1)
        self._final[slot] = float(np.clip(SHARE_OF_GAP * gap, NARROWEST, WIDEST))

    def log_probability(self, answers: Tensor, directions: Tensor, progress: Tensor) -> Tensor:
        """Return the logarithm of the probability that each answer is of its own direction.

        Args:
            answers: Shape (batch_slots, n_channels).
            directions: Of length one or zero, shape (batch_slots, n_channels).
            progress: How far the temperature has fallen, 0 to 1, shape (batch_slots,).

        Returns:
            Shape (batch_slots,); 0 where there are no competing.
        """
        temperature = WIDEST ** (1 - progress) * self._final**progress
        cosines = self._cosines(answers, directions) / temperature[:, None]
        logarithm: Tensor = torch.log_softmax(cosines, dim=1)[:, 0]
        return logarithm

    def are_nearest(self, answers: Tensor, directions: Tensor) -> Tensor:
        """Return whether each answer is nearer to its own direction than to any rival."""
        cosines = self._cosines(answers, directions)
        return (cosines[:, 1:] < cosines[:, :1]).all(dim=1)

    def _cosines(self, answers: Tensor, directions: Tensor) -> Tensor:
        """Return cosines to the target, then to each competing mean: (batch_slots, 1 + n_means)."""
        length = answers.norm(dim=1, keepdim=True) + SMALLEST_NORM
        own = (directions * answers).sum(1, keepdim=True) / length
        # Not a product of matrices, whose last bits depend on the place.
        others = (self._directions * answers[:, None]).sum(2) / length
        return torch.cat([own, others.masked_fill(self._absent, -torch.inf)], dim=1)
