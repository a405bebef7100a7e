"""Descriptions of a network and its layers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from topopress.config.schema import Activations
from topopress.core.arrays import Float32, Int32
from topopress.samples.types import Sample

if TYPE_CHECKING:
    from topopress.network.loaded import LoadedNetwork
    from topopress.network.sample_inputs import Batch


@dataclass(frozen=True, slots=True)
class MapShape:
    """Output of a layer with one vector at each position of a map."""

    height: int
    width: int
    kind: Literal["map"] = "map"


@dataclass(frozen=True, slots=True)
class SequenceShape:
    """Output of a layer with one vector for each token of an input."""

    kind: Literal["sequence"] = "sequence"


@dataclass(frozen=True, slots=True)
class VectorShape:
    """Output of a layer with one vector for an input."""

    kind: Literal["vector"] = "vector"


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """Name of a layer, length of its vectors, and shape of its output for the input size.

    ``channels`` is 0 where the rows of a graph that another tool has made have no vectors.
    """

    name: str
    channels: int
    output: MapShape | SequenceShape | VectorShape

    @classmethod
    def of_map(cls, name: str, channels: int, height: int, width: int) -> "LayerInfo":
        """Return a layer that gives a map."""
        return cls(name, channels, MapShape(height, width))

    @property
    def map_size(self) -> tuple[int, int] | None:
        """Height and width of the map; None where the output is no map."""
        if not isinstance(self.output, MapShape):
            return None
        return self.output.height, self.output.width


@dataclass(frozen=True, slots=True)
class NetworkInfo:
    """Description of a network.

    Attributes:
        name: The name given in the configuration, such as ``torchvision:googlenet``.
        digest: SHA-256 that changes with architecture, weights, preprocessing and library version;
            every load of the network in a build gives the same.
        reads: SHA-256 of what an author's code reads; empty for other networks.
        weights: Readable description of the weights, one line.
        parameters: Number of weights.
        input_size: Height and width of an input, in pixels; None for a network of texts.
        input_channels: Number of channels of an input; 0 for a network of texts.
        preprocessing: Readable description of the preprocessing, one line.
        layers: Layers that can be published, in forward order; those of texts begin with the
            hidden states.
        classes: Names of the outputs; empty if unknown.
    """

    name: str
    digest: str
    weights: str
    parameters: int
    input_size: tuple[int, int] | None
    preprocessing: str
    layers: tuple[LayerInfo, ...]
    classes: tuple[str, ...]
    reads: str = ""
    input_channels: int = 3

    @property
    def identity(self) -> "NetworkIdentity":
        """What results of the network depend on."""
        return NetworkIdentity(self.digest, self.reads)


@dataclass(frozen=True, slots=True)
class DescribedNetwork(NetworkInfo):
    """A network with what nothing that is computed depends on.

    Attributes:
        others: Why each sub-module and each tensor that is no layer cannot be published, by name.
        outputs: Number of the outputs of its class head; None if it has none.
    """

    others: Mapping[str, str] = field(default_factory=dict)
    outputs: int | None = None


@dataclass(frozen=True, slots=True)
class NetworkIdentity:
    """What tells a network from others; ``digest`` and ``reads`` as ``NetworkInfo`` has them."""

    digest: str
    reads: str = ""


@dataclass(frozen=True, slots=True)
class NetworkHead(NetworkIdentity):
    """A network and what is known of its class head, as ``DescribedNetwork`` has it."""

    classes: tuple[str, ...] = ()
    outputs: int | None = None

    @property
    def identity(self) -> NetworkIdentity:
        """What results of the network depend on."""
        return NetworkIdentity(self.digest, self.reads)


@dataclass(frozen=True, slots=True, eq=False)
class ClassOutputs:
    """What the head of a network puts out for each sample, shape (n_samples, n_classes)."""

    outputs: Float32


Place = Literal["cell", "span", "whole"]
"""Where a vector is: at a cell of a map, at a span of a sequence, or of the whole sample."""


class InputReader(Protocol):
    """Reads samples as inputs of a network, one for each, and says where their rows are."""

    place: Place
    """Place of the rows, unless they are of whole samples."""

    def positions(
        self, sample: Sample, layer: LayerInfo, settings: Activations, *, seed: int
    ) -> Int32:
        """Return the positions of a sample's rows, as ``Rows.position`` has them."""

    def network_input(self, sample: Sample, network: "LoadedNetwork") -> "Batch":
        """Return a sample as the network's module takes it, without the batch dimension.

        Raises:
            DataError: the input is gone or has changed since it was listed.
        """
