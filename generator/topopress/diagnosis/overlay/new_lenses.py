"""The lens of new rows, as that of a graph's own rows would be without them."""

from collections.abc import Mapping
from dataclasses import dataclass

from topopress.config.lenses import is_of_samples, parse_lens
from topopress.core.arrays import Float32, Float64
from topopress.mapper.lens import lens_values
from topopress.mapper.principal import component_of


@dataclass(frozen=True, slots=True, eq=False)
class VectorPair:
    """New vectors and those of the graph, both as the network has them or both prepared."""

    new: Float32
    own: Float32


def new_lens(
    name: str, prepared: VectorPair, raw: VectorPair, columns: Mapping[str, Float64]
) -> Float64:
    """Return the named lens of each new row, shape (n_rows,).

    Principal components are those of the graph's own rows. ``columns`` has the lenses with one
    value for each sample, a value for each new row.

    Raises:
        ActivationError: a new row or its lens is not finite.
        ValueError: the lens compares rows with all others, or is an author's code.
    """
    lens = parse_lens(name)
    if lens.kind == "raw":
        return new_lens(lens.text, raw, raw, columns)
    if lens.kind == "component":
        lens_values(prepared.new, "l2_norm")
        return component_of(prepared.new, prepared.own, lens.number)
    if lens.kind in {"l1_norm", "l2_norm", "max_norm"} or is_of_samples(name):
        return lens_values(prepared.new, name, columns=columns)
    raise ValueError(f"the lens {name!r} has no value for new rows")
