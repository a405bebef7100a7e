"""An order of rows in which near rows are adjacent, so that most tiles are all near or all far."""

import numpy as np

from topopress.core.arrays import Float32, Int64

LEAF = 256
AXES = 24
PROBES = 512
"""Rows by which the widest coordinate of a part is estimated."""


def bisection_order(coordinates: Float32) -> Int64:
    """Halve the rows repeatedly at the median of their widest leading coordinate.

    Args:
        coordinates: Principal coordinates, shape (n, k).
    """
    leading = np.ascontiguousarray(coordinates[:, :AXES])
    ordered = []
    waiting = [np.arange(len(leading))]
    while waiting:
        places = waiting.pop()
        if len(places) <= LEAF or leading.shape[1] == 0:
            ordered.append(places)
            continue
        axis = int(leading[places[:: max(1, len(places) // PROBES)]].var(axis=0).argmax())
        halves = np.argpartition(leading[places, axis], len(places) // 2)
        waiting.append(places[halves[len(places) // 2 :]])
        waiting.append(places[halves[: len(places) // 2]])
    return np.concatenate(ordered)
