"""Types that all of the diagnosis uses."""

from dataclasses import dataclass

from topopress.core.arrays import Float32, Int32


@dataclass(frozen=True, slots=True, eq=False)
class SampleMeans:
    """The mean vector of each sample in one layer.

    Attributes:
        mean_of: The samples that have a mean, ascending, shape (n_means,). Words that a network has
            no token for have none.
        means: Shape (n_means, n_channels).
    """

    mean_of: Int32
    means: Float32
