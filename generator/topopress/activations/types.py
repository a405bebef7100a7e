"""Type of a layer's rows."""

from dataclasses import dataclass

from topopress.core.arrays import Float32, Int32
from topopress.network.types import LayerInfo, Place


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The activation vectors of one layer.

    Attributes:
        layer: Name and shape of the layer.
        vectors: Shape (n_rows, n_channels); may be memory-mapped.
        sample: Index of each row's sample, shape (n_rows,).
        place: Kind of place that the vectors are from.
        position: Of cells row and column in the layer's map, of spans the first token and the one
            after the last, shape (n_rows, 2); of whole samples nothing, shape (n_rows, 0).
    """

    layer: LayerInfo
    vectors: Float32
    sample: Int32
    place: Place
    position: Int32

    def cell(self, row: int) -> tuple[int, int] | None:
        """Return the row and the column of a vector in the map; None for a whole sample."""
        if self.place == "whole":
            return None
        row_in_map, column = self.position[row].tolist()
        return row_in_map, column
