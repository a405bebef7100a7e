"""Child random generators, derived from names.

A result must not depend on the order in which items are computed, nor on the batch they
share, so every item gets a generator of its own: its seed is a hash of the exploration's
seed, the stage and the item's name. Nothing in this package uses a global generator.
"""

import hashlib

import numpy as np


def seed_for(seed: int, *names: str | int) -> int:
    """Return a 63-bit seed that depends on ``seed`` and the names alone."""
    text = "\x1f".join([str(seed), *(f"{type(name).__name__}:{name}" for name in names)])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> 1


def rng_for(seed: int, *names: str | int) -> np.random.Generator:
    """Return the generator of one item of one stage."""
    return np.random.default_rng(seed_for(seed, *names))
