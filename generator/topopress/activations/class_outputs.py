"""The outputs of a network's class head for whole samples."""

from collections.abc import Sequence

import numpy as np
import torch

from topopress.core.arrays import Float32
from topopress.core.errors import ActivationError, NetworkError
from topopress.network.loaded import LoadedNetwork
from topopress.network.numbers import single
from topopress.network.sample_inputs import Batch
from topopress.network.types import InputReader
from topopress.samples.types import Sample


def class_outputs(
    network: LoadedNetwork,
    reader: InputReader,
    samples: Sequence[Sample],
    *,
    batch_size: int,
) -> Float32:
    """Return the network's output for each sample, at least one.

    The batch size changes outputs only by rounding.

    Returns:
        Shape (n_samples, n_classes): logits or probabilities, depending on the network.

    Raises:
        NetworkError: The network's result is not one vector per input.
        ActivationError: An output is NaN or infinite.
        DataError: A picture is missing or has changed.
    """
    batches = network.batches(reader, samples, batch_size)
    outputs = np.concatenate([_forward(network, inputs) for _, inputs in batches])
    broken = np.flatnonzero(~np.isfinite(outputs).all(axis=1))
    if len(broken):
        raise ActivationError(
            f"the network's outputs are NaN or infinite, first for {samples[broken[0]].origin!r}; "
            "check the weights and the preprocessing"
        )
    return outputs


def _forward(network: LoadedNetwork, inputs: Batch) -> Float32:
    with torch.inference_mode():
        result = network.run(inputs)
    if not isinstance(result, torch.Tensor) or result.ndim != 2:  # noqa: PLR2004 - (n, n_classes)
        shape = tuple(result.shape) if isinstance(result, torch.Tensor) else type(result).__name__
        raise NetworkError(
            f"network.name: {network.info.name} has no class head: it outputs {shape}, not one "
            "vector per input. The lenses 'confidence' and 'logit:CLASS' need one; use another "
            "lens, such as 'l2_norm'"
        )
    outputs: Float32 = single(result).numpy()
    return outputs
