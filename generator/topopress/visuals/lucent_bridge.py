"""lucent's parametrisation of pictures. No other module imports ``lucent.optvis``.

A picture is a spectrum in decorrelated colours (Olah, Mordvintsev and Schubert, "Feature
Visualization", Distill 2017). The loop is our own (``optimise``), because that of lucent 0.1.8
hooks every submodule and keeps the hooks, fills the weights' gradients, treats Ctrl-C as an early
stop, and reports an error inside the network as a picture that is too small.
"""

import warnings
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from topopress.core.arrays import Float32

with warnings.catch_warnings():
    # kornia 0.4.1 decorates its functions with the deprecated torch.jit.script.
    warnings.simplefilter("ignore")
    from lucent.optvis.param import color, spatial

COLOURS = 3
# lucent, like lucid, divides spectra by it, because the sigmoid would saturate otherwise.
_MAGIC = 4.0


def spectrum_shape(channels: int, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the shape of one picture's spectrum: channels, rows, columns, real and imaginary."""
    return (channels, *spatial.rfft2d_freqs(*size).shape, 2)


def drawing(
    channels: int, size: tuple[int, int], device: torch.device
) -> Callable[[Tensor], Tensor]:
    """Return the function that draws pictures from spectra, as ``lucent.optvis.param.image`` does.

    It takes spectra, shape (n, n_channels, height, width // 2 + 1, 2) for even widths, and returns
    pictures in 0..1, shape (n, n_channels, height, width). The arithmetic is lucent's (a test
    compares them), on any device. Colours are mixed without a change of memory layout, which takes
    lucent a tenth of a step.
    """
    scale = 1.0 / np.maximum(spatial.rfft2d_freqs(*size), 1.0 / max(size)) / _MAGIC
    scales = torch.tensor(scale, dtype=torch.float32, device=device)[None, None, :, :, None]
    mixing = torch.tensor(_mixing(channels), device=device)

    def draw(spectra: Tensor) -> Tensor:
        scaled = torch.view_as_complex(scales * spectra)
        planes = torch.fft.irfftn(scaled, s=size, dim=(2, 3), norm="ortho")
        mixed = torch.matmul(mixing, planes.flatten(2))
        return torch.sigmoid(mixed).view(planes.shape)

    return draw


def _mixing(channels: int) -> Float32:
    """Return the matrix that mixes channels, shape (n_channels, n_channels).

    Three are red, green and blue, correlated as in photographs. Nothing is known of others, so they
    are not mixed; their spread is the mean spread of the three colours.
    """
    colours: Float32 = color.color_correlation_normalized
    if channels == COLOURS:
        return colours
    spread = np.linalg.norm(colours, axis=1).mean()
    return np.eye(channels, dtype=np.float32) * np.float32(spread)
