"""Pictures: a part of one, and what reads their pixels."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, NamedTuple

from topopress.config.schema import Activations
from topopress.core.arrays import Int32, Uint8
from topopress.kinds.images.sampling import positions
from topopress.network.types import LayerInfo, Place
from topopress.samples.types import Sample

if TYPE_CHECKING:
    from torch import Tensor

    from topopress.network.loaded import LoadedNetwork


class Box(NamedTuple):
    """A rectangle in pixels of the picture it is cut from; bottom and right are exclusive."""

    top: int
    left: int
    bottom: int
    right: int


class PictureSource(ABC):
    """Reads the pixels of samples."""

    place: Place = "cell"

    def positions(
        self, sample: Sample, layer: LayerInfo, settings: Activations, *, seed: int
    ) -> Int32:
        """Return the positions of a sample's rows in a layer's map."""
        return positions(settings, layer, sample_id=sample.id, seed=seed)

    def network_input(self, sample: Sample, network: "LoadedNetwork") -> "Tensor":
        """Return the input of a network for a sample, shape (3, height, width)."""
        return network.preprocessing.prepare(self.read(sample))

    @abstractmethod
    def read(self, sample: Sample) -> Uint8:
        """Return the sample's pixels, shape (height, width, 3): those of its part, if it has one.

        Raises:
            DataError: the input is gone or has changed since it was listed.
        """
