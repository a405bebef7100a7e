"""Class attribution as arrays of the graph chunk."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from topopress.visuals.types import Attribution

ARRAYS = (
    "attribution_offsets", "attribution_class", "attribution_value", "exemplar_class",
    "exemplar_class_value",
)  # fmt: skip
Arrays = Mapping[str, NDArray[np.generic]]


def class_arrays(attribution: Attribution | None, names: Sequence[str]) -> tuple[list[str], Arrays]:
    """Return the names of all classes that are attributed, and the arrays that point into them.

    ``names`` are the network's classes in the order of its outputs; those beyond have numbers only.
    """
    if attribution is None or not attribution.way:
        return [], dict.fromkeys(ARRAYS, np.empty(0))
    used = np.unique([*attribution.output, *attribution.exemplar_output])
    used = used[used >= 0]
    exemplar = attribution.exemplar_output
    values = (
        attribution.offsets,
        np.searchsorted(used, attribution.output),
        attribution.value,
        np.where(exemplar < 0, -1, np.searchsorted(used, exemplar)),
        attribution.exemplar_value,
    )
    return [_class_name(int(output), names) for output in used], dict(
        zip(ARRAYS, values, strict=True)
    )


def _class_name(output: int, names: Sequence[str]) -> str:
    """Return the name of an output of a network; a name of several outputs gets its number."""
    if output >= len(names):
        return f"class {output}"
    name = names[output]
    return name if names.count(name) == 1 else f"{name} (class {output})"
