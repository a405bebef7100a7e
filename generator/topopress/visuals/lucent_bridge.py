"""The only place that knows lucent: its parametrisation of pictures.

A picture is a spectrum in decorrelated colours (Olah, Mordvintsev and Schubert, "Feature
Visualization", Distill 2017). lucent 0.1.8's own loop hooks every submodule of the network it is
given and never lets go, fills the weights' gradients, calls Ctrl-C an early stop, and takes an
error inside the network for a picture that is too small; the loop of ``optimise`` is ours.
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

# lucent divides by it, as lucid did: larger pictures would saturate.
_MAGIC = 4.0


def spectrum_shape(side: int) -> tuple[int, int, int, int]:
    """Return the shape of one picture's spectrum: colours, rows, columns, real and imaginary."""
    return (3, *spatial.rfft2d_freqs(side, side).shape, 2)


def drawing(side: int, device: torch.device) -> Callable[[Tensor], Tensor]:
    """Return the function that draws pictures from spectra: ``lucent.optvis.param.image``.

    The same arithmetic as lucent's (a test compares them), on any device, and with the colours
    mixed in the layout that is at hand; lucent's takes a tenth of a step for that.

    Args:
        side: Of the pictures, in pixels.
        device: Where the spectra lie.

    Returns:
        Spectra, shape (n, 3, side, side // 2 + 1, 2) for even sides -> pictures in 0..1, shape
        (n, 3, side, side).
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
