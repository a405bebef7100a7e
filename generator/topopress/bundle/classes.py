"""Class attribution as arrays of the graph chunk."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from topopress.core.arrays import Int32
from topopress.visuals.types import Attribution

Arrays = Mapping[str, NDArray[np.generic]]


def class_arrays(attribution: Attribution | None, names: Sequence[str]) -> tuple[list[str], Arrays]:
    """Return the names of all classes that are attributed, and the arrays that point into them.

    Args:
        attribution: Of the layer; None where it was not computed.
        names: The network's classes in the order of its outputs; those beyond have a number only.
    """
    if attribution is None or not attribution.way:
        empty = np.empty(0, np.int64)
        return [], {
            "attribution_offsets": empty,
            "attribution_class": empty,
            "attribution_value": np.empty(0),
            "exemplar_class": empty,
            "exemplar_class_value": np.empty(0),
        }
    used = np.unique([*attribution.output, *attribution.exemplar_output])
    used = used[used >= 0]
    return class_names(used, names), {
        "attribution_offsets": attribution.offsets,
        "attribution_class": np.searchsorted(used, attribution.output),
        "attribution_value": attribution.value,
        "exemplar_class": np.where(
            attribution.exemplar_output < 0,
            -1,
            np.searchsorted(used, attribution.exemplar_output),
        ),
        "exemplar_class_value": attribution.exemplar_value,
    }


def class_names(outputs: Int32, names: Sequence[str]) -> list[str]:
    """Return the names of outputs of a network; a name of several outputs gets their number."""
    return [_class_name(int(output), names) for output in outputs]


def _class_name(output: int, names: Sequence[str]) -> str:
    if output >= len(names):
        return f"class {output}"
    name = names[output]
    return name if names.count(name) == 1 else f"{name} (class {output})"
