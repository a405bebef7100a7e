"""The stages that give one vector for each sample: all diagnosis is made of these."""

from topopress.activations.types import Rows
from topopress.diagnosis.types import SampleMeans


def means_beside_rows(rows: SampleMeans) -> SampleMeans:
    """Return the means that stand beside the rows of a network."""
    return rows


def means_of_samples(rows: Rows) -> SampleMeans:
    """Return the mean of the rows of each sample, where there is no network."""
    from topopress.activations.row_means import means_of_rows

    return SampleMeans(*means_of_rows(rows))
