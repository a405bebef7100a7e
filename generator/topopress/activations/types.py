"""Type of a layer's rows."""

from dataclasses import dataclass

from topopress.core.arrays import Float32, Int32
from topopress.network.types import LayerInfo


@dataclass(frozen=True, slots=True, eq=False)
class ActivationMatrix:
    """The activation vectors of one layer.

    Attributes:
        layer: Name and shape of the layer.
        vectors: Shape (n_rows, n_channels); may be memory-mapped.
        sample: Index of each row's sample, shape (n_rows,).
        position: Row and column of each vector in the layer's map, shape (n_rows, 2); -1 if
            vectors are means over the map.
    """

    layer: LayerInfo
    vectors: Float32
    sample: Int32
    position: Int32
