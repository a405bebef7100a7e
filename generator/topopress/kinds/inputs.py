"""What the layers of an exploration are computed from."""

from dataclasses import dataclass

from topopress.network.stages import NetworkResource
from topopress.network.types import NetworkInfo
from topopress.samples.types import SampleReader, SampleTable
from topopress.stage.stage import Resource, Stage


@dataclass(frozen=True, slots=True)
class Inputs:
    """The samples of an exploration, and the network that they go through.

    Attributes:
        samples: The samples.
        network: What is known of the network; None for a kind without one, as for the rest.
        opened: The network.
        reader: Reads samples as inputs of the network.
    """

    samples: Stage[SampleTable]
    network: Stage[NetworkInfo] | None = None
    opened: NetworkResource | None = None
    reader: Resource[SampleReader] | None = None
