"""What is published of optimised pictures."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from topopress.bundle.schema import PictureKind, VisualSummary
from topopress.judgements import Structures
from topopress.responses import AIMS, FeatureVisualisations


def visual_summary(
    visuals: FeatureVisualisations | None,
    contrasts: FeatureVisualisations | None,
    inversions: FeatureVisualisations | None,
) -> VisualSummary | None:
    """Return what the optimised pictures of a layer come to; None where they are switched off.

    Args:
        visuals: Of nodes.
        contrasts: Of arms of bifurcations.
        inversions: Of single rows.
    """
    if visuals is None:
        return None
    return VisualSummary(
        nodes=_kind(visuals),
        arms=contrasts and _kind(contrasts),
        rows=inversions and _kind(inversions),
        own_share=visuals.own_share,
        cosine=float(visuals.cosine.mean()) if len(visuals.of) else None,
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
    place = np.full(n_nodes, -1, np.int32) if visuals is None else visuals.places(n_nodes)
    nothing = np.zeros(0)
    return {
        "visual_sprite": place,
        **{
            f"visual_{figure}": _for_nodes(visuals, figure, place, without)
            for figure, without in _FIGURES.items()
        },
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


def _kind(made: FeatureVisualisations) -> PictureKind:
    name = made.objective_name
    return PictureKind(objective=name, aim=AIMS[name], drawn=len(made.of), wanted=made.wanted)


_FIGURES = {"cosine": 0.0, "objective": 0.0, "steps": 0, "nearest": -1}
"""What is published of each node's picture, and what stands where it has none."""


def _for_nodes(
    visuals: FeatureVisualisations | None, figure: str, place: NDArray[np.int32], without: float
) -> NDArray[np.generic]:
    """Return one value per node from one per picture."""
    if visuals is None:
        return np.full(len(place), without)
    padded: NDArray[np.generic] = np.append(getattr(visuals, figure), without)
    return padded[place]
