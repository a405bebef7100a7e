"""A layer that is shown pictures through random augmentations, and answers each with one vector."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import torch
from torch import Tensor

from topopress.visuals.augmentations import augment
from topopress.visuals.input_canvas import InputCanvas
from topopress.visuals.truncated_network import Features

BATCH_SLOTS = 8
"""Pictures that a processor is shown at a time."""
BATCH_SLOTS_ON_GPU = 64


def batch_slots_on(device: torch.device) -> int:
    """Return how many pictures are shown at a time: enough to keep a device busy."""
    return BATCH_SLOTS if device.type == "cpu" else BATCH_SLOTS_ON_GPU


@dataclass(frozen=True, slots=True, eq=False)
class BatchedLayer:
    """A layer ready to look at pictures.

    Attributes:
        features: The network up to the layer; its weights frozen.
        input_canvas: How it is shown a picture.
        device: Where it lies.
        batch_slots: How many pictures it is always shown at a time, because the last bits of its
            arithmetic depend on their number.
    """

    features: Features
    input_canvas: InputCanvas
    device: torch.device
    batch_slots: int

    def forward(self, pictures: Tensor, augmentations: Tensor) -> Tensor:
        """Return what the layer answers to pictures; differentiable.

        Args:
            pictures: In 0..1, shape (batch_slots, 3, side, side), on the device.
            augmentations: Of each picture, shape (batch_slots, 2, 3), on the device.

        Returns:
            Shape (batch_slots, n_channels), in single precision.
        """
        canvas = self.input_canvas
        inputs = augment(pictures, augmentations, canvas_side=canvas.side, centre=canvas.centre)
        with cheaper(self.device):
            maps = self.features(inputs)
        return canvas.vectors(maps).float()


def cheaper(device: torch.device) -> AbstractContextManager[object]:
    """Let a GPU compute the network in half the bits; processors stay exact."""
    if device.type != "cuda":
        return nullcontext()
    return torch.autocast("cuda", torch.bfloat16)
