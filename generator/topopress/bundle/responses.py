"""What nodes respond to, as arrays of the chunks: exemplars, classes, thumbnails."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from topopress.core.arrays import Float64, Int32
from topopress.visuals.types import Attribution, Exemplars, Thumbnails

Arrays = Mapping[str, NDArray[np.generic]]
_SIDES = ("top", "left", "bottom", "right")
_WHOLE = 65535


def exemplar_arrays(exemplars: Exemplars) -> Arrays:
    """Return the exemplars of all nodes for the graph chunk."""
    return {
        "exemplar_offsets": exemplars.offsets,
        "exemplar_kind": exemplars.kind,
        "exemplar_row": exemplars.row,
        "exemplar_similarity": exemplars.similarity,
        "exemplar_sprite": exemplars.sprite,
        **_box_arrays("exemplar", exemplars.seen),
    }


def class_arrays(attribution: Attribution | None, names: Sequence[str]) -> tuple[list[str], Arrays]:
    """Return the names of the classes that are spoken for, and what points into them.

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
    """Return what outputs of a network are called; a name that several have gets its number."""
    return [_class_name(int(output), names) for output in outputs]


def thumbnail_arrays(thumbnails: Thumbnails) -> Arrays:
    """Return the thumbnails for the samples chunk."""
    return {
        "thumbnail_sample": thumbnails.sample,
        "thumbnail_tile": thumbnails.tile,
        **_box_arrays("thumbnail", thumbnails.place),
    }


def _class_name(output: int, names: Sequence[str]) -> str:
    if output >= len(names):
        return f"class {output}"
    name = names[output]
    return name if names.count(name) == 1 else f"{name} (class {output})"


def _box_arrays(prefix: str, boxes: Float64) -> Arrays:
    whole = np.rint(boxes * _WHOLE).astype(np.int64)
    return {f"{prefix}_{side}": whole[:, k] for k, side in enumerate(_SIDES)}
