"""Random generators derived from names.

A result must not depend on the order or the batches in which items are computed. So every item has
its own generator, whose seed is a hash of the exploration's seed, the stage and the item's name.
This package uses no global generator.
"""

import hashlib

import numpy as np


def seed_for(seed: int, *names: str | int) -> int:
    """Return a 63-bit seed that depends only on ``seed`` and the names."""
    text = "\x1f".join([str(seed), *(f"{type(name).__name__}:{name}" for name in names)])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> 1


def rng_for(seed: int, *names: str | int) -> np.random.Generator:
    """Return the generator of one item of one stage."""
    return np.random.default_rng(seed_for(seed, *names))
