"""A layer that is shown pictures through random views, and answers each with one vector."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import torch
from torch import Tensor

from topopress.visuals.frame import Frame
from topopress.visuals.frozen_part import Features
from topopress.visuals.views import look

PLACES = 8
"""Pictures that a processor is shown at a time."""
PLACES_ON_GPU = 64


def places_on(device: torch.device) -> int:
    """Return how many pictures are shown at a time: enough to keep a device busy."""
    return PLACES if device.type == "cpu" else PLACES_ON_GPU


@dataclass(frozen=True, slots=True, eq=False)
class Eye:
    """A layer ready to look at pictures.

    Attributes:
        features: The network up to the layer; its weights frozen.
        frame: How it is shown a picture.
        device: Where it lies.
        places: How many pictures it is always shown at a time, because the last bits of its
            arithmetic depend on their number.
    """

    features: Features
    frame: Frame
    device: torch.device
    places: int

    def answers(self, pictures: Tensor, views: Tensor) -> Tensor:
        """Return what the layer answers to pictures; differentiable.

        Args:
            pictures: In 0..1, shape (places, 3, side, side), on the device.
            views: Of each picture, shape (places, 2, 3), on the device.

        Returns:
            Shape (places, n_channels), in single precision.
        """
        seen = look(pictures, views, canvas=self.frame.canvas, centre=self.frame.centre)
        with cheaper(self.device):
            activations = self.features(seen)
        return self.frame.answers(activations).float()


def cheaper(device: torch.device) -> AbstractContextManager[object]:
    """Let a GPU compute the network in half the bits; processors stay exact."""
    if device.type != "cuda":
        return nullcontext()
    return torch.autocast("cuda", torch.bfloat16)
