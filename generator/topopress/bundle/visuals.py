"""What is published of optimised pictures."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from topopress.artifacts import Float64
from topopress.bundle.schema import VisualSummary
from topopress.judgements import Structures
from topopress.responses import FeatureVisualisations


def visual_summary(visuals: FeatureVisualisations | None) -> VisualSummary | None:
    """Return what the pictures of a layer's nodes come to; None without any."""
    if visuals is None:
        return None
    return VisualSummary(
        objective=visuals.objective_name,
        drawn=len(visuals.of),
        wanted=visuals.wanted,
        own_share=visuals.own_share,
        cosine=float(visuals.cosine.mean()) if len(visuals.of) else 0.0,
    )


def visual_arrays(
    visuals: FeatureVisualisations | None,
    inversions: FeatureVisualisations | None,
    n_nodes: int,
) -> Mapping[str, NDArray[np.generic]]:
    """Return the arrays of the graph chunk that speak of pictures.

    Args:
        visuals: Of nodes.
        inversions: Of single rows.
        n_nodes: Number of nodes.
    """
    if visuals is None:
        place, values = np.full(n_nodes, -1, np.int32), dict.fromkeys(_FIGURES, np.zeros(n_nodes))
        values["visual_nearest"] = np.full(n_nodes, -1.0)
    else:
        place = visuals.places(n_nodes)
        values = {
            "visual_cosine": _spread(visuals.cosine, place),
            "visual_objective": _spread(visuals.objective, place),
            "visual_steps": _spread(visuals.steps.astype(np.float64), place),
            "visual_nearest": _spread(visuals.nearest.astype(np.float64), place, -1.0),
        }
    nothing = np.zeros(0)
    return {
        "visual_sprite": place,
        **{name: _exact(name, values[name]) for name in _FIGURES},
        "inversion_row": nothing if inversions is None else inversions.of,
        "inversion_cosine": nothing if inversions is None else inversions.cosine,
    }


def contrast_places(
    structures: Structures, contrasts: FeatureVisualisations | None
) -> tuple[list[int], ...]:
    """Return which picture is of each arm of each structure, -1 where none is."""
    count = len(structures.arm_node_offsets) - 1
    places = np.full(count, -1) if contrasts is None else contrasts.places(count)
    ends = structures.arm_offsets
    return tuple(places[ends[k] : ends[k + 1]].tolist() for k in range(len(structures.kind)))


_FIGURES = ("visual_cosine", "visual_objective", "visual_steps", "visual_nearest")


def _spread(values: Float64, place: NDArray[np.int32], without: float = 0.0) -> Float64:
    """Return one value per node from one per picture."""
    padded = np.append(values, without)
    return np.asarray(padded[place], np.float64)


def _exact(name: str, values: Float64) -> NDArray[np.generic]:
    whole = name in ("visual_steps", "visual_nearest")
    return values.astype(np.int64) if whole else values
