"""Pictures: a part of one, and a source of them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from topopress.activations.sampling import positions
from topopress.activations.types import Rows
from topopress.config.schema import Activations
from topopress.core.arrays import Int32, Uint8
from topopress.core.errors import DataError
from topopress.core.progress import SILENT, Progress
from topopress.kinds.images.channels import COLOURS, with_channels
from topopress.network.types import LayerInfo, Place
from topopress.samples.types import Sample, Survey

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
    """The pictures of a data source: lists them as samples and reads their pixels."""

    place: Place = "cell"

    @abstractmethod
    def survey(self, *, seed: int, progress: Progress = SILENT) -> Survey:
        """List all pictures and decode each once; those that cannot be used are skipped and named.

        The seed draws crops and limited classes.

        Raises:
            DataError: There are no pictures, too many are broken, or a list is malformed.
        """

    @abstractmethod
    def digest(self, hash_file: Callable[[Path], str]) -> str:
        """Return a text that changes with all files' names and contents; nothing is decoded.

        Raises:
            DataError: There are no pictures, or a list is malformed.
        """

    @abstractmethod
    def require_channels(self, takes: int) -> None:
        """Refuse a network whose inputs have a number of channels that pictures lack.

        Raises:
            DataError: With both numbers.
        """

    @abstractmethod
    def load(self, sample: Sample) -> tuple[str, Uint8]:
        """Return the digest that the sample has now, and its pixels with the channels they have."""

    def read(self, sample: Sample, channels: int = COLOURS) -> Uint8:
        """Return the sample's pixels, shape (height, width, channels): those of its part, if any.

        Raises:
            DataError: The input is gone or has changed since it was listed, or cannot be read with
                so many channels.
        """
        digest, pixels = self.load(sample)
        if digest != sample.digest:
            raise DataError(f"{sample.origin}: changed since this build began; run the build again")
        return with_channels(pixels, channels)

    def positions(
        self, sample: Sample, layer: LayerInfo, settings: Activations, *, seed: int
    ) -> Int32:
        """Return the positions of a sample's rows in a layer's map."""
        return positions(settings, layer, sample_id=sample.id, seed=seed)

    def order(self, samples: Sequence[Sample]) -> Sequence[int]:
        """Return the order of the samples as it is, since their inputs have one size."""
        return range(len(samples))

    def collect(
        self,
        network: "LoadedNetwork",
        samples: Sequence[Sample],
        *,
        layers: Sequence[LayerInfo],
        settings: Activations,
        seed: int,
    ) -> list[Rows]:
        """Return each layer's rows for the samples; the seed draws random positions."""
        from topopress.activations.collect import collect_chunk

        return collect_chunk(network, self, samples, layers=layers, settings=settings, seed=seed)

    def network_input(self, sample: Sample, network: "LoadedNetwork") -> "Tensor":
        """Return the input of a network for a sample, shape (n_inputs, height, width)."""
        shown = network.preprocessing
        return shown.prepare(self.read(sample, shown.channels), double=network.is_double)
