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

with warnings.catch_warnings():
    # kornia 0.4.1 decorates its functions with the deprecated torch.jit.script.
    warnings.simplefilter("ignore")
    from lucent.optvis.param import color, spatial

# lucent, like lucid, divides spectra by it, because the sigmoid would saturate otherwise.
_MAGIC = 4.0


def spectrum_shape(side: int) -> tuple[int, int, int, int]:
    """Return the shape of one picture's spectrum: colours, rows, columns, real and imaginary."""
    return (3, *spatial.rfft2d_freqs(side, side).shape, 2)


def drawing(side: int, device: torch.device) -> Callable[[Tensor], Tensor]:
    """Return the function that draws pictures from spectra, as ``lucent.optvis.param.image`` does.

    It takes spectra, shape (n, 3, side, side // 2 + 1, 2) for even sides, and returns pictures in
    0..1, shape (n, 3, side, side). The arithmetic is lucent's (a test compares them), on any
    device. Colours are mixed without a change of memory layout, which takes lucent a tenth of a
    step.
    """
    scale = 1.0 / np.maximum(spatial.rfft2d_freqs(side, side), 1.0 / side) / _MAGIC
    scales = torch.tensor(scale, dtype=torch.float32, device=device)[None, None, :, :, None]
    mixing = torch.tensor(color.color_correlation_normalized, device=device)

    def draw(spectra: Tensor) -> Tensor:
        scaled = torch.view_as_complex(scales * spectra)
        planes = torch.fft.irfftn(scaled, s=(side, side), dim=(2, 3), norm="ortho")
        mixed = torch.matmul(mixing, planes.flatten(2))
        return torch.sigmoid(mixed).view(planes.shape)

    return draw
