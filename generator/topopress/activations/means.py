"""The spatial mean of each sample, taken in the forward pass that rows are taken in.

What is looked for in whole samples, such as labels that do not fit, is looked for in means: a
random position of a picture may show its background.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import torch

from topopress.activations.row_means import means_of_rows
from topopress.activations.types import Rows, RowsWithMeans
from topopress.core.arrays import Float32
from topopress.core.errors import ActivationError
from topopress.network.loaded import LoadedNetwork
from topopress.network.numbers import single, wide
from topopress.network.taps import tapped


@contextmanager
def means_taken(
    network: LoadedNetwork, layers: Sequence[str]
) -> Iterator[dict[str, list[Float32]]]:
    """Take the mean over the map of each layer in every forward pass inside the block.

    What is given has for each layer one array for each pass, shape (n, n_channels), in their order.
    """
    found: dict[str, list[Float32]] = {name: [] for name in layers}
    named = ((name, network.tap(name)) for name in layers)
    taps = {name: tap for name, tap in named if tap is not None}

    def take(name: str, output: object) -> None:
        if isinstance(output, torch.Tensor):
            found[name].append(single(wide(output).mean((2, 3))).numpy())

    with tapped(network.module, taps, take):
        yield found


def with_means(rows: Rows, n_samples: int, taken: Sequence[Float32]) -> RowsWithMeans:
    """Return rows with the mean of each sample: as ``taken``, or of its rows if nothing was taken.

    Raises:
        ActivationError: a mean is NaN or infinite.
        ValueError: the number of means that were taken is not that of the samples.
    """
    mean_of, means = np.arange(n_samples, dtype=np.int32), np.empty((0, 0), np.float32)
    if taken:
        means = np.concatenate(taken)
    else:
        mean_of, means = means_of_rows(rows)
    if len(means) != len(mean_of):
        raise ValueError(f"layer {rows.layer.name!r}: {len(means)} means of {n_samples} samples")
    if not np.isfinite(means).all():
        raise ActivationError(
            f"layer {rows.layer.name!r}: the mean over the map of a sample is NaN or infinite; "
            "check the weights and the preprocessing"
        )
    return RowsWithMeans.of(rows, mean_of, means)
