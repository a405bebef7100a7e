"""Which positions of a layer's map become rows.

A random position is a place of the picture, drawn once per (seed, sample id, k) and looked up in
every layer's map, so that row k of a sample shows the same place in all layers, whatever the
batch, the order or the choice of layers. As in TopoAct (Rathore et al. 2021), positions on a
map's border are left out, because padding shapes them.
"""

import numpy as np

from topopress.config.schema import Activations
from topopress.core.arrays import Int32
from topopress.core.seeds import rng_for
from topopress.network.types import LayerInfo

# The border of a 7 x 7 map, the smallest that ImageNet networks end on: whatever lies further in
# is off the border of every map of at least 7 x 7.
MARGIN = 1 / 7
_SMALLEST_WITH_INTERIOR = 3


def rows_per_sample(settings: Activations, layer: LayerInfo) -> int:
    """Return how many rows each sample gives in a layer."""
    if settings.positions == "all":
        return layer.height * layer.width
    return settings.per_sample if settings.positions == "random" else 1


def positions(settings: Activations, layer: LayerInfo, *, sample_id: str, seed: int) -> Int32:
    """Return the positions (row, column) of one sample in one layer, shape (n, 2).

    ``random`` draws ``per_sample`` places in the middle five sevenths of the picture's height and
    width; on small maps two places can fall on one position. ``centre`` is the position
    ``(height // 2, width // 2)``; ``all`` runs row by row; ``mean`` is a single (-1, -1).
    """
    if settings.positions == "mean":
        return np.array([[-1, -1]], np.int32)
    if settings.positions == "centre":
        return np.array([[layer.height // 2, layer.width // 2]], np.int32)
    if settings.positions == "all":
        rows, columns = np.divmod(np.arange(layer.height * layer.width), layer.width)
        return np.stack([rows, columns], axis=1).astype(np.int32)
    drawn = [
        _place(rng_for(seed, "position", sample_id, k), layer) for k in range(settings.per_sample)
    ]
    return np.array(drawn, np.int32)


def _place(rng: np.random.Generator, layer: LayerInfo) -> tuple[int, int]:
    down, across = rng.uniform(MARGIN, 1 - MARGIN, 2)
    return _interior(down, layer.height), _interior(across, layer.width)


def _interior(place: float, length: int) -> int:
    """Return the index of a place in 0..1, off the border where the map has at least 3 rows."""
    border = 1 if length >= _SMALLEST_WITH_INTERIOR else 0
    return min(max(int(place * length), border), length - 1 - border)
