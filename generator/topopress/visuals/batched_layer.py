"""Forward pass of a truncated network on batches of augmented pictures: one vector per picture."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import torch
from torch import Tensor

from topopress.visuals.augmentations import augment
from topopress.visuals.input_canvas import InputCanvas
from topopress.visuals.truncated_network import Features

BATCH_SLOTS = 8
"""Pictures per batch on a CPU."""
BATCH_SLOTS_ON_GPU = 64


def batch_slots_on(device: torch.device) -> int:
    """Return the batch size that keeps a device busy."""
    return BATCH_SLOTS if device.type == "cpu" else BATCH_SLOTS_ON_GPU


@dataclass(frozen=True, slots=True, eq=False)
class BatchedLayer:
    """A layer with everything that its forward pass on pictures needs.

    Attributes:
        features: The network up to the layer, with frozen weights.
        input_canvas: Where on the network's input the picture lies.
        device: Device of the network.
        batch_slots: Pictures per batch. Always the same number, because the last bits of the
            results depend on it.
    """

    features: Features
    input_canvas: InputCanvas
    device: torch.device
    batch_slots: int

    def forward(self, pictures: Tensor, augmentations: Tensor) -> Tensor:
        """Return the layer's activation for each picture, shape (batch_slots, n_channels).

        It is differentiable and in single precision. Pictures are in 0..1, shape (batch_slots,
        n_inputs, height, width); augmentations are one affine map each, (batch_slots, 2, 3); both
        on the device.
        """
        canvas = self.input_canvas
        inputs = augment(pictures, augmentations, canvas=canvas.size, centre=canvas.centre)
        with cheaper(self.device):
            maps = self.features(inputs)
        return canvas.vectors(maps).float()


def cheaper(device: torch.device) -> AbstractContextManager[object]:
    """Compute in bfloat16 on a GPU inside the block; CPUs keep single precision."""
    if device.type != "cuda":
        return nullcontext()
    return torch.autocast("cuda", torch.bfloat16)
