"""Chooses the positions of a layer's map that become rows.

A random position is a point of the picture, drawn once per (seed, sample id, k) and converted to
every layer's map. So row k of a sample shows the same point in all layers, independent of the
batch, the order and the choice of layers. As in TopoAct (Rathore et al. 2021), positions on a
map's border are excluded, because padding influences them.
"""

import numpy as np

from topopress.config.schema import Activations
from topopress.core.arrays import Int32
from topopress.core.seeds import rng_for
from topopress.network.types import LayerInfo

# Width of the border of a 7 x 7 map, the smallest of usual ImageNet networks. Points further in
# are off the border of every map of at least 7 x 7.
MARGIN = 1 / 7
_SMALLEST_WITH_INTERIOR = 3


def positions(settings: Activations, layer: LayerInfo, *, sample_id: str, seed: int) -> Int32:
    """Return the positions (row, column) of one sample in one layer, shape (n, 2).

    ``random`` draws ``per_sample`` points in the middle five sevenths of the picture's height and
    width; on small maps two points can have the same position. ``centre`` is the position
    ``(height // 2, width // 2)``; ``all`` lists them row by row; ``mean`` is a single (-1, -1).
    """
    if settings.positions == "mean":
        return np.array([[-1, -1]], np.int32)
    if settings.positions == "centre":
        return np.array([[layer.height // 2, layer.width // 2]], np.int32)
    if settings.positions == "all":
        rows, columns = np.divmod(np.arange(layer.height * layer.width), layer.width)
        return np.stack([rows, columns], axis=1).astype(np.int32)
    drawn = [
        _draw(rng_for(seed, "position", sample_id, k), layer) for k in range(settings.per_sample)
    ]
    return np.array(drawn, np.int32)


def _draw(rng: np.random.Generator, layer: LayerInfo) -> tuple[int, int]:
    down, across = rng.uniform(MARGIN, 1 - MARGIN, 2)
    return _interior(down, layer.height), _interior(across, layer.width)


def _interior(point: float, length: int) -> int:
    """Return the index of a point in 0..1, off the border if the map has at least 3 rows."""
    border = 1 if length >= _SMALLEST_WITH_INTERIOR else 0
    return min(max(int(point * length), border), length - 1 - border)
