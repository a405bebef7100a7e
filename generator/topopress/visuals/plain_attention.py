"""Attention by plain operations, which can be differentiated in every way and traced."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch.nn.attention import SDPBackend, sdpa_kernel


@contextmanager
def plain_attention() -> Iterator[None]:
    """Compute attention by products of matrices and a softmax inside the block.

    Torch's fused kernels give the same numbers up to rounding. They have no derivative in forward
    mode, no second one, and partly none at all.
    """
    before = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        with sdpa_kernel(SDPBackend.MATH):
            yield
    finally:
        torch.backends.mha.set_fastpath_enabled(before)
