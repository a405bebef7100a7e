"""Ordinary ReLU gradients for lucent's InceptionV1.

Its "redirected" ReLUs pass on a tenth of the gradient for negative inputs. That helps the first
steps of a feature visualisation, and makes attributions wrong.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from torch import nn
from torch.nn import functional

_REDIRECTED = "RedirectedReluLayer"


@contextmanager
def without_redirected_relu(module: nn.Module) -> Iterator[None]:
    """Replace lucent's redirected ReLUs by ordinary ones inside the block."""
    redirected = [child for child in module.modules() if type(child).__name__ == _REDIRECTED]
    for child in redirected:
        child.forward = functional.relu
    try:
        yield
    finally:
        for child in redirected:
            del child.forward
