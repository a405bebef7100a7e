"""Names for typed arrays.

Axis names in docstrings: n_samples inputs, n_rows activation vectors of a layer, n_channels their
length, n_nodes clusters, n_edges pairs of clusters. Compressed lists (``offsets`` and values) hold
the list of item i in ``values[offsets[i]:offsets[i + 1]]``.
"""

import numpy as np
from numpy.typing import NDArray

Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]
Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Uint8 = NDArray[np.uint8]
Flags = NDArray[np.bool_]
