"""Chooses the positions of a layer's map that become rows.

A random position is a point of the picture, drawn once per (seed, sample id, k) and converted to
every layer's map. So row k of a sample shows the same point in all layers, independent of the
batch, the order and the choice of layers. As in TopoAct (Rathore et al. 2021), positions on a
map's border are excluded, because padding influences them.
"""

import numpy as np

from topopress.config.schema import Activations
from topopress.core.arrays import Int32
from topopress.core.errors import ActivationError
from topopress.core.seeds import rng_for
from topopress.network.types import LayerInfo, VectorShape

# Width of the border of a 7 x 7 map, the smallest of usual ImageNet networks. Points further in
# are off the border of every map of at least 7 x 7.
MARGIN = 1 / 7
_SMALLEST_WITH_INTERIOR = 3


def positions(settings: Activations, layer: LayerInfo, *, sample_id: str, seed: int) -> Int32:
    """Return the positions (row, column) of one sample in one layer, shape (n, 2).

    ``random`` draws ``per_sample`` points in the middle five sevenths of the picture's height and
    width; on small maps two points can have the same position. ``centre`` is the position
    ``(height // 2, width // 2)``; ``all`` lists them row by row; ``mean`` is one row of the whole
    picture, shape (1, 0). So is a layer that gives one vector for a picture, always.

    Raises:
        ActivationError: the layer's output is a sequence.
    """
    if settings.positions == "mean" or isinstance(layer.output, VectorShape):
        return np.empty((1, 0), np.int32)
    if layer.map_size is None:
        raise ActivationError(f"layer {layer.name!r} gives no map, so it has no positions")
    height, width = layer.map_size
    if settings.positions == "centre":
        return np.array([[height // 2, width // 2]], np.int32)
    if settings.positions == "all":
        rows, columns = np.divmod(np.arange(height * width), width)
        return np.stack([rows, columns], axis=1).astype(np.int32)
    rngs = (rng_for(seed, "position", sample_id, k) for k in range(settings.per_sample))
    return np.array([_draw(rng, height, width) for rng in rngs], np.int32)


def _draw(rng: np.random.Generator, height: int, width: int) -> tuple[int, int]:
    down, across = rng.uniform(MARGIN, 1 - MARGIN, 2)
    return _interior(down, height), _interior(across, width)


def _interior(point: float, length: int) -> int:
    """Return the index of a point in 0..1, off the border if the map has at least 3 rows."""
    border = 1 if length >= _SMALLEST_WITH_INTERIOR else 0
    return min(max(int(point * length), border), length - 1 - border)
