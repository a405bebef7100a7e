"""Pairs within a radius, computed once and mirrored, over the borders of blocks and of words."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from topopress.mapper.near_pairs import BLOCK, near_pairs


@pytest.mark.parametrize("n", [0, 1, 63, 64, 65, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 100])
def test_pairs_are_those_within_each_radius(n):
    points = np.random.default_rng(n).normal(size=(n, 7))
    radii = [0.5, 2.0, 4.0]
    found = near_pairs(points, radii)
    distance = cdist(points, points)
    for near, radius in zip(found, radii, strict=True):
        bits = np.unpackbits(near.bits.view(np.uint8), axis=-1, count=n).astype(bool)
        assert np.array_equal(bits, distance <= radius)
        assert np.array_equal(bits, bits.T)


def test_a_pair_at_the_radius_is_near_for_both_or_for_neither():
    points = np.random.default_rng(0).integers(0, 3, (3 * BLOCK, 40)).astype(np.float64)
    (near,) = near_pairs(points, [float(np.linalg.norm(points[0] - points[1]))])
    bits = np.unpackbits(near.bits.view(np.uint8), axis=-1, count=len(points)).astype(bool)
    assert np.array_equal(bits, bits.T)
