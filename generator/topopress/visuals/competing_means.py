"""Softmax over all node means: the probability that an activation belongs to its own mean.

The logits are cosine similarities divided by a temperature. The temperature falls until, at the
mean itself, the nearest competing mean is ``e**2`` times less probable. A high temperature moves
pictures away from distant means to which many of them drift; a low one separates neighbours that
share half of their rows.
"""

import numpy as np
import torch
from torch import Tensor

from topopress.core.arrays import Float32
from topopress.visuals.nearest_centroid import unit_vectors
from topopress.visuals.objectives import SMALLEST_NORM, unit

WIDEST, NARROWEST = 0.05, 0.001
SHARE_OF_GAP = 0.5
"""Final temperature divided by (1 - cosine of a mean to its nearest competing mean)."""
_SAME = 1 - 1e-9


class CompetingMeans:
    """The competing means of each picture of a batch. A slot can be reassigned to another picture.

    Means of the picture's own direction do not compete: overlapping intervals can have nodes with
    the same members, and no picture can separate those. Means of zero do not compete either.
    """

    def __init__(self, means: Float32, batch_slots: int, device: torch.device) -> None:
        """Prepare slots without competing means.

        All means have shape (n_means, n_channels); n_means may be 0. Activations and directions are
        on the device.
        """
        self._exact = unit_vectors(means)
        self._directions = unit(means).to(device)
        self._absent = torch.ones(batch_slots, len(means), dtype=torch.bool, device=device)
        self._final = torch.full((batch_slots,), WIDEST, device=device)

    def __len__(self) -> int:
        return len(self._exact)

    def assign(self, slot: int, direction: Float32) -> None:
        """Assign a slot to a picture whose target has this direction, shape (n_channels,)."""
        (target,) = unit_vectors(direction[None])
        # einsum, because the last bits of a matrix product depend on the number of means.
        cosine = np.einsum("ij,j->i", self._exact, target)
        present = self._exact.any(axis=1) & (cosine < _SAME)
        self._absent[slot] = torch.from_numpy(~present)
        gap = 1 - cosine[present].max(initial=-1)
        self._final[slot] = float(np.clip(SHARE_OF_GAP * gap, NARROWEST, WIDEST))

    def log_probability(self, activations: Tensor, directions: Tensor, progress: Tensor) -> Tensor:
        """Return the log probability that each activation belongs to its own direction.

        Activations and directions, unit or zero vectors, have shape (batch_slots, n_channels). The
        temperature falls with the progress, 0 to 1. Progress and result have shape (batch_slots,);
        the result is 0 without competing means.
        """
        temperature = WIDEST ** (1 - progress) * self._final**progress
        cosines = self._cosines(activations, directions) / temperature[:, None]
        logarithm: Tensor = torch.log_softmax(cosines, dim=1)[:, 0]
        return logarithm

    def are_nearest(self, activations: Tensor, directions: Tensor) -> Tensor:
        """Return whether each activation is nearer to its direction than to all competing means."""
        cosines = self._cosines(activations, directions)
        return (cosines[:, 1:] < cosines[:, :1]).all(dim=1)

    def _cosines(self, activations: Tensor, directions: Tensor) -> Tensor:
        """Return cosines to the target, then to each competing mean: (batch_slots, 1 + n_means)."""
        length = activations.norm(dim=1, keepdim=True) + SMALLEST_NORM
        target = (directions * activations).sum(1, keepdim=True) / length
        # No matrix product, because its last bits depend on the slot.
        others = (self._directions * activations[:, None]).sum(2) / length
        return torch.cat([target, others.masked_fill(self._absent, -torch.inf)], dim=1)
