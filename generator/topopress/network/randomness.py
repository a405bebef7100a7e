"""Isolates torch's global random state while a library initialises weights."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def private_rng(seed: int) -> Iterator[None]:
    """Seed torch's global generator inside the block, and restore its state afterwards.

    Constructors of modules accept no other generator.
    """
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        yield
