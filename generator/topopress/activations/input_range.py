"""Measures the range of the numbers that a network is shown."""

import math
from collections.abc import Sequence

from topopress.activations.types import InputRange
from topopress.network.loaded import LoadedNetwork
from topopress.network.types import InputReader
from topopress.samples.types import Sample

LOOKED_AT = 16


def measure_range(
    network: LoadedNetwork, reader: InputReader, samples: Sequence[Sample]
) -> InputRange:
    """Return the range of the inputs of at most ``LOOKED_AT`` samples, evenly spread."""
    step = max(1, math.ceil(len(samples) / LOOKED_AT))
    (_, inputs), *_ = network.inputs(reader, samples[::step], LOOKED_AT)
    values = inputs.double()
    return InputRange(float(values.min()), float(values.max()), float(values.std(correction=0)))
